import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { OpiBulk, OpiIdentity, OpiRetry } from '../../../../../src/api/schemas/admissions-opi.ts'
import { api } from '../../../lib/api-client.ts'
import { opiKey, opiPath } from './opi-queries.ts'

function useAct<In, Out>(act: (input: In) => Promise<Out>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    // Also after a refusal: somebody else may have changed it.
    onSettled: () => void client.invalidateQueries({ queryKey: opiKey }),
  })
}

/** Errors wait for the next run again. */
export function useRetryOpi() {
  return useAct((body: OpiRetry) => api.post<{ readonly retried: number }>(`${opiPath}/retry`, body))
}

/** « Recharger », « annuler ». */
export function useBulkOpi() {
  return useAct(({ act, ...body }: OpiBulk & { readonly act: 'reload' | 'cancel' }) =>
    api.post<{ readonly applications: number }>(`${opiPath}/${act}`, body),
  )
}

export function useDecideIdentity(applicationId: number) {
  return useAct((body: OpiIdentity) => api.put<void>(`${opiPath}/${applicationId}/identity`, body))
}
