import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { ScanBaskets, ScanFile, ScanFilePage } from '../../../../../src/api/schemas/health-scan.ts'
import { api } from '../../../lib/api-client.ts'

export type { ScanFile }

/** The scanner drops files without telling this page. */
const againMs = 30_000

/** One's own basket, the newest first. */
export function useBasket() {
  return useInfiniteQuery({
    queryKey: ['scan-basket'],
    queryFn: ({ pageParam, signal }) =>
      api.get<ScanFilePage>('/api/health/scan-files', { query: { before: pageParam, size: 50 }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: againMs,
  })
}

/** Whose baskets hold how much: for operators. */
export function useBaskets() {
  return useQuery({
    queryKey: ['scan-basket', 'all'],
    queryFn: ({ signal }) => api.get<ScanBaskets>('/api/health/scan-baskets', { signal }),
  })
}
