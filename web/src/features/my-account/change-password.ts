import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { PasswordChange } from '../../../../src/api/schemas/accounts.ts'
import { api } from '../../lib/api-client.ts'

/** Closes the account's other sessions too. */
export function useChangePassword() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: PasswordChange) => api.put('/api/account/password', change),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['session'] }),
        client.invalidateQueries({ queryKey: ['own-sessions'] }),
      ]),
  })
}
