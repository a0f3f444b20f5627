import { infiniteQueryOptions, keepPreviousData, useMutation, useQueryClient } from '@tanstack/react-query'
import type {
  EditionCancellation,
  FollowUpEdition,
  FollowUpEditionPage,
} from '../../../../../src/api/schemas/health-follow-ups.ts'
import { api } from '../../../lib/api-client.ts'

export type { FollowUpEdition }

const path = '/api/health/follow-up-editions'

/** Listings and letters, the newest first. */
export const editionsQuery = infiniteQueryOptions({
  queryKey: ['follow-ups', 'editions'],
  queryFn: ({ pageParam, signal }) =>
    api.get<FollowUpEditionPage>(path, { query: { before: pageParam ?? undefined }, signal }),
  initialPageParam: null as number | null,
  getNextPageParam: (page) => page.next,
  placeholderData: keepPreviousData,
})

/** The address of an edition's file, for links. */
export const editionUrl = ({ id }: Pick<FollowUpEdition, 'id'>) => `${path}/${id}/content`

/** Puts the follow-ups of an edition back where they were. */
export function useCancelEdition() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: number) => api.post<EditionCancellation>(`${path}/${id}/cancellation`),
    onSettled: () => client.invalidateQueries({ queryKey: ['follow-ups'] }),
  })
}
