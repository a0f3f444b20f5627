import { infiniteQueryOptions, keepPreviousData, useQuery } from '@tanstack/react-query'
import type {
  FollowUp,
  FollowUpDetail,
  FollowUpPage,
  FollowUpState,
  FollowUpSummary,
} from '../../../../../src/api/schemas/health-follow-ups.ts'
import { api } from '../../../lib/api-client.ts'

export type { FollowUp, FollowUpDetail, FollowUpState, FollowUpSummary }

const path = '/api/health/follow-ups'
const pageSize = 50

export interface FollowUpFilters {
  readonly search?: string
  readonly state?: string
  readonly motive?: string
  readonly dueFrom?: string
  readonly dueTo?: string
}

/** The furthest due date first; each page starts where the one before ended. */
export function followUpsQuery(filters: FollowUpFilters) {
  return infiniteQueryOptions({
    queryKey: ['follow-ups', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      api.get<FollowUpPage>(path, {
        query: { ...filters, size: pageSize, after: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  })
}

/** One with its texts; asked when its window opens, because reading it is written down. */
export function useFollowUp(id: number) {
  return useQuery({
    queryKey: ['follow-up', id],
    queryFn: ({ signal }) => api.get<FollowUpDetail>(`${path}/${id}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
}

/** Figures of the head, and what is planned. */
export function useSummary() {
  return useQuery({
    queryKey: ['follow-ups', 'summary'],
    queryFn: ({ signal }) => api.get<FollowUpSummary>(`${path}/summary`, { signal }),
  })
}
