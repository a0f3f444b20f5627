import { useQuery } from '@tanstack/react-query'
import type { Motive, MotiveList } from '../../../../../src/api/schemas/health-appointments.ts'
import { api } from '../../../lib/api-client.ts'

export type { Motive, MotiveList }

export const motivesPath = '/api/health/appointment-motives'

/** Every motive, with the default mail. */
export function useMotives() {
  return useQuery({
    queryKey: ['appointment-motives'],
    queryFn: ({ signal }) => api.get<MotiveList>(motivesPath, { signal }),
  })
}
