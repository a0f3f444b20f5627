import { queryOptions } from '@tanstack/react-query'
import type { SystemState } from '../../../../src/api/schemas/system.ts'
import { api } from '../../lib/api-client.ts'

/** Looked at every 10 s: no event tells of a node that has died. */
export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: () => api.get<SystemState>('/api/system'),
  refetchInterval: 10_000,
  staleTime: 0,
})

export type SystemNode = SystemState['nodes'][number]
