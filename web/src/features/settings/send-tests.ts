import { useMutation } from '@tanstack/react-query'
import type { TestMailResult } from '../../../../src/api/schemas/settings.ts'
import { api } from '../../lib/api-client.ts'

interface TestWebhookResult {
  readonly ok: boolean
  readonly status: number | null
  readonly error: string | null
}

export function useSendTestMail() {
  return useMutation({ mutationFn: (to: string) => api.post<TestMailResult>('/api/test-mails', { to }) })
}

export function useSendTestWebhook() {
  return useMutation({ mutationFn: () => api.post<TestWebhookResult>('/api/test-webhooks') })
}
