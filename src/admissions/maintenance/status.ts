import type { Temporal } from 'temporal-polyfill'
import { instantOrNull } from '../../batch/instant-column.ts'
import type { Queryable } from '../../platform/database.ts'
import { readAllMaintenance } from '../../platform/maintenance.ts'

/** Candidates whose page is open are warned so long before a planned maintenance (admissions.md 3.1). */
export const warnedMinutes = 5

export interface AdmissionsStatus {
  readonly open: boolean
  readonly message: string | null
  readonly since: string | null
  /** ISO 8601; within the next `warnedMinutes`, else null. */
  readonly closesAt: string | null
}

/** Whether candidates are let in, and whether the plan closes the doors within minutes. `message`: of the admissions office. */
export async function readAdmissionsStatus(
  db: Queryable,
  { now, message }: { readonly now: Temporal.Instant; readonly message: string },
): Promise<AdmissionsStatus> {
  const { installation, admissions } = await readAllMaintenance(db)
  if (installation.on)
    return { open: false, message: installation.message, since: installation.since, closesAt: null }
  if (admissions.on) return { open: false, message, since: admissions.since, closesAt: null }
  const { on } = await plannedSwitches(db)
  return { open: true, message: null, since: null, closesAt: isSoon(on, now) ? utc(on) : null }
}

/** When the two batches are next due; null: out of service, or never by plan. */
export async function plannedSwitches(db: Queryable): Promise<{
  readonly on: Temporal.Instant | null
  readonly off: Temporal.Instant | null
}> {
  const { rows } = await db.query<{ code: string; next_due_at: Date | null }>(
    `select code, next_due_at from batch
     where enabled and planned and code in ('BATCH_APP_EN_MAINT', 'BATCH_APP_EN_SERVICE')`,
  )
  const next = (code: string) => instantOrNull(rows.find((row) => row.code === code)?.next_due_at ?? null)
  return { on: next('BATCH_APP_EN_MAINT'), off: next('BATCH_APP_EN_SERVICE') }
}

/** Also when it is due already and about to run. */
function isSoon(due: Temporal.Instant | null, now: Temporal.Instant): due is Temporal.Instant {
  return due !== null && due.epochMilliseconds <= now.epochMilliseconds + warnedMinutes * 60_000
}

/** As JSON has it: with milliseconds. */
export function utc(instant: Temporal.Instant): string {
  return new Date(instant.epochMilliseconds).toISOString()
}
