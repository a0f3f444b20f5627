import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { SyncSummary, syncPage } from '../../../../../src/api/schemas/learning.ts'
import { api } from '../../../lib/api-client.ts'

export type { SyncSummary }

type SyncPage = z.infer<typeof syncPage>

/** The files that a run took in. */
export function useExchangesOfRun(runId: number) {
  return useQuery({
    queryKey: ['sync-exchanges', 'run', String(runId)],
    queryFn: ({ signal }) =>
      api.get<SyncPage>('/api/learning/exchanges', { query: { run: runId, size: 50 }, signal }),
    select: ({ items }) => items.toSorted((a, b) => a.id - b.id),
  })
}

const pageSize = 10

/** Last reports of a tool, newest first, a page at a time. */
export function useRecentExchanges(tool: string | null) {
  return useInfiniteQuery({
    queryKey: ['sync-exchanges', 'recent', tool],
    queryFn: ({ pageParam, signal }) =>
      api.get<SyncPage>('/api/learning/exchanges', {
        query: { tool, before: pageParam, size: pageSize },
        signal,
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}
