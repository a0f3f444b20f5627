import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DuplicatePair, PairDecision } from '../../../../../src/api/schemas/health-duplicates.ts'
import { api } from '../../../lib/api-client.ts'

export type { PairDecision }

/** Ignores a pair, puts it off, or has it reviewed again. */
export function useDecide() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...decision }: PairDecision & { readonly id: number }) =>
      api.post<DuplicatePair>(`/api/health/duplicates/${id}/decision`, decision),
    // Also what was refused: somebody else decided meanwhile.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['duplicates'] }),
        client.invalidateQueries({ queryKey: ['duplicate-group'] }),
      ]),
  })
}
