import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type {
  Consultation,
  ConsultationPage,
  ConsultationState,
} from '../../../../../src/api/schemas/health-consultations.ts'
import { api } from '../../../lib/api-client.ts'

export type { Consultation, ConsultationState }

export interface ConsultationFilters {
  /** Absent: all. */
  readonly state: ConsultationState | undefined
  readonly practitioner: string
}

/** Other systems open and close consultations: nobody tells this page. */
const againMs = 60_000

/** Consultations without what they say, the newest first, a page at a time. */
export function useConsultations({ state, practitioner }: ConsultationFilters) {
  return useInfiniteQuery({
    queryKey: ['consultations', { state, practitioner }],
    queryFn: ({ pageParam, signal }) =>
      api.get<ConsultationPage>('/api/health/consultations', {
        query: { state, practitioner, before: pageParam, size: 50 },
        signal,
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: againMs,
  })
}
