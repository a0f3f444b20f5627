import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RequestedRun } from '../../../../../src/api/schemas/runs.ts'
import { api } from '../../../lib/api-client.ts'

/** After an act on a run, also a refused one, whatever shows it is asked for anew. */
function useRunAct<Answer, Input = void>(id: string, act: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSettled: () =>
      Promise.all(
        [['run', id], ['runs'], ['batches'], ['batch'], ['night'], ['imports']].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  })
}

export interface Cancellation {
  /** `stopping`: it had begun, and has been told to stop. */
  readonly state: 'cancelled' | 'stopping'
}

export function useCancelRun(id: string) {
  return useRunAct(id, () => api.post<Cancellation>(`/api/runs/${id}/cancellation`))
}

export interface Repetition {
  /** Absent: those of the run. */
  readonly parameters?: Record<string, unknown>
  readonly confirmation?: string
}

export function useRepeatRun(id: string) {
  return useRunAct(id, (repetition: Repetition) =>
    api.post<RequestedRun>(`/api/runs/${id}/repetition`, repetition),
  )
}

/** Applies a held import by a new run. */
export function useApproveRun(id: string) {
  return useRunAct(id, () => api.post<RequestedRun>(`/api/runs/${id}/approval`))
}

export function useDiscardRun(id: string) {
  return useRunAct(id, () => api.post(`/api/runs/${id}/discard`))
}

export function useAcknowledgeRun(id: string) {
  return useRunAct(id, (seen: boolean) =>
    seen ? api.put(`/api/runs/${id}/acknowledgement`) : api.delete(`/api/runs/${id}/acknowledgement`),
  )
}
