import { useQuery } from '@tanstack/react-query'
import type { Run, RunPage } from '../../../../../src/api/schemas/runs.ts'
import { api } from '../../../lib/api-client.ts'

/** The last run of MES_VACCINS, or null. */
export function useLastImport() {
  return useQuery({
    queryKey: ['runs', 'MES_VACCINS', 'last'],
    queryFn: ({ signal }) =>
      api.get<RunPage>('/api/runs', { query: { batch: 'MES_VACCINS', size: 1 }, signal }),
    select: ({ items }): Run | null => items[0] ?? null,
  })
}
