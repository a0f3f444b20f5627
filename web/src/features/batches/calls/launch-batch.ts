import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Launch } from '../../../../../src/api/schemas/batches.ts'
import type { RequestedRun } from '../../../../../src/api/schemas/runs.ts'
import { api } from '../../../lib/api-client.ts'

/** Refused with ALREADY_REQUESTED, OUT_OF_SERVICE, CONFIRMATION_REQUIRED or INVALID_PARAMETERS. */
export function useLaunchBatch(code: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (launch: Launch) =>
      api.post<RequestedRun>(`/api/batches/${encodeURIComponent(code)}/runs`, launch),
    // Also after a refusal: what it says (« déjà demandé ») is then seen in the row.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['batches'] }),
        client.invalidateQueries({ queryKey: ['batch', code] }),
        client.invalidateQueries({ queryKey: ['runs'] }),
      ]),
  })
}
