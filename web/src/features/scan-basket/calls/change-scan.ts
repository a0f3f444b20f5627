import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../lib/api-client.ts'
import type { ScanFile } from './basket-query.ts'

const path = (id: number) => `/api/health/scan-files/${id}`

/** As the API takes it. */
export type StudentKey = { readonly studentId: number } | { readonly ine: string }

/** Where a document is taken away from. */
export function contentPath(id: number): string {
  return `${path(id)}/content`
}

function useChange<T, R>(change: (wish: T) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: ['scan-basket'] }),
  })
}

/** Reserved while one looks for the student: neither CLEAN_SCAN nor a colleague takes it meanwhile. */
export function useReserve() {
  return useChange((id: number) => api.put<ScanFile>(`${path(id)}/lock`))
}

export function useRelease() {
  return useChange((id: number) => api.delete<ScanFile>(`${path(id)}/lock`))
}

export function useAttach() {
  return useChange(({ id, student }: { id: number; student: StudentKey }) =>
    api.put<ScanFile>(`${path(id)}/student`, { student }),
  )
}

export function useThrowAway() {
  return useChange((id: number) => api.delete(path(id)))
}
