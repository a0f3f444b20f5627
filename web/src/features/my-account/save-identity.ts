import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { OwnAccountEdit } from '../../../../src/api/schemas/accounts.ts'
import { api } from '../../lib/api-client.ts'

export function useSaveIdentity() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (edit: OwnAccountEdit) => api.patch('/api/account', edit),
    onSuccess: () => client.invalidateQueries({ queryKey: ['session'] }),
  })
}
