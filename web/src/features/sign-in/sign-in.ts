import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Credentials, Session } from '../../../../src/api/schemas/session.ts'
import { api } from '../../lib/api-client.ts'
import { enterSession } from '../../lib/session.ts'

/** Opens a session with a login and a password. */
export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationKey: ['session', 'sign-in'],
    mutationFn: (credentials: Credentials) => api.post<Session>('/api/session', credentials),
    onSuccess: (session) => enterSession(client, session),
  })
}
