import { useQuery } from '@tanstack/react-query'
import type { Nomenclature } from '../../../../../src/api/schemas/import-models.ts'
import { api } from '../../../lib/api-client.ts'

export type { Nomenclature }

export function useNomenclatures() {
  return useQuery({
    queryKey: ['nomenclatures'],
    queryFn: ({ signal }) =>
      api.get<{ readonly items: readonly Nomenclature[] }>('/api/nomenclatures', { signal }),
  })
}
