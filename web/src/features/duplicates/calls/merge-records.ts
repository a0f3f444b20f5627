import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  HeldThing,
  MergeMade,
  MergePreview,
  MergeRequest,
  NewMerge,
  RecordSide,
  RecordValueName,
} from '../../../../../src/api/schemas/health-duplicates.ts'
import { api } from '../../../lib/api-client.ts'

export type { HeldThing, MergePreview, MergeRequest, RecordSide, RecordValueName }

/** What merging two records would do. What somebody is about to confirm is always asked for anew. */
export function useMergePreview(request: MergeRequest, enabled: boolean) {
  return useQuery({
    queryKey: ['merge-preview', request] as const,
    queryFn: ({ signal }) => api.post<MergePreview>('/api/health/merge-previews', request, { signal }),
    enabled,
    staleTime: 0,
    gcTime: 0,
    // Another choice of values leaves the rest in place; another record kept is another merge.
    placeholderData: (before, query) => (query?.queryKey[1].keptId === request.keptId ? before : undefined),
    refetchOnWindowFocus: false,
  })
}

export function useMerge() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (merge: NewMerge) => api.post<MergeMade>('/api/health/merges', merge),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['duplicates'] }),
        client.invalidateQueries({ queryKey: ['merges'] }),
      ]),
    onError: () => client.invalidateQueries({ queryKey: ['merge-preview'] }),
  })
}
