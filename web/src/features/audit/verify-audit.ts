import { useMutation } from '@tanstack/react-query'
import type { AuditVerification } from '../../../../src/api/schemas/audit.ts'
import { api } from '../../lib/api-client.ts'

/** On demand only: it reads the whole log. */
export function useVerifyAudit() {
  return useMutation({ mutationFn: () => api.get<AuditVerification>('/api/audit/verification') })
}
