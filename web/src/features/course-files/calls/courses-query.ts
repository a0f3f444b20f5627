import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { CourseSearch } from '../../../../../src/api/schemas/learning.ts'
import { api } from '../../../lib/api-client.ts'

export type Course = CourseSearch['items'][number]

/** Courses whose name, number or category holds a text. */
export function useCourses(text: string) {
  return useQuery({
    queryKey: ['courses', text],
    queryFn: ({ signal }) => api.get<CourseSearch>('/api/learning/courses', { query: { text }, signal }),
    placeholderData: keepPreviousData,
  })
}
