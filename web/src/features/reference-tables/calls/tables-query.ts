import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type {
  ReferenceRows,
  ReferenceSync,
  ReferenceTableList,
  ReferenceTableState,
  SourceTest,
} from '../../../../../src/api/schemas/admissions-reference-tables.ts'
import { api, apiUrl } from '../../../lib/api-client.ts'

export type { ReferenceRows, ReferenceSync, ReferenceTableState }

const path = '/api/admissions/reference-tables'

/** Live: they change with the runs of BATCH_SYNCHRO_SISCOL. */
export function useReferenceTables() {
  return useQuery({
    queryKey: ['runs', 'reference-tables'],
    queryFn: ({ signal }) => api.get<ReferenceTableList>(path, { signal }),
  })
}

export interface RowsFilter {
  readonly q: string
  readonly service: string
}

export function useReferenceRows(table: string, filter: RowsFilter) {
  return useInfiniteQuery({
    queryKey: ['runs', 'reference-table', table, filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<ReferenceRows>(`${path}/${encodeURIComponent(table)}`, {
        query: { ...filter, after: pageParam, size: 50 },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

export function templateUrl(table: string): string {
  return apiUrl(`${path}/${encodeURIComponent(table)}/template`)
}

/** Opens the source and asks for its version. */
export function useTestSource() {
  return useMutation({ mutationFn: () => api.post<SourceTest>(`${path}/connection-tests`) })
}
