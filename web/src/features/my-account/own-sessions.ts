import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { OpenSession } from '../../../../src/api/schemas/session.ts'
import { api } from '../../lib/api-client.ts'

export const ownSessionsQuery = queryOptions({
  queryKey: ['own-sessions'],
  queryFn: () => api.get<{ items: OpenSession[] }>('/api/account/sessions'),
})

export function useCloseSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete(`/api/account/sessions/${encodeURIComponent(id)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ownSessionsQuery.queryKey }),
  })
}
