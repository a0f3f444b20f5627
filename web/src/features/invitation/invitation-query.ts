import { queryOptions } from '@tanstack/react-query'
import type { Invitation } from '../../../../src/api/schemas/session.ts'
import { api } from '../../lib/api-client.ts'

export function invitationPath(token: string): string {
  return `/api/invitations/${encodeURIComponent(token)}`
}

/** What a one-time link is for. Reading it does not use it up. */
export function invitationQuery(token: string) {
  return queryOptions({
    queryKey: ['invitation', token],
    queryFn: () => api.get<Invitation>(invitationPath(token)),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}
