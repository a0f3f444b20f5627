import { useQuery } from '@tanstack/react-query'
import type { NomenclatureItemPage } from '../../../../../src/api/schemas/import-models.ts'
import { api } from '../../../lib/api-client.ts'

/** Motives that may be chosen, in use or not: a list shows what was chosen once. */
export function useMotives() {
  return useQuery({
    queryKey: ['nomenclatures', 'RELANCES', 'motives'],
    queryFn: async ({ signal }) => {
      const page = await api.get<NomenclatureItemPage>('/api/nomenclatures/RELANCES/items', {
        query: { size: 200 },
        signal,
      })
      return page.items
    },
  })
}
