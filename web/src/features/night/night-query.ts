import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Night } from '../../../../src/api/schemas/nights.ts'
import { api } from '../../lib/api-client.ts'

export type { Night }
export type Lane = Night['lanes'][number]
export type NightRun = Lane['runs'][number]
export type NightException = Night['exceptions'][number]

/** Events tell what runs do, but a scheduler that has died tells nothing: the current night is asked for again. */
const askAgainMs = 30_000

/** The night that begins on this civil date, or the latest one. The one before stays on the screen meanwhile. */
export function useNight(date: string | undefined) {
  return useQuery({
    queryKey: ['night', date ?? 'latest'],
    queryFn: ({ signal }) =>
      api.get<Night>(`/api/nights/${date === undefined ? 'latest' : encodeURIComponent(date)}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data && isCurrent(state.data) ? askAgainMs : false),
  })
}

/** Whether the night is the one that the clock is in. */
export function isCurrent(night: Night): boolean {
  return night.from <= night.now && night.now < night.to
}
