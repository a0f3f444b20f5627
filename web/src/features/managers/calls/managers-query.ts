import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { AdmissionsFeedAnswer } from '../../../../../src/api/schemas/admissions-feeding.ts'
import type {
  FedManager,
  Manager,
  ManagerEdit,
  ManagerPage,
  ManagerProfile,
  ProfileKind,
} from '../../../../../src/api/schemas/admissions-managers.ts'
import type { Run, RunPage } from '../../../../../src/api/schemas/runs.ts'
import { api } from '../../../lib/api-client.ts'

export type { Manager, ManagerProfile, ProfileKind }

const path = '/api/admissions/managers'

export interface ManagersFilter {
  readonly q: string
  readonly service: string
  readonly profile: string
}

/** Live: they change with the runs of BATCH_MAJ_GESTIONNAIRE. */
export function useManagers(filter: ManagersFilter) {
  return useInfiniteQuery({
    queryKey: ['runs', 'managers', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<ManagerPage>(path, { query: { ...filter, after: pageParam, size: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** The last run of the update, or null. */
export function useLastUpdate() {
  return useQuery({
    queryKey: ['runs', 'BATCH_MAJ_GESTIONNAIRE', 'last'],
    queryFn: ({ signal }) =>
      api.get<RunPage>('/api/runs', { query: { batch: 'BATCH_MAJ_GESTIONNAIRE', size: 1 }, signal }),
    select: ({ items }): Run | null => items[0] ?? null,
  })
}

export function useAddManager() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (person: FedManager) => api.post<AdmissionsFeedAnswer>(path, { items: [person] }),
    onSettled: () => client.invalidateQueries({ queryKey: ['runs', 'managers'] }),
  })
}

export function useChangeManager() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ login, ...edit }: ManagerEdit & { readonly login: string }) =>
      api.patch<Manager>(`${path}/${encodeURIComponent(login)}`, edit),
    // Also after a refusal: somebody else may have changed it.
    onSettled: () => client.invalidateQueries({ queryKey: ['runs', 'managers'] }),
  })
}
