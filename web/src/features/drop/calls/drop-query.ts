import { useQuery } from '@tanstack/react-query'
import type { DropState } from '../../../../../src/api/schemas/learning.ts'
import { api } from '../../../lib/api-client.ts'

export type { DropState }

/** Files come from outside, where no event tells of them. */
const lookEveryMs = 5_000

/** The drop directory as it is now: locks, what waits and why, the last pulls. */
export function useDropState() {
  return useQuery({
    queryKey: ['drop'],
    queryFn: ({ signal }) => api.get<DropState>('/api/learning/drop', { signal }),
    refetchInterval: lookEveryMs,
  })
}
