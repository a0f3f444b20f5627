import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../lib/api-client.ts'
import type { StoredFile } from './files-query.ts'

type Named = Pick<StoredFile, 'shelf' | 'name'>

/** Removes a file for good. */
export function useRemoveFile() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ shelf, name }: Named) =>
      api.delete('/api/learning/files', undefined, { query: { shelf, name } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['sync-files'] }),
  })
}

/** Gives a file another name, or another folder of its shelf. */
export function useMoveFile() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ shelf, name, to }: Named & { readonly to: string }) =>
      api.post('/api/learning/files/move', { shelf, name, to }),
    onSettled: () => client.invalidateQueries({ queryKey: ['sync-files'] }),
  })
}
