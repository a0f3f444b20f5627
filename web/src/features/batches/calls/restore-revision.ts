import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SavedPlan } from '../../../../../src/api/schemas/batches.ts'
import { api } from '../../../lib/api-client.ts'

export interface Restoration {
  /** The version whose plan is put back. */
  readonly restored: number
  /** The version that the person has seen; another one meanwhile is refused with STALE_VERSION. */
  readonly current: number
}

export function useRestoreRevision(code: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ restored, current }: Restoration) =>
      api.post<SavedPlan>(`/api/batches/${encodeURIComponent(code)}/revisions/${restored}/restoration`, {
        version: current,
      }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['batches'] }),
        client.invalidateQueries({ queryKey: ['batch', code] }),
      ]),
  })
}
