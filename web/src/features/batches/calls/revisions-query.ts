import { useInfiniteQuery } from '@tanstack/react-query'
import type { Revision } from '../../../../../src/api/schemas/batches.ts'
import { api } from '../../../lib/api-client.ts'

interface RevisionList {
  readonly items: Revision[]
  readonly next: number | null
}

const size = 20

/** Versions of a plan, newest first. */
export function useRevisions(code: string) {
  return useInfiniteQuery({
    queryKey: ['batch', code, 'revisions'],
    queryFn: ({ pageParam, signal }) =>
      api.get<RevisionList>(`/api/batches/${encodeURIComponent(code)}/revisions`, {
        query: { before: pageParam, size },
        signal,
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}
