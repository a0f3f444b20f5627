import { useInfiniteQuery } from '@tanstack/react-query'
import type { LoadPage, LoadSummary } from '../../../../src/api/schemas/loads.ts'
import { api } from '../../lib/api-client.ts'

import { useLoadOffice } from './load-office.ts'

export type { LoadSummary }

/** Last loads and simulations, newest first, a page at a time. */
export function useLoads() {
  const { application } = useLoadOffice()
  return useInfiniteQuery({
    queryKey: ['data-loads', application],
    queryFn: ({ pageParam, signal }) =>
      api.get<LoadPage>(`/api/${application}/loads`, { query: { before: pageParam, size: 10 }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}
