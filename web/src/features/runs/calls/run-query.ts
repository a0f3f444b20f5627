import { useQuery } from '@tanstack/react-query'
import type { RunPageData } from '../../../../../src/api/schemas/runs.ts'
import { api } from '../../../lib/api-client.ts'

export type { RunPageData }

/** Everything that the page of one run shows but its log. The id is a string: events name it so. */
export function useRun(id: string) {
  return useQuery({
    queryKey: ['run', id, 'page'],
    queryFn: ({ signal }) => api.get<RunPageData>(`/api/runs/${encodeURIComponent(id)}`, { signal }),
  })
}
