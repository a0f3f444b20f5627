import { useQuery } from '@tanstack/react-query'
import type { LoadKindDescription, LoadKindList } from '../../../../../src/api/schemas/health-loads.ts'
import { api } from '../../../lib/api-client.ts'

export type { LoadKindDescription }

/** What can be loaded, with the columns of its file: the same as long as the program runs. */
export function useLoadKinds() {
  return useQuery({
    queryKey: ['data-load-kinds'],
    queryFn: ({ signal }) => api.get<LoadKindList>('/api/health/load-kinds', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}
