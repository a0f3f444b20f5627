import { useQuery } from '@tanstack/react-query'
import type { InstantPage } from '../../../../../src/api/schemas/batches.ts'
import { api } from '../../../lib/api-client.ts'

/** Why an instant has a run, or has none. */
export function useInstant(code: string, at: string) {
  return useQuery({
    queryKey: ['batch', code, 'instant', at],
    queryFn: ({ signal }) =>
      api.get<InstantPage>(`/api/batches/${encodeURIComponent(code)}/instants/${encodeURIComponent(at)}`, {
        signal,
      }),
  })
}
