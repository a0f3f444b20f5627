import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Account, AccountEdit } from '../../../../src/api/schemas/accounts.ts'
import { api } from '../../lib/api-client.ts'
import { accountsQuery } from './list-accounts.ts'

/** The edit carries the account's version: a stale one is refused (`STALE_VERSION`). */
export function useSaveAccount(id: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (edit: AccountEdit) => api.patch<Account>(`/api/accounts/${id}`, edit),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: accountsQuery.queryKey }),
        // It may have been one's own.
        client.invalidateQueries({ queryKey: ['session'] }),
      ]),
  })
}
