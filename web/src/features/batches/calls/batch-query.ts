import { queryOptions, useQuery } from '@tanstack/react-query'
import type { BatchPage } from '../../../../../src/api/schemas/batches.ts'
import { api } from '../../../lib/api-client.ts'

/** One batch with its rules, parameters and next instants. */
export function batchQuery(code: string) {
  return queryOptions({
    queryKey: ['batch', code, 'page'],
    queryFn: ({ signal }) => api.get<BatchPage>(`/api/batches/${encodeURIComponent(code)}`, { signal }),
  })
}

export function useBatch(code: string) {
  return useQuery(batchQuery(code))
}
