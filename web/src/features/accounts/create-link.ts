import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { InvitationLink } from '../../../../src/api/schemas/accounts.ts'
import { api } from '../../lib/api-client.ts'
import { accountsQuery } from './list-accounts.ts'

/** A new one-time link to choose a password; earlier ones no longer work. */
export function useCreateLink(id: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post<InvitationLink>(`/api/accounts/${id}/invitation`),
    onSuccess: () => client.invalidateQueries({ queryKey: accountsQuery.queryKey }),
  })
}
