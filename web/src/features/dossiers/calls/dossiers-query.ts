import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type {
  AccountState,
  DossierChoices,
  DossierPage,
  ListedDossier,
} from '../../../../../src/api/schemas/admissions-dossiers.ts'
import { api } from '../../../lib/api-client.ts'

export type { AccountState, ListedDossier }

export const dossiersPath = '/api/admissions/dossiers'

export interface DossiersQuery {
  readonly search: string
  readonly campaign: string
  readonly state: string
  readonly formation: string
  readonly application: string
  readonly failed: string
}

/** Accounts, newest first, a page at a time; live: batches change where they stand. */
export function useDossiers(query: DossiersQuery) {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
  return useInfiniteQuery({
    queryKey: ['dossiers', query],
    queryFn: ({ pageParam, signal }) =>
      api.get<DossierPage>(dossiersPath, { query: { ...given, before: pageParam, size: 50 }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** Campaigns and formations to choose from. */
export function useDossierChoices() {
  return useQuery({
    queryKey: ['dossier-choices'],
    queryFn: ({ signal }) => api.get<DossierChoices>('/api/admissions/dossier-choices', { signal }),
  })
}
