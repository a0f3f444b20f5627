import { useInfiniteQuery } from '@tanstack/react-query'
import type { ImportSummary } from '../../../../../src/api/schemas/imports.ts'
import { api } from '../../../lib/api-client.ts'

interface ImportPage {
  readonly items: readonly ImportSummary[]
  readonly next: number | null
}

const pageSize = 15

/** « Derniers imports », newest first, a page at a time. */
export function useRecentImports() {
  return useInfiniteQuery({
    queryKey: ['imports', 'recent'],
    queryFn: ({ pageParam, signal }) =>
      api.get<ImportPage>('/api/imports', { query: { before: pageParam, size: pageSize }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}
