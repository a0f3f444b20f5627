import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type {
  OpiBulkPreview,
  OpiMatches,
  OpiPage,
  OpiState,
  OpiSummary,
  QueuedOpi,
} from '../../../../../src/api/schemas/admissions-opi.ts'
import type { Batch } from '../../../../../src/api/schemas/batches.ts'
import { api } from '../../../lib/api-client.ts'

export type { OpiMatches, OpiState, OpiSummary, QueuedOpi }

export const opiPath = '/api/admissions/opi'
export const opiBatch = 'BATCH_ASYNC_OPI'

/** Below the batch's own key: a run that ends shows its effect here by itself (lib/events.ts). */
export const opiKey = ['batch', opiBatch, 'opi'] as const

export interface OpiFilters {
  /** A state, `aside`, or empty: all. */
  readonly state: string
  readonly cause: string
  readonly dossier: string
}

export function useOpiSummary() {
  return useQuery({
    queryKey: [...opiKey, 'summary'],
    queryFn: ({ signal }) => api.get<OpiSummary>(`${opiPath}/summary`, { signal }),
  })
}

export function useOpiList({ state, cause, dossier }: OpiFilters) {
  const query = {
    state: state === 'aside' ? undefined : state,
    aside: state === 'aside' ? 'true' : undefined,
    cause,
    dossier,
  }
  return useInfiniteQuery({
    queryKey: [...opiKey, 'list', query],
    queryFn: ({ pageParam, signal }) =>
      api.get<OpiPage>(opiPath, { query: { ...query, after: pageParam, size: 50 }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** The batch that pours, with its last run. */
export function useOpiBatch() {
  return useQuery({
    queryKey: ['batch', opiBatch, 'state'],
    queryFn: ({ signal }) =>
      api.get<{ readonly batch: Pick<Batch, 'enabled' | 'lastRun' | 'runningRun'> }>(
        `/api/batches/${opiBatch}`,
        {
          signal,
        },
      ),
    select: ({ batch }) => batch,
  })
}

/** What « recharger » and « annuler » would touch, counted when it is asked. */
export function useBulkPreview(enabled: boolean) {
  return useQuery({
    queryKey: [...opiKey, 'bulk-preview'],
    queryFn: ({ signal }) => api.get<OpiBulkPreview>(`${opiPath}/bulk-preview`, { signal }),
    enabled,
    gcTime: 0,
    staleTime: 0,
  })
}

/** The candidate beside the records of the target, read there when the window opens. */
export function useMatches(applicationId: number, enabled: boolean) {
  return useQuery({
    queryKey: [...opiKey, 'matches', applicationId],
    queryFn: ({ signal }) => api.get<OpiMatches>(`${opiPath}/${applicationId}/matches`, { signal }),
    enabled,
    gcTime: 0,
    staleTime: 0,
  })
}
