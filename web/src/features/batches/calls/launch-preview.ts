import { useQuery } from '@tanstack/react-query'
import type { LaunchPreview } from '../../../../../src/api/schemas/batches.ts'
import { api } from '../../../lib/api-client.ts'

/** What a batch that destroys would touch. Always asked anew: the figures are of this moment. */
export function useLaunchPreview(code: string, asked: boolean) {
  return useQuery({
    queryKey: ['batch', code, 'launch-preview'],
    queryFn: ({ signal }) =>
      api.get<LaunchPreview>(`/api/batches/${encodeURIComponent(code)}/launch-preview`, { signal }),
    enabled: asked,
    staleTime: 0,
    gcTime: 0,
  })
}
