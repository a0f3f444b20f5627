import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { MotiveEdit, NewMotive } from '../../../../../src/api/schemas/health-appointments.ts'
import { api } from '../../../lib/api-client.ts'
import { type Motive, motivesPath } from './motives-query.ts'

export function useAddMotive() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (motive: NewMotive) => api.post<Motive>(motivesPath, motive),
    onSuccess: () => client.invalidateQueries({ queryKey: ['appointment-motives'] }),
  })
}

export function useChangeMotive() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...edit }: MotiveEdit & { readonly id: number }) =>
      api.patch<Motive>(`${motivesPath}/${id}`, edit),
    // Also after a refusal: somebody else may have changed it. Appointments say whether they are reminded.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['appointment-motives'] }),
        client.invalidateQueries({ queryKey: ['appointments'] }),
      ]),
  })
}
