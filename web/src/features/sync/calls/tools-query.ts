import { useQuery } from '@tanstack/react-query'
import type { ToolList, ToolSummary } from '../../../../../src/api/schemas/learning.ts'
import { api } from '../../../lib/api-client.ts'

export type { ToolList, ToolSummary }

/** Every tool at a glance, what the platform holds, the drop directory in a word. */
export function useTools() {
  return useQuery({
    queryKey: ['sync-tools'],
    queryFn: ({ signal }) => api.get<ToolList>('/api/learning/tools', { signal }),
  })
}
