import { useQuery } from '@tanstack/react-query'
import type { SyncReport } from '../../../../../src/api/schemas/learning.ts'
import { api } from '../../../lib/api-client.ts'

export type { SyncReport }

/** What became of one command file. */
export function useSyncReport(id: number) {
  return useQuery({
    queryKey: ['sync-exchange', String(id)],
    queryFn: ({ signal }) => api.get<SyncReport>(`/api/learning/exchanges/${id}`, { signal }),
  })
}
