import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type {
  DuplicateGroup,
  DuplicateGroupPage,
  DuplicatePair,
  DuplicateTier,
  ListedPairState,
  ReviewedGroup,
  ReviewedRecord,
} from '../../../../../src/api/schemas/health-duplicates.ts'
import { api } from '../../../lib/api-client.ts'

export type { DuplicateGroup, DuplicatePair, DuplicateTier, ListedPairState, ReviewedGroup, ReviewedRecord }

/** Groups of one tab, best score first, a page at a time. */
export function useGroups(state: ListedPairState, tier: DuplicateTier | null) {
  return useInfiniteQuery({
    queryKey: ['duplicates', { state, tier }],
    queryFn: ({ pageParam, signal }) =>
      api.get<DuplicateGroupPage>('/api/health/duplicates', {
        query: { state, tier, after: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** The group of a pair. Each look is written down: it is not asked for again by itself. */
export function useGroup(pairId: string) {
  return useQuery({
    queryKey: ['duplicate-group', pairId],
    queryFn: ({ signal }) =>
      api.get<ReviewedGroup>(`/api/health/duplicates/${encodeURIComponent(pairId)}`, { signal }),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })
}
