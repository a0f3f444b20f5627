import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { AdmissionsFeedAnswer } from '../../../../../src/api/schemas/admissions-feeding.ts'
import type {
  FedForm,
  RejectionCause,
  SurveyAnswer,
  SurveyAnswerDetail,
  SurveyAnswerPage,
  SurveyCheck,
  SurveyForm,
  SurveyFormEdit,
  SurveyFormList,
  SurveyRejectionPage,
} from '../../../../../src/api/schemas/admissions-forms.ts'
import { api } from '../../../lib/api-client.ts'

export type { FedForm, RejectionCause, SurveyAnswer, SurveyForm }

const path = '/api/admissions/forms'

/** Live: they change with the runs of BATCH_SYNC_LIMESURVEY. */
export function useForms() {
  return useQuery({
    queryKey: ['runs', 'forms'],
    queryFn: ({ signal }) => api.get<SurveyFormList>(path, { signal }),
  })
}

export function useForm(id: string) {
  return useQuery({
    queryKey: ['runs', 'forms', id],
    queryFn: ({ signal }) => api.get<SurveyForm>(`${path}/${encodeURIComponent(id)}`, { signal }),
  })
}

export function useAnswers(id: number, q: string) {
  return useInfiniteQuery({
    queryKey: ['runs', 'forms', String(id), 'answers', q],
    queryFn: ({ pageParam, signal }) =>
      api.get<SurveyAnswerPage>(`${path}/${id}/answers`, {
        query: { q, after: pageParam, size: 50 },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** What was answered; null: none is opened. */
export function useAnswer(id: number, answer: Pick<SurveyAnswer, 'level' | 'targetId'> | null) {
  return useQuery({
    queryKey: ['runs', 'forms', String(id), 'answer', answer],
    queryFn: ({ signal }) =>
      api.get<SurveyAnswerDetail>(`${path}/${id}/answers/${answer!.level}/${answer!.targetId}`, { signal }),
    enabled: answer !== null,
  })
}

export function useRejections(id: number, cause: string) {
  return useInfiniteQuery({
    queryKey: ['runs', 'forms', String(id), 'rejections', cause],
    queryFn: ({ pageParam, signal }) =>
      api.get<SurveyRejectionPage>(`${path}/${id}/rejections`, {
        query: { cause, before: pageParam, size: 50 },
        signal,
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

export function useAddForm() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (form: FedForm) => api.post<AdmissionsFeedAnswer>(path, { items: [form] }),
    onSettled: () => client.invalidateQueries({ queryKey: ['runs', 'forms'] }),
  })
}

export function useChangeForm() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...edit }: SurveyFormEdit & { readonly id: number }) =>
      api.patch<SurveyForm>(`${path}/${id}`, edit),
    // Also after a refusal: somebody else may have changed it.
    onSettled: () => client.invalidateQueries({ queryKey: ['runs', 'forms'] }),
  })
}

export function useCheckSurvey() {
  return useMutation({
    mutationFn: (surveyId: number) => api.post<SurveyCheck>(`${path}/survey-checks`, { surveyId }),
  })
}
