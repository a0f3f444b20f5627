import type { Temporal } from 'temporal-polyfill'
import { type Database, type Queryable, transaction } from '../platform/database.ts'
import { type Refused, unknownBatch } from './batch-refusal.ts'
import { type Notice, sendNotices } from './notices.ts'
import { lockPlan, writePlan } from './save-plan.ts'

export type EnableOutcome =
  | {
      readonly ok: true
      readonly changed: boolean
      readonly version: number
      readonly nextDueAt: string | null
      /** Requests and planned launches that waited and are cancelled with it. */
      readonly cancelledRuns: readonly number[]
    }
  | Refused

/**
 * Puts a batch in service, from now on (nothing missed is made up for), or takes it out: what waits is cancelled,
 * so that it cannot fire unexpectedly when somebody enables the batch months later. A run under way completes.
 */
export async function setEnabled(
  options: { database: Database; now: Temporal.Instant },
  code: string,
  enabled: boolean,
  author: string,
): Promise<EnableOutcome> {
  const { now } = options
  return await transaction(options.database.pool, async (client): Promise<EnableOutcome> => {
    const row = await lockPlan(client, code)
    if (row === null) return unknownBatch(code)
    if (row.enabled === enabled) {
      const { rows } = await client.query<{ next_due_at: Date | null }>(
        'select next_due_at from batch where code = $1',
        [code],
      )
      const nextDueAt = rows[0]?.next_due_at?.toISOString() ?? null
      return { ok: true, changed: false, version: row.version, nextDueAt, cancelledRuns: [] }
    }
    const saved = await writePlan(client, row, { ...row, enabled }, author, now)
    const cancelledRuns = enabled ? [] : await cancelWaiting(client, code, author, now)
    return { ok: true, changed: true, ...saved, cancelledRuns }
  })
}

async function cancelWaiting(
  client: Queryable,
  code: string,
  author: string,
  now: Temporal.Instant,
): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    `update batch_run
     set state = 'cancelled', ended_at = greatest(queued_at, $2), dispatched = false,
         cancel_requested_at = $2, cancel_requested_by = $3, reason = $4
     where batch_code = $1 and state = 'queued'
     returning id`,
    [code, now.toString(), author, `batch mis hors service par ${author}`],
  )
  const notices = rows.map((row): Notice => ({ kind: 'run', run: row.id, batch: code, state: 'cancelled' }))
  if (rows.length > 0) notices.push({ kind: 'wake' })
  await sendNotices(client, notices)
  return rows.map((row) => row.id)
}
