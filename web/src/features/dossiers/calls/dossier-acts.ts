import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../lib/api-client.ts'

function refresh(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ['dossier'] })
  void client.invalidateQueries({ queryKey: ['dossiers'] })
}

/** Answers a decision for the candidate. */
export function useAnswer() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...answer }: { id: number; accepted: boolean; version: number }) =>
      api.post(`/api/admissions/applications/${id}/answer`, answer),
    // Also after a refusal: the candidate may have answered meanwhile.
    onSettled: () => refresh(client),
  })
}

/** Has a failed unit tried again at the next run of its batch. */
export function useRelease() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (unit: { batch: string; unit: string }) =>
      api.post('/api/admissions/set-aside/release', unit),
    onSettled: () => refresh(client),
  })
}

/** A new validation link, mailed where mail is configured. */
export function useValidationLink() {
  return useMutation({
    mutationFn: (accountId: number) =>
      api.post<{ url: string; expiresAt: string; mailed: boolean }>(
        `/api/admissions/accounts/${accountId}/validation-link`,
      ),
  })
}
