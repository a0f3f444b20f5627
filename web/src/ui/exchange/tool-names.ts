import { useQuery } from '@tanstack/react-query'
import type { ToolList } from '../../../../src/api/schemas/learning.ts'
import { api } from '../../lib/api-client.ts'
import { useTextOf } from '../../lib/text-of.ts'

/** What the tools of command files are called, by their codes; the code itself until it is known. */
export function useToolNames(): (tool: string) => string {
  const textOf = useTextOf()
  const { data } = useQuery({
    // That of the synthesis: one answer for both.
    queryKey: ['sync-tools'],
    queryFn: ({ signal }) => api.get<ToolList>('/api/learning/tools', { signal }),
    staleTime: 60_000,
  })
  return (tool) => {
    const found = data?.items.find((one) => one.tool === tool)
    return found ? textOf(found.label) : tool
  }
}
