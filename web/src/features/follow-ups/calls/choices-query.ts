import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { PickedStudents } from '../../../../../src/api/schemas/health-students.ts'
import type { NomenclatureItemPage } from '../../../../../src/api/schemas/import-models.ts'
import { api } from '../../../lib/api-client.ts'

/** Motives that may be chosen, in use or not: a list shows what was chosen once. */
export function useMotives() {
  return useQuery({
    queryKey: ['nomenclatures', 'RELANCES', 'motives'],
    queryFn: async ({ signal }) => {
      const page = await api.get<NomenclatureItemPage>('/api/nomenclatures/RELANCES/items', {
        query: { size: 200 },
        signal,
      })
      return page.items
    },
  })
}

const shortest = 2

/** Students that somebody may mean who types. */
export function useStudents(search: string) {
  const wanted = search.trim()
  return useQuery({
    queryKey: ['students', wanted],
    queryFn: async ({ signal }) =>
      (await api.get<PickedStudents>('/api/health/students', { query: { search: wanted }, signal })).items,
    enabled: wanted.length >= shortest,
    placeholderData: keepPreviousData,
  })
}
