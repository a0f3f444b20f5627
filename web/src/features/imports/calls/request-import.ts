import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { NewImport } from '../../../../../src/api/schemas/imports.ts'
import type { RequestedRun } from '../../../../../src/api/schemas/runs.ts'
import { api } from '../../../lib/api-client.ts'

/** Asks for a simulation or an import of an upload; answers the run that does it. */
export function useRequestImport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: NewImport) => api.post<RequestedRun>('/api/imports', wish),
    // Not awaited: whoever asked goes on to the run at once.
    onSuccess: () => void client.invalidateQueries({ queryKey: ['imports'] }),
  })
}
