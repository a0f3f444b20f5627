import { useSession } from '../../../lib/session.ts'
import { useUrlState } from '../../../lib/url-state.ts'
import { endOfDay, startOfDay } from '../../../lib/zoned-day.ts'
import type { HistoryFilters } from '../calls/history-query.ts'

/** The filters of the history: as the address says them, and as the API takes them. */
export function useHistoryFilters() {
  const { timeZone } = useSession()
  const [shown, change] = useUrlState({ state: '', origin: '', from: '', to: '' })
  const filters: HistoryFilters = {
    state: shown.state,
    trigger: shown.origin,
    from: startOfDay(shown.from, timeZone),
    to: endOfDay(shown.to, timeZone),
  }
  return {
    shown,
    filters,
    change,
    any: Object.values(shown).some((value) => value !== ''),
    clear: () => change({ state: '', origin: '', from: '', to: '' }),
  }
}
