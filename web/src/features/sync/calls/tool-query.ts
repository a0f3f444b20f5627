import { useQuery } from '@tanstack/react-query'
import type { ToolPage } from '../../../../../src/api/schemas/learning.ts'
import { api } from '../../../lib/api-client.ts'

export type { ToolPage }

/** One tool: its files, settings and last reports. */
export function useTool(tool: string) {
  return useQuery({
    queryKey: ['sync-tool', tool],
    queryFn: ({ signal }) => api.get<ToolPage>(`/api/learning/tools/${encodeURIComponent(tool)}`, { signal }),
  })
}
