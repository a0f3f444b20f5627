import { useQuery } from '@tanstack/react-query'
import type { ImportModelList } from '../../../../../src/api/schemas/import-models.ts'
import { api } from '../../../lib/api-client.ts'

/** The import models: the same query as that of their own page. */
export function useImportModels() {
  return useQuery({
    queryKey: ['import-models'],
    queryFn: ({ signal }) => api.get<ImportModelList>('/api/import-models', { signal }),
  })
}
