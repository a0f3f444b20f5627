import { queryOptions } from '@tanstack/react-query'
import type { FirstSteps } from '../../../../src/api/schemas/system.ts'
import { api } from '../../lib/api-client.ts'

export type Step = FirstSteps['steps'][number]

/** Asked for at each visit: the steps are taken on other pages. */
export const firstStepsQuery = queryOptions({
  queryKey: ['first-steps'],
  queryFn: () => api.get<FirstSteps>('/api/first-steps'),
  staleTime: 0,
})
