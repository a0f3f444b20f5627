import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Maintenance } from '../../../../src/api/schemas/session.ts'
import { api } from '../../lib/api-client.ts'

/** Everybody's session says whether the installation is in maintenance. */
export function useChangeMaintenance() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: { on: boolean; message: string | null }) =>
      api.put<Maintenance>('/api/maintenance', change),
    onSuccess: () => client.invalidateQueries({ queryKey: ['session'] }),
  })
}
