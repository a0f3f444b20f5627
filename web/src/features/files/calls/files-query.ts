import { useQuery } from '@tanstack/react-query'
import type { FileList, Shelf, StoredFile } from '../../../../../src/api/schemas/learning.ts'
import { api, apiUrl } from '../../../lib/api-client.ts'

export type { Shelf, StoredFile }

/** The files of one shelf. */
export function useFiles(shelf: Shelf) {
  return useQuery({
    queryKey: ['sync-files', shelf],
    queryFn: ({ signal }) => api.get<FileList>('/api/learning/files', { query: { shelf }, signal }),
  })
}

/** The address of a file's bytes, for links. */
export function contentUrl({ shelf, name }: Pick<StoredFile, 'shelf' | 'name'>): string {
  return apiUrl('/api/learning/files/content', { shelf, name })
}
