import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { NewSync } from '../../../../../src/api/schemas/learning.ts'
import type { RequestedRun } from '../../../../../src/api/schemas/runs.ts'
import { api } from '../../../lib/api-client.ts'

/** Asks for a simulation or a run of a tool; answers the run that does it. */
export function useRequestSync(tool: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: NewSync) =>
      api.post<RequestedRun>(`/api/learning/tools/${encodeURIComponent(tool)}/runs`, wish),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['sync-tool', tool] }),
  })
}
