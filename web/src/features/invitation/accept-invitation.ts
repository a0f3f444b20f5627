import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AcceptedInvitation, Session } from '../../../../src/api/schemas/session.ts'
import { api } from '../../lib/api-client.ts'
import { enterSession } from '../../lib/session.ts'
import { invitationPath } from './invitation-query.ts'

/** Uses the link up: sets what it allows to choose, and signs in. */
export function useAcceptInvitation(token: string) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: ['session', 'invitation'],
    mutationFn: (accepted: AcceptedInvitation) => api.post<Session>(invitationPath(token), accepted),
    onSuccess: (session) => enterSession(client, session),
  })
}
