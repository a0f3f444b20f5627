import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { nextTry } from '../../../batch/unit-failures.ts'
import { type DossierEvent, noteDossierEvents } from '../../dossiers/note-events.ts'
import type { OpiRow } from '../record/candidate.ts'
import type { Mark } from './decide-marking.ts'

/** What marking wants to know of a candidate. */
export interface MarkedPlan {
  readonly candidate: { readonly accountId: number }
  readonly rows: readonly Pick<OpiRow, 'applicationId' | 'version' | 'attempts' | 'state' | 'opiCode'>[]
  /** Applications that are to be withdrawn. */
  readonly withdrawals: { has(applicationId: number): boolean }
  readonly adjusted: readonly string[]
}

export interface MarkedCandidate<Plan extends MarkedPlan = MarkedPlan> {
  readonly plan: Plan
  readonly marks: ReadonlyMap<number, Mark>
}

export interface MarkCounts {
  poured: number
  withdrawn: number
  errors: number
  setAside: number
  /** Changed by somebody while the target was called: left as they are now, for the next time. */
  changedMeanwhile: number
}

/** Intent (admissions.md 3.0, R4): from here on a withdrawal of these is to be propagated, whatever becomes of the call. */
export async function writeIntent(
  client: pg.PoolClient,
  applicationIds: readonly number[],
  now: Temporal.Instant,
): Promise<void> {
  await client.query(
    'update admissions.opi set called_at = $2 where application_id = any ($1) and called_at is null',
    [applicationIds, now.toString()],
  )
}

/** Writes what was read back, all candidates in one statement, and notes it in their dossiers. */
export async function writeMarks(
  client: pg.PoolClient,
  marked: readonly MarkedCandidate[],
  by: { readonly author: string; readonly runId: number | null; readonly now: Temporal.Instant },
): Promise<MarkCounts> {
  const rows = marked.flatMap(({ plan, marks }) =>
    plan.rows.flatMap((row) => {
      const mark = marks.get(row.applicationId)
      return mark === undefined ? [] : [{ plan, row, mark, written: columnsOf(plan, row, mark, by) }]
    }),
  )
  const { rows: done } = await client.query<{ id: number }>(
    `update admissions.opi o
     set state = m.state, wanted = m.wanted, poured_at = case when m.state = 'error' then o.poured_at else m.poured_at end, withdrawn_at = m.withdrawn_at,
         opi_code = coalesce(m.opi_code, o.opi_code), sis_record_id = coalesce(m.sis_record_id, o.sis_record_id),
         attempts = m.attempts, cause = m.cause, cause_detail = left(m.cause_detail, 500), next_try = m.next_try,
         quarantined_at = m.quarantined_at, adjusted = m.adjusted, run_id = $2, changed_at = $3, version = o.version + 1,
         reported_cause = case when m.cause is null then null else o.reported_cause end
     from jsonb_to_recordset($1) as m (
       id bigint, version int, state text, wanted text, poured_at timestamptz, withdrawn_at timestamptz, opi_code text,
       sis_record_id text, attempts int, cause text, cause_detail text, next_try timestamptz,
       quarantined_at timestamptz, adjusted text[])
     where o.application_id = m.id and o.version = m.version
     returning o.application_id as id`,
    [JSON.stringify(rows.map(({ written }) => written)), by.runId, by.now.toString()],
  )
  const written = new Set(done.map(({ id }) => id))
  const counts: MarkCounts = { poured: 0, withdrawn: 0, errors: 0, setAside: 0, changedMeanwhile: 0 }
  const events: DossierEvent[] = []
  for (const { plan, row, mark, written: columns } of rows) {
    if (!written.has(row.applicationId)) {
      counts.changedMeanwhile++
      continue
    }
    const aside = columns.quarantined_at !== null
    if (mark.kind === 'poured') counts.poured++
    else if (mark.kind === 'withdrawn') counts.withdrawn++
    else counts.errors++
    if (aside) counts.setAside++
    const detail =
      mark.kind === 'error'
        ? { cause: mark.obstacle.cause, attempts: columns.attempts }
        : { opiCode: columns.opi_code ?? row.opiCode }
    events.push({
      accountId: plan.candidate.accountId,
      applicationId: row.applicationId,
      event: aside ? 'opi-set-aside' : eventOf[mark.kind],
      detail,
    })
  }
  await noteDossierEvents(client, events, by)
  return counts
}

const eventOf = { poured: 'opi-poured', withdrawn: 'opi-withdrawn', error: 'opi-failed' } as const

function columnsOf(
  plan: MarkedPlan,
  row: MarkedPlan['rows'][number],
  mark: Mark,
  { now }: { readonly now: Temporal.Instant },
) {
  const common = { id: row.applicationId, version: row.version }
  const instant = now.toString()
  if (mark.kind !== 'error')
    return {
      ...common,
      state: mark.kind,
      wanted: mark.kind === 'poured' ? 'pour' : 'withdraw',
      poured_at: mark.kind === 'poured' ? instant : null,
      withdrawn_at: mark.kind === 'withdrawn' ? instant : null,
      opi_code: mark.record?.opiCode ?? null,
      sis_record_id: mark.record?.recordId ?? null,
      attempts: 0,
      cause: null,
      cause_detail: null,
      next_try: null,
      quarantined_at: null,
      adjusted: mark.kind === 'poured' ? plan.adjusted : [],
    }
  const attempts = row.attempts + 1
  const next = nextTry(attempts, now)
  return {
    ...common,
    state: 'error',
    wanted: plan.withdrawals.has(row.applicationId) || row.state === 'to-withdraw' ? 'withdraw' : 'pour',
    poured_at: null,
    withdrawn_at: null,
    opi_code: null,
    sis_record_id: null,
    attempts,
    cause: mark.obstacle.cause,
    cause_detail: mark.obstacle.detail,
    next_try: next?.toString() ?? null,
    quarantined_at: next === null ? instant : null,
    adjusted: [],
  }
}
