import { Temporal } from 'temporal-polyfill'
import type { SisKind } from '../../platform/connection-definitions.ts'
import type { Queryable } from '../../platform/database.ts'

export interface ActiveCampaign {
  readonly id: number
  readonly code: string
  readonly label: string
  /** Civil dates. */
  readonly startOn: string
  readonly endOn: string
}

export type ActiveCampaignOutcome =
  | { readonly ok: true; readonly campaign: ActiveCampaign }
  /** `words`: the explicit line that a batch logs, and ends finished with (R10, S27). */
  | { readonly ok: false; readonly words: string }

/**
 * The campaign that nightly batches work on: in service, not archived, of this kind of information system, and today within
 * its dates (admissions.md 3.0). At most one is in service: an index says so.
 */
export async function activeCampaign(
  db: Queryable,
  { sisKind, now, timeZone }: { sisKind: SisKind; now: Temporal.Instant; timeZone: string },
): Promise<ActiveCampaignOutcome> {
  const { rows } = await db.query<{ id: number; code: string; label: string; start: string; end: string }>(
    `select id, code, label, start_on::text as start, end_on::text as end
     from admissions.campaign where sis_kind = $1 and in_service and archived_at is null`,
    [sisKind],
  )
  const row = rows[0]
  if (row === undefined) return { ok: false, words: 'aucune campagne en service' }
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate()
  if (Temporal.PlainDate.compare(today, row.start) < 0)
    return {
      ok: false,
      words: `aucune campagne active : ${row.code} ne commence que le ${french(row.start)}`,
    }
  if (Temporal.PlainDate.compare(today, row.end) > 0)
    return { ok: false, words: `aucune campagne active : ${row.code} a pris fin le ${french(row.end)}` }
  const { id, code, label, start, end } = row
  return { ok: true, campaign: { id, code, label, startOn: start, endOn: end } }
}

function french(isoDate: string): string {
  return isoDate.split('-').reverse().join('/')
}
