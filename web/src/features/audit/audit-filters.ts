import type { AuditQuery } from '../../../../src/api/schemas/audit.ts'
import { useSession } from '../../lib/session.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { endOfDay, startOfDay } from '../../lib/zoned-day.ts'

export const noFilters = { actor: '', action: '', subject: '', from: '', to: '' }

export type AuditFilters = Pick<AuditQuery, 'actor' | 'action' | 'subject' | 'from' | 'to'>

/** What is searched, as it stands in the address, and as the server wants it. Days are the establishment's. */
export function useAuditFilters() {
  const [typed, setTyped] = useUrlState(noFilters)
  const { timeZone } = useSession()
  const from = startOfDay(typed.from, timeZone)
  const to = endOfDay(typed.to, timeZone)
  const asked: AuditFilters = {
    ...(typed.actor && { actor: typed.actor }),
    ...(typed.action && { action: typed.action }),
    ...(typed.subject && { subject: typed.subject }),
    ...(from && { from }),
    ...(to && { to }),
  }
  return { typed, setTyped, asked, any: Object.keys(asked).length > 0 }
}
