import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { AdmissionsMaintenance } from '../../../../src/api/schemas/admissions-candidates.ts'
import { api } from '../../lib/api-client.ts'

const path = '/api/admissions/maintenance'

export const admissionsMaintenanceQuery = queryOptions({
  queryKey: ['admissions-maintenance'],
  queryFn: () => api.get<AdmissionsMaintenance>(path),
})

/** Refused where somebody else was first: what they did is read again either way. */
export function useSwitchAdmissions() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (on: boolean) => api.put<AdmissionsMaintenance>(path, { on }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: admissionsMaintenanceQuery.queryKey }),
        client.invalidateQueries({ queryKey: ['session'] }),
      ]),
  })
}
