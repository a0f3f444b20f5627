import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Appointment, AppointmentEdit } from '../../../../../src/api/schemas/health-appointments.ts'
import { api } from '../../../lib/api-client.ts'
import { appointmentsPath } from './appointments-query.ts'

/** Confirms, cancels, moves; or says who came. */
export function useChangeAppointment() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...edit }: AppointmentEdit & { readonly id: number }) =>
      api.patch<Appointment>(`${appointmentsPath}/${id}`, edit),
    // Also after a refusal: somebody else may have changed it.
    onSettled: () => void client.invalidateQueries({ queryKey: ['appointments'] }),
  })
}
