import type { Temporal } from 'temporal-polyfill'
import { recordAudit } from '../platform/audit/audit-trail.ts'
import { type Database, type Queryable, transaction } from '../platform/database.ts'
import { sendNotices } from './notices.ts'
import type { RunState } from './run-state.ts'

/** Somebody has looked at a run that went wrong. */
export interface Acknowledgement {
  readonly by: string
  readonly at: string
}

interface Act {
  readonly runId: number
  readonly by: string
  readonly address: string | null
  readonly now: Temporal.Instant
}

/** Writes down that `by` has looked at the run; whoever did so first stays. Null: there is no such run. */
export async function acknowledgeRun(database: Database, act: Act): Promise<Acknowledgement | null> {
  return await transaction(database.pool, async (client) => {
    const run = await runOf(client, act.runId)
    if (run === null) return null
    const { rowCount } = await client.query(
      'insert into run_acknowledgement (run_id, by, at) values ($1, $2, $3) on conflict do nothing',
      [act.runId, act.by, act.now.toString()],
    )
    if (rowCount === 1) await tell(client, act, run, 'run.acknowledged')
    return (await readAcknowledgements(client, [act.runId])).get(act.runId) ?? null
  })
}

/** Takes it back; false where nobody had looked. */
export async function withdrawAcknowledgement(database: Database, act: Act): Promise<boolean> {
  return await transaction(database.pool, async (client) => {
    const run = await runOf(client, act.runId)
    const { rowCount } = await client.query('delete from run_acknowledgement where run_id = $1', [act.runId])
    if (rowCount !== 1 || run === null) return false
    await tell(client, act, run, 'run.acknowledgement-withdrawn')
    return true
  })
}

/** Who has looked at which of these runs. */
export async function readAcknowledgements(
  db: Queryable,
  runIds: readonly number[],
): Promise<Map<number, Acknowledgement>> {
  const { rows } = await db.query<{ run_id: number; by: string; at: Date }>(
    'select run_id, by, at from run_acknowledgement where run_id = any($1)',
    [runIds],
  )
  return new Map(rows.map((row) => [row.run_id, { by: row.by, at: row.at.toISOString() }]))
}

interface RunOfAct {
  batch_code: string
  application: string
  state: RunState
}

async function runOf(db: Queryable, runId: number): Promise<RunOfAct | null> {
  const { rows } = await db.query<RunOfAct>(
    'select batch_code, application, state from batch_run where id = $1 for key share',
    [runId],
  )
  return rows[0] ?? null
}

/** Other screens show it at once: it counts as a change of the run. */
async function tell(db: Queryable, act: Act, run: RunOfAct, action: string): Promise<void> {
  await recordAudit(db, {
    actor: act.by,
    action,
    subject: `run:${act.runId}`,
    application: run.application,
    address: act.address,
    detail: { batch: run.batch_code, state: run.state },
  })
  await sendNotices(db, [{ kind: 'run', run: act.runId, batch: run.batch_code, state: run.state }])
}
