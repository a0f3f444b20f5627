import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type {
  AdmissionsStatus,
  CandidateCredentials,
  CandidateDossier,
  CandidateValidation,
} from '../../../../src/api/schemas/admissions-candidates.ts'
import { api } from '../../lib/api-client.ts'
import { isProblem } from '../../lib/api-problem.ts'

export type { CandidateDossier }
export type CandidateApplication = CandidateDossier['applications'][number]

/** A candidate's page has no event stream: it asks whether the doors are open. */
const askAgainMs = 10_000

export const statusQuery = queryOptions({
  queryKey: ['admissions-status'],
  queryFn: () => api.get<AdmissionsStatus>('/api/admissions/status'),
  refetchInterval: askAgainMs,
})

/** One's own dossier, or null: nobody is signed in here. */
export const dossierQuery = queryOptions({
  queryKey: ['candidate-dossier'],
  queryFn: fetchDossier,
  retry: false,
})

async function fetchDossier(): Promise<CandidateDossier | null> {
  try {
    return await api.get<CandidateDossier>('/api/candidate/dossier')
  } catch (error) {
    if (isProblem(error) && error.status === 401) return null
    throw error
  }
}

export function useCandidateSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (credentials: CandidateCredentials) => api.post('/api/candidate/session', credentials),
    onSuccess: () => client.invalidateQueries({ queryKey: dossierQuery.queryKey }),
  })
}

export function useCandidateSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.delete('/api/candidate/session'),
    onSuccess: () => client.setQueryData(dossierQuery.queryKey, null),
  })
}

/** Answers an application; the dossier as it then is takes the place of the one that is shown. */
export function useAnswer(
  { csrfToken }: Pick<CandidateDossier, 'csrfToken'>,
  application: CandidateApplication,
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (accepted: boolean) =>
      api.post<CandidateDossier>(
        `/api/candidate/applications/${application.id}/answer`,
        { accepted, version: application.version },
        { headers: { 'x-csrf-token': csrfToken } },
      ),
    onSuccess: (dossier) => client.setQueryData(dossierQuery.queryKey, dossier),
    onError: (error) => {
      // What stands there is old: whoever answers reads it again first.
      if (isProblem(error, 'STALE_VERSION', 'ANSWER_REFUSED'))
        return client.invalidateQueries({ queryKey: dossierQuery.queryKey })
    },
  })
}

const validationPath = (key: string) => `/api/candidate/validations/${encodeURIComponent(key)}`

export const validationQuery = (key: string) =>
  queryOptions({
    queryKey: ['candidate-validation', key],
    queryFn: () => api.get<CandidateValidation>(validationPath(key)),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })

export function useAcceptValidation(key: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (password: string) => api.post(validationPath(key), { password }),
    onSuccess: () => client.removeQueries({ queryKey: dossierQuery.queryKey }),
  })
}
