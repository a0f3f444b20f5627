import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { StoredFile } from '../../../../../src/api/schemas/learning.ts'
import { api } from '../../../lib/api-client.ts'

export type Kind = 'delete' | 'reset'

/** Writes a command file that names these courses; a previous one of its name goes to the archives. */
export function useGenerateFile(kind: Kind) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (courseIds: readonly number[]) =>
      api.post<{ file: StoredFile; leftOut: readonly string[] }>('/api/learning/generated-files', {
        kind,
        courseIds,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sync-files'] }),
  })
}
