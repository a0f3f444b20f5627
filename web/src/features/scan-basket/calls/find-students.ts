import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { PickedStudents } from '../../../../../src/api/schemas/health-students.ts'
import { api } from '../../../lib/api-client.ts'

/** Students by name, INE, code or login; nothing is asked for below two characters. */
export function useFindStudents(search: string) {
  return useQuery({
    queryKey: ['students', search],
    queryFn: ({ signal }) => api.get<PickedStudents>('/api/health/students', { query: { search }, signal }),
    enabled: search.length >= 2,
    placeholderData: keepPreviousData,
  })
}
