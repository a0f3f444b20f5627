import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Batch, BatchList } from '../../../../../src/api/schemas/batches.ts'
import { api } from '../../../lib/api-client.ts'

export interface BatchFilters {
  readonly application: string
  readonly search: string
}

/** Checks of the engine tell nobody: without an event the panel is asked for anew so often. */
const checksMs = 30_000

/** The grid and the checks below it. The rows of the last answer stay until those of other filters come. */
export function useBatches({ application, search }: BatchFilters) {
  return useQuery({
    queryKey: ['batches', { application, search }],
    queryFn: async ({ signal }): Promise<ReceivedBatches> => {
      const list = await api.get<BatchList>('/api/batches', { query: { application, search }, signal })
      return { ...list, clockAheadMs: Date.parse(list.now) - Date.now() }
    },
    placeholderData: keepPreviousData,
    refetchInterval: checksMs,
  })
}

export interface ReceivedBatches extends BatchList {
  /** How far the server's clock is ahead of this machine's. */
  readonly clockAheadMs: number
}

export type { Batch }
