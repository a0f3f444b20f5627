import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Nomenclature, NomenclatureItemPage } from '../../../../../src/api/schemas/import-models.ts'
import { api } from '../../../lib/api-client.ts'

/** The code lists, to choose from. */
export function useNomenclatures() {
  return useQuery({
    queryKey: ['nomenclatures'],
    queryFn: ({ signal }) =>
      api.get<{ readonly items: readonly Nomenclature[] }>('/api/nomenclatures', { signal }),
  })
}

/** The first items that match, of a list or of its upper level; `''`: no list chosen yet. */
export function useItemChoice(nomenclature: string, search: string, upperOnly = false) {
  return useQuery({
    queryKey: ['nomenclatures', nomenclature, 'choice', search, upperOnly],
    queryFn: ({ signal }) =>
      api.get<NomenclatureItemPage>(`/api/nomenclatures/${encodeURIComponent(nomenclature)}/items`, {
        query: { search, size: 50, parent: upperOnly ? 0 : undefined },
        signal,
      }),
    enabled: nomenclature !== '',
    placeholderData: keepPreviousData,
  })
}
