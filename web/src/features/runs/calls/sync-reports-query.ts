import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { syncPage } from '../../../../../src/api/schemas/learning.ts'
import { api } from '../../../lib/api-client.ts'

/** The command files that a run of the learning platform took in. */
export function useSyncReports(runId: number) {
  return useQuery({
    queryKey: ['sync-exchanges', 'run', String(runId)],
    queryFn: ({ signal }) =>
      api.get<z.infer<typeof syncPage>>('/api/learning/exchanges', {
        query: { run: runId, size: 50 },
        signal,
      }),
    select: ({ items }) => items.toSorted((a, b) => a.id - b.id),
  })
}
