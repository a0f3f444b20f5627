import { useQuery } from '@tanstack/react-query'
import type { ImportReport } from '../../../../../src/api/schemas/imports.ts'
import { api } from '../../../lib/api-client.ts'

export type { ImportReport }

/** The report of one import, by its run; null: none yet. */
export function useImportReport(runId: number | null) {
  return useQuery({
    queryKey: ['imports', 'report', String(runId)],
    queryFn: ({ signal }) => api.get<ImportReport>(`/api/imports/${runId}`, { signal }),
    enabled: runId !== null,
  })
}
