import { useMutation } from '@tanstack/react-query'
import { api } from '../../lib/api-client.ts'

/** Signs an account out everywhere. */
export function useCloseSessions(id: number) {
  return useMutation({ mutationFn: () => api.delete(`/api/accounts/${id}/sessions`) })
}
