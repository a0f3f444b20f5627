import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { reportSearch } from '../../../../../src/api/schemas/learning.ts'
import { api } from '../../../lib/api-client.ts'

export type ReportSearch = z.infer<typeof reportSearch>

const shortest = 2

/** Lines of reports that hold a text; null: too short to look for. */
export function useReportSearch(text: string) {
  const wanted = text.trim()
  return useQuery({
    queryKey: ['sync-files', 'search', wanted],
    queryFn: ({ signal }) =>
      api.get<ReportSearch>('/api/learning/files/search', { query: { text: wanted }, signal }),
    enabled: wanted.length >= shortest,
  })
}
