import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { NomenclatureItem, NomenclatureItemPage } from '../../../../../src/api/schemas/import-models.ts'
import { api } from '../../../lib/api-client.ts'

export type { NomenclatureItem }

export interface ItemsQuery {
  readonly nomenclature: string
  readonly search: string
  /** Items below this one, 0: the upper level, null: all levels. */
  readonly parent: number | null
}

const pageSize = 50

export function itemsPath(nomenclature: string): string {
  return `/api/nomenclatures/${encodeURIComponent(nomenclature)}/items`
}

/** The items of a list, a page at a time. */
export function useItems(query: ItemsQuery) {
  const { nomenclature, search, parent } = query
  return useInfiniteQuery({
    queryKey: ['nomenclatures', nomenclature, 'items', { search, parent }],
    queryFn: ({ pageParam, signal }) =>
      api.get<NomenclatureItemPage>(itemsPath(nomenclature), {
        query: { search, parent, after: pageParam, size: pageSize },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** The upper level of a list of two, to choose from: establishments are few. */
export function useUpperItems(nomenclature: string, enabled: boolean) {
  return useQuery({
    queryKey: ['nomenclatures', nomenclature, 'upper'],
    queryFn: ({ signal }) =>
      api.get<NomenclatureItemPage>(itemsPath(nomenclature), { query: { parent: 0, size: 200 }, signal }),
    enabled,
  })
}
