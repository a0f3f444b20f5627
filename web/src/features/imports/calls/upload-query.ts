import { useMutation, useQuery } from '@tanstack/react-query'
import type { Upload } from '../../../../../src/api/schemas/imports.ts'
import { api } from '../../../lib/api-client.ts'

export type { Upload }

/** A file received before, as the machine reads it; `''`: none. It never changes. */
export function useUpload(id: string) {
  return useQuery({
    queryKey: ['upload', id],
    queryFn: ({ signal }) => api.get<Upload>(`/api/uploads/${encodeURIComponent(id)}`, { signal }),
    enabled: id !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Forgets a file that will not be imported. */
export function useForgetUpload() {
  return useMutation({
    mutationFn: (id: string) => api.delete(`/api/uploads/${encodeURIComponent(id)}`),
  })
}
