import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../lib/api-client.ts'

export type Decision = 'approval' | 'discard'

/** Approves a held import (the answer names the run that applies it) or gives it up. */
export function useDecision(runId: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (decision: Decision) =>
      api.post<{ runId?: number | null } | undefined>(`/api/runs/${runId}/${decision}`),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['imports'] }),
        client.invalidateQueries({ queryKey: ['run', String(runId)] }),
        client.invalidateQueries({ queryKey: ['night'] }),
      ]),
  })
}
