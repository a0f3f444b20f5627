import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Run, RunPage, RunState } from '../../../../../src/api/schemas/runs.ts'
import { api, apiUrl, type QueryValue } from '../../../lib/api-client.ts'

export type { Run, RunState }

export interface HistoryFilters {
  /** Comma-separated states and triggers; empty: all. */
  readonly state: string
  readonly trigger: string
  /** Instants (ISO 8601), or undefined: unbounded. */
  readonly from: string | undefined
  readonly to: string | undefined
}

const size = 50
/** A run under way moves without an event for every step. */
const runningMs = 5_000

function queryOf(code: string, filters: HistoryFilters): Record<string, QueryValue> {
  return { batch: code, ...filters }
}

/** Runs of a batch, newest first, page after page. */
export function useHistory(code: string, filters: HistoryFilters) {
  return useInfiniteQuery({
    queryKey: ['runs', 'of', code, filters],
    queryFn: ({ pageParam, signal }) =>
      api.get<RunPage>('/api/runs', {
        query: { ...queryOf(code, filters), before: pageParam, size },
        signal,
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some((run) => run.state === 'running')) ? runningMs : false,
  })
}

/** The address of the same runs as a CSV file. */
export function historyCsv(code: string, filters: HistoryFilters): string {
  return apiUrl('/api/runs.csv', queryOf(code, filters))
}
