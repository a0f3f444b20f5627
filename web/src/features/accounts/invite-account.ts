import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Account, InvitationLink, NewAccount } from '../../../../src/api/schemas/accounts.ts'
import { api } from '../../lib/api-client.ts'
import { accountsQuery } from './list-accounts.ts'

export interface InvitedAccount {
  readonly account: Account
  /** Null where the person signs in elsewhere and needs no password here. */
  readonly link: InvitationLink | null
}

export function useInviteAccount() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (account: NewAccount) => api.post<InvitedAccount>('/api/accounts', account),
    onSuccess: () => client.invalidateQueries({ queryKey: accountsQuery.queryKey }),
  })
}
