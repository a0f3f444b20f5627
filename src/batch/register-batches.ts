import type { Temporal } from 'temporal-polyfill'
import { type Database, type Queryable, transaction } from '../platform/database.ts'
import { type Catalogue, type CatalogueEntry, defaultCatchUp } from './catalogue.ts'
import { parseSchedule } from './schedule/parse-schedule.ts'
import type { Schedule } from './schedule/schedule.ts'
import { columnsOf, nextDueText, type PlanColumns, planColumns } from './stored-plan.ts'

export interface RegistrationOptions {
  readonly now: Temporal.Instant
  readonly zone: string
}

/** Any constant serves: nodes that start together register one after the other. */
const registrationLock = 7_161_002

/**
 * Makes the table `batch` agree with the program: a batch that is new there gets its default plan, one whose
 * code the program no longer has is marked so. Plans that exist are never touched, except that all follow the
 * establishment's zone when its configuration changes. Returns how many rows were new.
 */
export async function registerBatches(
  database: Database,
  catalogue: Catalogue,
  options: RegistrationOptions,
): Promise<{ inserted: number }> {
  const rows = [...catalogue.values()].map((entry) => defaultRow(entry, options))
  return await transaction(database.pool, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [registrationLock])
    const { rowCount } = await client.query(
      `insert into batch (code, application, planned, enabled, ${planColumns},
                          cursor_at, next_due_at, changed_at, changed_by)
       select code, application, planned, enabled, ${planColumns}, $2, next_due_at, $2, 'installation'
       from jsonb_to_recordset($1) as r (
         code text, application text, planned boolean, enabled boolean, at_time text, weekdays text[],
         day_of_month smallint, month smallint, year smallint, every_minutes smallint, time_zone text,
         catch_up text, catch_up_minutes int, next_due_at timestamptz)
       on conflict (code) do nothing`,
      [JSON.stringify(rows), options.now.toString()],
    )
    await client.query(`update batch set known = not known where known is distinct from (code = any($1))`, [
      [...catalogue.keys()],
    ])
    await followZone(client, options)
    return { inserted: rowCount ?? 0 }
  })
}

function defaultRow(entry: CatalogueEntry, { now, zone }: RegistrationOptions) {
  const { batch, application } = entry
  const schedule = batch.schedule === null ? neverDue : defaultSchedule(entry, now, zone)
  const planned = batch.schedule !== null
  const columns = columnsOf(schedule, batch.catchUp ?? defaultCatchUp, zone)
  const next_due_at = planned && batch.enabled ? nextDueText(columns, now) : null
  return { code: batch.code, application, planned, enabled: batch.enabled, ...columns, next_due_at }
}

const neverDue: Schedule = {
  time: '00:00',
  weekdays: [],
  dayOfMonth: null,
  month: null,
  year: null,
  everyMinutes: null,
}

function defaultSchedule({ batch }: CatalogueEntry, now: Temporal.Instant, zone: string): Schedule {
  const parsed = parseSchedule(batch.schedule, { now, zone })
  if (parsed.ok) return parsed.schedule
  throw new Error(`batch ${batch.code}: ${parsed.refusals.map((refusal) => refusal.message.en).join('; ')}`)
}

/** Schedules are civil times: in another zone they come at other instants, from now on. */
async function followZone(client: Queryable, { now, zone }: RegistrationOptions): Promise<void> {
  const { rows } = await client.query<PlanColumns & { code: string; enabled: boolean; planned: boolean }>(
    `select code, enabled, planned, ${planColumns} from batch where time_zone <> $1 order by code for update`,
    [zone],
  )
  if (rows.length === 0) return
  const moved = rows.map((row) => ({
    code: row.code,
    next: row.enabled && row.planned ? nextDueText({ ...row, time_zone: zone }, now) : null,
  }))
  await client.query(
    `update batch set time_zone = $2, cursor_at = $3, next_due_at = moved.next
     from jsonb_to_recordset($1) as moved (code text, next timestamptz)
     where batch.code = moved.code`,
    [JSON.stringify(moved), zone, now.toString()],
  )
}
