import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../lib/api-client.ts'

export interface Cancellation {
  /** `stopping`: it had begun, and has been told to stop. */
  readonly state: 'cancelled' | 'stopping'
}

/** Refused with RUN_ENDED when there is nothing left to cancel. */
export function useCancelLaunch(code: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (runId: number) => api.post<Cancellation>(`/api/runs/${runId}/cancellation`),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['batches'] }),
        client.invalidateQueries({ queryKey: ['batch', code] }),
        client.invalidateQueries({ queryKey: ['runs'] }),
      ]),
  })
}
