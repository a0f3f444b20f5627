import { queryOptions } from '@tanstack/react-query'
import type { Account } from '../../../../src/api/schemas/accounts.ts'
import { api } from '../../lib/api-client.ts'

/** All of them: an establishment has tens of accounts, searching happens on the page. */
export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: () => api.get<{ items: Account[] }>('/api/accounts'),
})
