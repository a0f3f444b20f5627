import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { SchedulePreview, ScheduleRefusal } from '../../../../../src/api/schemas/schedules.ts'
import { api } from '../../../lib/api-client.ts'

export type { SchedulePreview, ScheduleRefusal }

/** What the server makes of a schedule that is being typed: wording, next instants, notes, refusals. */
export function useSchedulePreview(schedule: unknown, count: number) {
  return useQuery({
    queryKey: ['schedule-preview', schedule, count],
    queryFn: ({ signal }) =>
      api.post<SchedulePreview>('/api/schedule-previews', { schedule, count }, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
}
