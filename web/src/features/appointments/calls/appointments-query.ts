import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type {
  Appointment,
  AppointmentPage,
  AppointmentState,
  MotiveList,
} from '../../../../../src/api/schemas/health-appointments.ts'
import { api } from '../../../lib/api-client.ts'

export type { Appointment, AppointmentState }

export const appointmentsPath = '/api/health/appointments'

export interface AppointmentsQuery {
  /** Instants; the second is excluded. */
  readonly from: string | undefined
  readonly until: string | undefined
  readonly state: string
  readonly motive: string
  readonly order: 'asc' | 'desc'
}

/** Appointments by their start, a page at a time; live: RAPPEL_RDV changes where their reminders stand. */
export function useAppointments(query: AppointmentsQuery) {
  return useInfiniteQuery({
    queryKey: ['appointments', query],
    queryFn: ({ pageParam, signal }) =>
      api.get<AppointmentPage>(appointmentsPath, {
        query: { ...query, after: pageParam, size: 50 },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** To choose from: motives are few. */
export function useMotiveChoice() {
  return useQuery({
    queryKey: ['appointment-motives'],
    queryFn: ({ signal }) => api.get<MotiveList>('/api/health/appointment-motives', { signal }),
    select: ({ items }) => items.map(({ id, label }) => ({ value: String(id), label })),
  })
}
