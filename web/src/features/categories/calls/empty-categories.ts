import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { EmptyCategories } from '../../../../../src/api/schemas/learning.ts'
import { api } from '../../../lib/api-client.ts'

export type { EmptyCategories }

export interface Wanted {
  /** Null: below the root. */
  readonly parentId: number | null
  readonly ignoreEmptySubcategories: boolean
}

/** Categories without courses, below one or all. */
export function useEmptyCategories({ parentId, ignoreEmptySubcategories }: Wanted) {
  return useQuery({
    queryKey: ['empty-categories', parentId, ignoreEmptySubcategories],
    queryFn: ({ signal }) =>
      api.get<EmptyCategories>('/api/learning/categories/empty', {
        query: { parentId, ignoreEmptySubcategories },
        signal,
      }),
  })
}

/** Removes them, children first; those that have got a course meanwhile stay. */
export function useDeleteCategories() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: { readonly ids: readonly number[]; readonly ignoreEmptySubcategories: boolean }) =>
      api.post<{ deleted: number }>('/api/learning/categories/delete', wish),
    onSettled: () => client.invalidateQueries({ queryKey: ['empty-categories'] }),
  })
}
