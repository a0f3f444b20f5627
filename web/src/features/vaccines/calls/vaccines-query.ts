import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Vaccine, VaccineField, VaccinePage } from '../../../../../src/api/schemas/health-vaccines.ts'
import { api } from '../../../lib/api-client.ts'

export type { Vaccine, VaccineField }

export interface VaccineFilter {
  readonly search: string
  /** `true`, `false`, or empty for all. */
  readonly active: string
}

/** Vaccines by name, a page at a time. */
export function useVaccines({ search, active }: VaccineFilter) {
  return useInfiniteQuery({
    queryKey: ['vaccines', { search, active }],
    queryFn: ({ pageParam, signal }) =>
      api.get<VaccinePage>('/api/health/vaccines', {
        query: {
          ...(search === '' ? {} : { search }),
          ...(active === '' ? {} : { active }),
          after: pageParam,
        },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}
