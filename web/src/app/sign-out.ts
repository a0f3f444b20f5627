import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api } from '../lib/api-client.ts'
import { paths } from '../lib/paths.ts'
import { leaveSession } from '../lib/session.ts'

/** Ends the session on the server, then here; a server that does not answer keeps nobody on the page. */
export function useSignOut(): () => void {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { mutate } = useMutation({
    mutationKey: ['session', 'sign-out'],
    mutationFn: () => api.delete('/api/session'),
    onSettled: () => {
      void navigate(paths.signIn(), { replace: true })
      leaveSession(client)
    },
  })
  return mutate
}
