import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { api } from './api-client.ts'

interface PreferenceAnswer {
  readonly value: unknown
}

/**
 * What a person likes to see (columns, density), kept on the server per account:
 * `const [columns, setColumns] = usePreference('batches.columns', defaultColumns)`.
 * The default is shown until the server has answered; a change shows at once.
 */
export function usePreference<T>(key: string, initial: T): [T, (value: T) => void] {
  const client = useQueryClient()
  const queryKey = ['preference', key]
  const path = `/api/preferences/${encodeURIComponent(key)}`
  const query = useQuery({
    queryKey,
    queryFn: () => api.get<PreferenceAnswer>(path),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { mutate } = useMutation({
    mutationFn: (value: T) => api.put(path, { value }),
    onMutate: (value) => client.setQueryData<PreferenceAnswer>(['preference', key], { value }),
  })
  const set = useCallback((value: T) => mutate(value), [mutate])
  const stored = query.data?.value
  return [stored === undefined || stored === null ? initial : (stored as T), set]
}
