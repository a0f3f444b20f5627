import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { ApiToken, CreatedApiToken, NewApiToken } from '../../../../src/api/schemas/accounts.ts'
import { api } from '../../lib/api-client.ts'

export const ownTokensQuery = queryOptions({
  queryKey: ['own-tokens'],
  queryFn: () => api.get<{ items: ApiToken[] }>('/api/account/tokens'),
})

/** The answer holds the secret, which nobody can see again. */
export function useCreateToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (token: NewApiToken) => api.post<CreatedApiToken>('/api/account/tokens', token),
    onSuccess: () => client.invalidateQueries({ queryKey: ownTokensQuery.queryKey }),
  })
}

export function useRevokeToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: number) => api.delete(`/api/account/tokens/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ownTokensQuery.queryKey }),
  })
}
