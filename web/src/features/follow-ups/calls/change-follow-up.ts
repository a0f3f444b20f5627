import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FeedAnswer } from '../../../../../src/api/schemas/health-feeding.ts'
import type { FollowUpDetail, FollowUpEdit } from '../../../../../src/api/schemas/health-follow-ups.ts'
import { api } from '../../../lib/api-client.ts'

const path = '/api/health/follow-ups'

function useChange<Asked, Answer>(call: (asked: Asked) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: call,
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['follow-ups'] })
      await client.invalidateQueries({ queryKey: ['follow-up'] })
    },
  })
}

export interface NewFollowUp {
  readonly student: { readonly studentId: number }
  readonly motive: string
  readonly dueOn: string
  readonly letterText: string
  readonly comment: string
}

/** Creates one; what the service refuses of it is thrown with its words. */
export const useAddFollowUp = () =>
  useChange(async (item: NewFollowUp) => {
    const { items } = await api.post<FeedAnswer>(path, { items: [item] })
    const [outcome] = items
    if (outcome?.outcome === 'rejected') throw new Error(outcome.message ?? outcome.outcome)
  })

export const useEditFollowUp = () =>
  useChange(({ id, ...edit }: FollowUpEdit & { readonly id: number }) =>
    api.patch<FollowUpDetail>(`${path}/${id}`, edit),
  )

export const useCloseFollowUp = () =>
  useChange(
    ({ id, ...closing }: { readonly id: number; readonly version: number; readonly reason: string }) =>
      api.post<FollowUpDetail>(`${path}/${id}/closing`, closing),
  )

export const useReopenFollowUp = () =>
  useChange(({ id, version }: { readonly id: number; readonly version: number }) =>
    api.post<FollowUpDetail>(`${path}/${id}/reopening`, { version }),
  )

export const useNoteReturnedMail = () =>
  useChange((studentId: number) => api.put(`/api/health/students/${studentId}/returned-mail`))

export const useForgetReturnedMail = () =>
  useChange((studentId: number) => api.delete(`/api/health/students/${studentId}/returned-mail`))
