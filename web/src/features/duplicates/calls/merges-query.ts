import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { MergeDetail, MergeEntry, MergePage } from '../../../../../src/api/schemas/health-duplicates.ts'
import { api } from '../../../lib/api-client.ts'

export type { MergeEntry }

/** The journal of merges, newest first. */
export function useMerges() {
  return useInfiniteQuery({
    queryKey: ['merges', 'journal'],
    queryFn: ({ pageParam, signal }) =>
      api.get<MergePage>('/api/health/merges', { query: { before: pageParam, size: 30 }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

/** A merge with what stands in the way of undoing it, asked for when somebody wants to. */
export function useMergeDetail(id: number) {
  return useQuery({
    queryKey: ['merges', 'detail', id],
    queryFn: ({ signal }) => api.get<MergeDetail>(`/api/health/merges/${id}`, { signal }),
    staleTime: 0,
    gcTime: 0,
  })
}

export function useUndoMerge() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: number) => api.post(`/api/health/merges/${id}/undo`),
    onSettled: () =>
      Promise.all(
        [['merges'], ['duplicates'], ['duplicate-group']].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  })
}
