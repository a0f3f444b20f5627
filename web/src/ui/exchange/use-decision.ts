import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../lib/api-client.ts'

export type Decision = 'approval' | 'discard'

/**
 * Approves a held file or gives it up; `shownBy` are the queries of the screens that show it. `onDecided` is told the run
 * that applies it; it belongs to the mutation, because the news of the decision may take the buttons away before its
 * answer is there.
 */
export function useDecision(
  runId: number,
  shownBy: readonly QueryKey[],
  onDecided: (appliedBy: number | null) => void,
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (decision: Decision) =>
      api.post<{ runId?: number | null } | undefined>(`/api/runs/${runId}/${decision}`),
    onSuccess: (answer) => onDecided(answer?.runId ?? null),
    onSettled: () => {
      for (const queryKey of [...shownBy, ['run', String(runId)], ['night']])
        void client.invalidateQueries({ queryKey })
    },
  })
}
