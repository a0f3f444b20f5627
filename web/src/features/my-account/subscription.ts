import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Subscription } from '../../../../src/api/schemas/alerts.ts'
import { api } from '../../lib/api-client.ts'

const path = '/api/account/subscription'

export const subscriptionQuery = queryOptions({
  queryKey: ['subscription'],
  queryFn: () => api.get<Subscription>(path),
})

export function useSaveSubscription() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (subscription: Subscription) => api.put(path, subscription),
    onSuccess: (_answer, subscription) => client.setQueryData(subscriptionQuery.queryKey, subscription),
  })
}
