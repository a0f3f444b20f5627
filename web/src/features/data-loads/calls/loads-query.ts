import { useInfiniteQuery } from '@tanstack/react-query'
import type { LoadPage, LoadSummary } from '../../../../../src/api/schemas/health-loads.ts'
import { api } from '../../../lib/api-client.ts'

export type { LoadSummary }

/** Last loads and simulations, newest first, a page at a time. */
export function useLoads() {
  return useInfiniteQuery({
    queryKey: ['data-loads'],
    queryFn: ({ pageParam, signal }) =>
      api.get<LoadPage>('/api/health/loads', { query: { before: pageParam, size: 10 }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}
