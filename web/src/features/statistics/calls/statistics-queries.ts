import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  StatisticPayload,
  StatisticPush,
  StatisticPushList,
  StatisticPushPage,
} from '../../../../../src/api/schemas/health-statistics.ts'
import { api } from '../../../lib/api-client.ts'

export type { StatisticPayload, StatisticPush, StatisticPushPage }

const address = '/api/health/statistics'
const key = (id: string) => ['statistics', id] as const

/** Previews and sendings, newest first, and what is still missing for them to leave. */
export function useStatistics() {
  return useInfiniteQuery({
    queryKey: ['statistics', 'list'],
    queryFn: ({ pageParam, signal }) =>
      api.get<StatisticPushList>(address, { query: { before: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export function useStatisticPush(id: string) {
  return useQuery({
    queryKey: key(id),
    queryFn: ({ signal }) => api.get<StatisticPushPage>(`${address}/${encodeURIComponent(id)}`, { signal }),
  })
}

/** Builds what would be sent now, and keeps it to be looked at. */
export function usePreparePreview() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post<StatisticPushPage>(`${address}/previews`, {}),
    onSuccess: (made) => {
      client.setQueryData(key(made.id), made)
      return client.invalidateQueries({ queryKey: ['statistics', 'list'] })
    },
  })
}

/** Refused with NOT_A_PREVIEW. */
export function useApprove(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post<StatisticPushPage>(`${address}/${encodeURIComponent(id)}/approval`, {}),
    onSuccess: (approved) => {
      client.setQueryData(key(id), approved)
      return client.invalidateQueries({ queryKey: ['statistics', 'list'] })
    },
  })
}
