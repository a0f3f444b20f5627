import { useQuery } from '@tanstack/react-query'
import type { ReadConsultation } from '../../../../../src/api/schemas/health-consultations.ts'
import { api } from '../../../lib/api-client.ts'

/** What a consultation says. Every call is a reading that is written down: once, when asked for, and kept nowhere. */
export function useReadConsultation(id: number) {
  return useQuery({
    queryKey: ['consultation-content', id],
    queryFn: ({ signal }) => api.get<ReadConsultation>(`/api/health/consultations/${id}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
}
