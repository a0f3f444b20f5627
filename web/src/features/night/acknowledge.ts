import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../lib/api-client.ts'

/** « Prendre en compte » what a run has come to, or put it back among what is to be looked at. */
export function useAcknowledgement() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ runId, acknowledged }: { runId: number; acknowledged: boolean }) => {
      const path = `/api/runs/${runId}/acknowledgement`
      return acknowledged ? api.put(path) : api.delete(path)
    },
    onSettled: (_data, _error, { runId }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['night'] }),
        client.invalidateQueries({ queryKey: ['run', String(runId)] }),
      ]),
  })
}
