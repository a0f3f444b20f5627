import { queryOptions } from '@tanstack/react-query'
import type { SignInOptions } from '../../../../src/api/schemas/session.ts'
import { api } from '../../lib/api-client.ts'

/** What this server offers to sign in with. */
export const signInOptionsQuery = queryOptions({
  queryKey: ['sign-in-options'],
  queryFn: () => api.get<SignInOptions>('/api/sign-in-options'),
  staleTime: 0,
})
