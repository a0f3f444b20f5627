import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { PlanEdit, SavedPlan } from '../../../../../src/api/schemas/batches.ts'
import { api } from '../../../lib/api-client.ts'

/** Refused with INVALID_SCHEDULE (member `schedule`), INVALID_PARAMETERS or STALE_VERSION. */
export function useSavePlan(code: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (edit: PlanEdit) => api.put<SavedPlan>(`/api/batches/${encodeURIComponent(code)}/plan`, edit),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['batches'] }),
        client.invalidateQueries({ queryKey: ['batch', code] }),
      ]),
  })
}
