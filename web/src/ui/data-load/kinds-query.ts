import { useQuery } from '@tanstack/react-query'
import type { LoadKindDescription, LoadKindList } from '../../../../src/api/schemas/loads.ts'
import { api } from '../../lib/api-client.ts'

import { useLoadOffice } from './load-office.ts'

export type { LoadKindDescription }

/** What can be loaded, with the columns of its file: the same as long as the program runs. */
export function useLoadKinds() {
  const { application } = useLoadOffice()
  return useQuery({
    queryKey: ['data-load-kinds', application],
    queryFn: ({ signal }) => api.get<LoadKindList>(`/api/${application}/load-kinds`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}
