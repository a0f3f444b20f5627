import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { RunPageData } from '../../../../../src/api/schemas/runs.ts'
import { api } from '../../../lib/api-client.ts'

export type Run = RunPageData['run']

/** How the run of an import fares: state, progress, why it failed. */
export function useImportRun(runId: number | null) {
  return useQuery({
    queryKey: ['run', String(runId), 'import'],
    queryFn: ({ signal }) => api.get<RunPageData>(`/api/runs/${runId}`, { signal }),
    select: ({ run }) => run,
    enabled: runId !== null,
  })
}

/** Cancels an import that waits, or asks one under way to stop. */
export function useCancelRun(runId: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post(`/api/runs/${runId}/cancellation`),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['run', String(runId)] }),
        client.invalidateQueries({ queryKey: ['imports'] }),
      ]),
  })
}
