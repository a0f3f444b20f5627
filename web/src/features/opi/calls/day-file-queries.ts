import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import type { OpiDay, OpiDays } from '../../../../../src/api/schemas/admissions-opi-files.ts'
import { api } from '../../../lib/api-client.ts'
import { opiKey, opiPath } from './opi-queries.ts'

export type { OpiDay }
export const dayFilesPath = `${opiPath}/files`

/** Days that have files for Pégase, newest first. */
export function useOpiDays() {
  return useInfiniteQuery({
    queryKey: [...opiKey, 'days'],
    queryFn: ({ pageParam, signal }) =>
      api.get<OpiDays>(dayFilesPath, { query: { before: pageParam, size: 20 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** Deletes all files of a day. */
export function useDeleteOpiDay() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (day: string) =>
      api.delete<{ readonly removed: number; readonly kept: number }>(`${dayFilesPath}/days/${day}`),
    onSettled: () => void client.invalidateQueries({ queryKey: [...opiKey, 'days'] }),
  })
}
