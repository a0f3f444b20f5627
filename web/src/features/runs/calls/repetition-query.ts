import { useQuery } from '@tanstack/react-query'
import type { BatchPage, LaunchPreview } from '../../../../../src/api/schemas/batches.ts'
import { api } from '../../../lib/api-client.ts'

/** What the dialog « Relancer » must know of the batch; asked when it opens. */
export function useRepeatedBatch(code: string, asked: boolean) {
  return useQuery({
    queryKey: ['batch', code, 'page'],
    queryFn: ({ signal }) => api.get<BatchPage>(`/api/batches/${encodeURIComponent(code)}`, { signal }),
    enabled: asked,
  })
}

/** What a batch that destroys would touch now. */
export function useRepetitionPreview(code: string, asked: boolean) {
  return useQuery({
    queryKey: ['batch', code, 'launch-preview'],
    queryFn: ({ signal }) =>
      api.get<LaunchPreview>(`/api/batches/${encodeURIComponent(code)}/launch-preview`, { signal }),
    enabled: asked,
    staleTime: 0,
    gcTime: 0,
  })
}
