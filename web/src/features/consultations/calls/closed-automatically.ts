import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { UntoldConsultations } from '../../../../../src/api/schemas/health-consultations.ts'
import { api } from '../../../lib/api-client.ts'

const path = '/api/health/consultations/closed-automatically'
// Below `consultations`: a run of FER_CON refreshes it.
const queryKey = ['consultations', 'closed-automatically']

/** How many of one's own FER_CON closed, as long as one has not said to have read it. */
export function useClosedAutomatically(enabled: boolean) {
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => api.get<UntoldConsultations>(path, { signal }),
    enabled,
    staleTime: 300_000,
  })
}

export function useNoteRead() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post<UntoldConsultations>(`${path}/reading`),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
}
