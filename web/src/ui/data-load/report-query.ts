import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { LoadReport } from '../../../../src/api/schemas/loads.ts'
import type { RunPageData } from '../../../../src/api/schemas/runs.ts'
import { api } from '../../lib/api-client.ts'
import { isProblem } from '../../lib/api-problem.ts'

import { useLoadOffice } from './load-office.ts'

export type { LoadReport }

/** What became of one load; null while its run waits its turn, before it has looked at the file. */
export function useLoadReport(runId: string) {
  const { application } = useLoadOffice()
  return useQuery({
    queryKey: ['data-load', application, runId],
    queryFn: async ({ signal }): Promise<LoadReport | null> => {
      try {
        return await api.get<LoadReport>(`/api/${application}/loads/${runId}`, { signal })
      } catch (error) {
        if (isProblem(error, 'UNKNOWN_RUN')) return null
        throw error
      }
    },
  })
}

/** The run itself: how far it is, and why it waits. */
export function useLoadRun(runId: string) {
  return useQuery({
    queryKey: ['run', runId, 'page'],
    queryFn: ({ signal }) => api.get<RunPageData>(`/api/runs/${runId}`, { signal }),
  })
}

/** Loads the very file that was simulated. */
export function useApplyLoad(runId: string) {
  const { application } = useLoadOffice()
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post<{ readonly runId: number }>(`/api/${application}/loads/${runId}/application`),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['data-loads', application] }),
  })
}
