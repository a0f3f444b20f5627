import { useQuery } from '@tanstack/react-query'
import type { Durations } from '../../../../../src/api/schemas/batches.ts'
import { api } from '../../../lib/api-client.ts'

export type { Durations }

const shown = 100

/** How long the last runs took, with what is usual. */
export function useDurations(code: string) {
  return useQuery({
    queryKey: ['batch', code, 'durations'],
    queryFn: ({ signal }) =>
      api.get<Durations>(`/api/batches/${encodeURIComponent(code)}/durations`, {
        query: { size: shown },
        signal,
      }),
  })
}
