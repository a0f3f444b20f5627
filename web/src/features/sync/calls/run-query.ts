import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { RunPageData } from '../../../../../src/api/schemas/runs.ts'
import { api } from '../../../lib/api-client.ts'

export type Run = RunPageData['run']

/** How a run fares: state, progress, why it failed. */
export function useSyncRun(runId: number) {
  return useQuery({
    queryKey: ['run', String(runId), 'sync'],
    queryFn: ({ signal }) => api.get<RunPageData>(`/api/runs/${runId}`, { signal }),
    select: ({ run }) => run,
  })
}

/** Cancels a run that waits, or asks one under way to stop. */
export function useCancelRun(runId: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post(`/api/runs/${runId}/cancellation`),
    onSettled: () => client.invalidateQueries({ queryKey: ['run', String(runId)] }),
  })
}
