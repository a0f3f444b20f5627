import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SignedOut } from '../../../src/api/schemas/session.ts'
import { api } from '../lib/api-client.ts'
import { leaveSession } from '../lib/session.ts'

/**
 * Ends the session on the server, then here (src/app/signed-in.tsx leads to the sign-in page); a server that does not
 * answer keeps nobody on the page. `place`: whether signing in again leads back here.
 */
export function useSignOut(): (place: 'kept' | 'forgotten') => void {
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationKey: ['session', 'sign-out'],
    mutationFn: (_place: 'kept' | 'forgotten') => api.delete<SignedOut | undefined>('/api/session'),
    onSettled: (answer, _error, place) => {
      // The service that had signed them in signs them out too, and leads back to our sign-in page.
      if (answer?.redirect) window.location.assign(answer.redirect)
      else leaveSession(client, place)
    },
  })
  return mutate
}
