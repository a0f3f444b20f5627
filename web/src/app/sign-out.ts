import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { SignedOut } from '../../../src/api/schemas/session.ts'
import { api } from '../lib/api-client.ts'
import { paths } from '../lib/paths.ts'
import { leaveSession } from '../lib/session.ts'

/** Ends the session on the server, then here; a server that does not answer keeps nobody on the page. */
export function useSignOut(): () => void {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { mutate } = useMutation({
    mutationKey: ['session', 'sign-out'],
    mutationFn: () => api.delete<SignedOut | undefined>('/api/session'),
    onSettled: (answer) => {
      // The service that had signed them in signs them out too, and leads back to our sign-in page.
      if (answer?.redirect) {
        window.location.assign(answer.redirect)
        return
      }
      void navigate(paths.signIn(), { replace: true })
      leaveSession(client)
    },
  })
  return mutate
}
