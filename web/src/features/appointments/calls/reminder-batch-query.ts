import { useQuery } from '@tanstack/react-query'
import type { Batch } from '../../../../../src/api/schemas/batches.ts'
import { api } from '../../../lib/api-client.ts'

/** Whether reminders leave at all. */
export function useRemindersInService() {
  return useQuery({
    queryKey: ['batch', 'RAPPEL_RDV', 'in-service'],
    queryFn: ({ signal }) =>
      api.get<{ readonly batch: Pick<Batch, 'enabled'> }>('/api/batches/RAPPEL_RDV', { signal }),
    select: ({ batch }) => batch.enabled,
  })
}
