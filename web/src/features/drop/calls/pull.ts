import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RequestedRun } from '../../../../../src/api/schemas/runs.ts'
import { api } from '../../../lib/api-client.ts'

/** Asks for a pull now; answers the run that does it. */
export function usePull() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post<RequestedRun>('/api/learning/drop/pull'),
    onSettled: () => client.invalidateQueries({ queryKey: ['drop'] }),
  })
}
