import { useQuery } from '@tanstack/react-query'
import type { FilePreview } from '../../../../../src/api/schemas/learning.ts'
import { api } from '../../../lib/api-client.ts'
import type { StoredFile } from './files-query.ts'

export type { FilePreview }

/** The beginning of a file, as it would be read. */
export function usePreview({ shelf, name, modifiedAt }: StoredFile) {
  return useQuery({
    queryKey: ['sync-files', shelf, 'preview', name, modifiedAt],
    queryFn: ({ signal }) =>
      api.get<FilePreview>('/api/learning/files/preview', { query: { shelf, name }, signal }),
  })
}
