import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { UntoldConsultations } from '../../../../../src/api/schemas/health-consultations.ts'
import { api } from '../../../lib/api-client.ts'
import { sessionQuery } from '../../../lib/session.ts'

/** One has been told: the session no longer counts them. */
export function useNoteRead() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post<UntoldConsultations>('/api/health/consultations/closed-automatically/reading'),
    onSettled: () => client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  })
}
