import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { VaccineEdit } from '../../../../../src/api/schemas/health-vaccines.ts'
import { api } from '../../../lib/api-client.ts'
import type { Vaccine } from './vaccines-query.ts'

/** Changes what the service says of a vaccine, or goes back to its source. */
export function useSaveVaccine(id: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (edit: VaccineEdit) => api.patch<Vaccine>(`/api/health/vaccines/${id}`, edit),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['vaccines'] }),
  })
}
