import type { Temporal } from 'temporal-polyfill'
import type { Catalogue } from '../../batch/catalogue.ts'
import type { RunDetail } from '../../batch/define-batch.ts'
import { listBatches } from '../../batch/list-batches.ts'
import type { RunReason } from '../../batch/run-reason.ts'
import { nextInstants } from '../../batch/schedule/next-instant.ts'
import { type Database, transaction } from '../../platform/database.ts'
import { neverRan, pastDetail } from './past-details.ts'

/** One run of the past, in the columns of `batch_run`. */
interface PastRun {
  readonly batch_code: string
  readonly application: string
  readonly state: 'finished' | 'failed' | 'interrupted' | 'cancelled' | 'skipped'
  readonly trigger: 'schedule' | 'catch-up' | 'manual'
  readonly due_at: string | null
  readonly queued_at: string
  readonly started_at: string | null
  readonly ended_at: string
  readonly requested_by: string | null
  readonly detail: RunDetail | null
  readonly error: string | null
  readonly reason: RunReason | null
}

const days = 30

/**
 * Writes a plausible month of runs of every planned batch, up to `now`, in three statements; returns how many. Nothing
 * when there is a history already. It must come before any real run: the history is numbered in the order of time.
 */
export async function writeDemoHistory(
  database: Database,
  catalogue: Catalogue,
  now: Temporal.Instant,
): Promise<number> {
  const { rows } = await database.pool.query<{ empty: boolean }>(
    'select not exists (select from batch_run) as empty',
  )
  if (!rows[0]!.empty) return 0
  const begin = now.subtract({ hours: 24 * days })
  const runs: PastRun[] = []
  for (const batch of await listBatches(database.pool)) {
    if (!batch.planned || !catalogue.has(batch.code) || neverRan.has(batch.code)) continue
    const due = nextInstants(batch.schedule, begin, batch.timeZone, days + 1).filter(
      // The last run must have ended by now.
      (instant) => instant.until(now).total('hours') > 2,
    )
    for (const [night, instant] of due.entries()) runs.push(...pastRuns(batch, instant, night, due.length))
  }
  runs.sort((a, b) => a.queued_at.localeCompare(b.queued_at))
  await transaction(database.pool, async (client) => {
    await client.query(insertRuns, [JSON.stringify(runs)])
    await client.query(insertLines)
    await client.query(insertExchanges)
  })
  return runs.length
}

/** What happened on one night: mostly nothing but the work. */
function pastRuns(
  { code, application, timeZone }: { code: string; application: string; timeZone: string },
  due: Temporal.Instant,
  night: number,
  nights: number,
): PastRun[] {
  const chance = (night * 7 + code.length * 3) % 29
  const seconds = durationOf(code, chance)
  const started = due.add({ milliseconds: 12 + chance })
  const run: PastRun = {
    batch_code: code,
    application,
    state: 'finished',
    trigger: 'schedule',
    due_at: due.toString(),
    queued_at: started.toString(),
    started_at: started.toString(),
    ended_at: started.add({ seconds }).toString(),
    requested_by: null,
    detail: pastDetail(code, { chance, started, timeZone }),
    error: null,
    reason: null,
  }
  if (code !== 'IMP_QUO') return [run]
  const failed = { ...run, state: 'failed', detail: null } as const
  switch (nights - night) {
    // Three nights ago the registry had sent nothing; somebody launched it again in the morning.
    case 3:
      return [
        {
          ...failed,
          ended_at: started.add({ seconds: 1 }).toString(),
          error: "Fichier d'import introuvable !",
        },
        requestedLater(run, 3, 'testun'),
      ]
    case 9:
      return [
        {
          ...run,
          state: 'interrupted',
          detail: null,
          ended_at: started.add({ seconds: 95 }).toString(),
          reason: { code: 'node-lost', node: 'calcium-2' },
        },
        requestedLater(run, 2, 'testun'),
      ]
    case 14:
      return [
        {
          ...run,
          state: 'skipped',
          started_at: null,
          ended_at: started.toString(),
          detail: null,
          reason: { code: 'one-waits-already' },
        },
      ]
    case 17:
      return [
        { ...run, trigger: 'catch-up', ...shifted(run, 4) },
        {
          ...requestedLater(run, 6, 'testdeux'),
          state: 'cancelled',
          detail: null,
          reason: { code: 'cancelled-by', who: 'testdeux' },
        },
      ]
    case 21:
      return [
        {
          ...failed,
          ended_at: started.add({ seconds: 2 }).toString(),
          error:
            "Erreur de cohérence dans le fichier d'import ... Fichier encodé en UTF-8, ISO-8859-1 attendu",
        },
        requestedLater(run, 4, 'testun'),
      ]
    default:
      return [run]
  }
}

function requestedLater(run: PastRun, hours: number, by: string): PastRun {
  return { ...run, trigger: 'manual', due_at: null, requested_by: by, ...shifted(run, hours) }
}

function shifted(run: PastRun, hours: number) {
  const later = (iso: string) => new Date(Date.parse(iso) + hours * 3_600_000).toISOString()
  return {
    queued_at: later(run.queued_at),
    started_at: run.started_at === null ? null : later(run.started_at),
    ended_at: later(run.ended_at),
  }
}

function durationOf(code: string, chance: number): number {
  return code === 'IMP_QUO' ? 180 + chance * 11 : 1 + (chance % 9)
}

const insertRuns = `
  insert into batch_run (batch_code, application, state, trigger, due_at, queued_at, started_at, ended_at,
                         requested_by, detail, error, reason, node_name)
  select batch_code, application, state, trigger, due_at, queued_at, started_at, ended_at,
         requested_by, detail, error, reason, case when started_at is not null then 'calcium-1' end
  from jsonb_to_recordset($1) as past (
    batch_code text, application text, state text, trigger text, due_at timestamptz, queued_at timestamptz,
    started_at timestamptz, ended_at timestamptz, requested_by text, detail jsonb, error text, reason jsonb)
  order by queued_at`

/** A first line for each run that began, and its error. */
const insertLines = `
  insert into batch_run_line (run_id, seq, at, level, message)
  select id, 1, started_at, 'info', 'début du traitement ' || batch_code from batch_run where started_at is not null
  union all
  select id, 2, ended_at, 'error', error from batch_run where error is not null`

/** The files that the nightly imports took in: what « Derniers imports » lists. */
const insertExchanges = `
  insert into file_exchange (run_id, application, tool, batch_code, parameters, file_name, label, dry_run, state,
                             lines, blank, created, updated, unchanged, partial, rejected, warnings, report,
                             begun_at, ended_at)
  select id, application, 'students', 'IMP_MAN', '{"fileName": "Calcium.csv", "model": "APOGEE"}', 'Calcium.csv',
         to_char(started_at at time zone 'Europe/Paris', 'YYYYMMDD_HH24MISS'), false, 'applied',
         n.lines, n.blank, n.created, n.updated, n.unchanged, n.partial, n.rejected, n.warnings,
         jsonb_build_object('changedFields', '{}'::jsonb, 'hold', '[]'::jsonb, 'faults', case
           when n.rejected = 0 then '[]'::jsonb
           else jsonb_build_array(jsonb_build_object(
             'severity', 'error', 'code', 'E_DATE', 'column', 'DATE_NAISS', 'count', n.rejected,
             'samples', '[]'::jsonb)) end),
         started_at, ended_at
  from batch_run,
       jsonb_to_record(detail) as n (lines int, blank int, created int, updated int, unchanged int, partial int,
                                     rejected int, warnings int)
  where batch_code = 'IMP_QUO' and state = 'finished'
  order by id`
