import { useInfiniteQuery } from '@tanstack/react-query'
import type { SyncLine, SyncLines } from '../../../../../src/api/schemas/learning.ts'
import { api } from '../../../lib/api-client.ts'

export type { SyncLine }
export type LineOutcome = SyncLine['outcome']

const pageSize = 50

/** Lines of a file's journal, in their order, a page at a time; of one outcome or all. */
export function useSyncLines(id: number, outcome: LineOutcome | null) {
  return useInfiniteQuery({
    queryKey: ['sync-exchange', String(id), 'lines', outcome],
    queryFn: ({ pageParam, signal }) =>
      api.get<SyncLines>(`/api/learning/exchanges/${id}/lines`, {
        query: { outcome, after: pageParam, size: pageSize },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}
