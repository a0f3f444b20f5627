import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { PickedStudents } from '../../../../src/api/schemas/health-students.ts'
import { api } from '../../lib/api-client.ts'

export const shortestSearch = 2

/** Students by name, INE, code or login; nothing is asked for below two characters. */
export function useFindStudents(search: string) {
  const wanted = search.trim()
  return useQuery({
    queryKey: ['students', wanted],
    queryFn: async ({ signal }) =>
      (await api.get<PickedStudents>('/api/health/students', { query: { search: wanted }, signal })).items,
    enabled: wanted.length >= shortestSearch,
    placeholderData: keepPreviousData,
  })
}
