import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../lib/api-client.ts'

const path = (key: string) => `/api/settings/${encodeURIComponent(key)}`

export function useSaveSetting(key: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (value: unknown) => api.put(path(key), { value }),
    // What any page shows may follow from a setting.
    onSuccess: () => client.invalidateQueries(),
  })
}

/** Back to the default. */
export function useResetSetting(key: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.delete(path(key)),
    onSuccess: () => client.invalidateQueries(),
  })
}
