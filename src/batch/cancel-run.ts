import type { Temporal } from 'temporal-polyfill'
import { recordAudit } from '../platform/audit/audit-trail.ts'
import { type Database, transaction } from '../platform/database.ts'
import { type Refused, runEnded, unknownRun } from './batch-refusal.ts'
import { type Notice, sendNotices } from './notices.ts'
import { rearmFrequencies } from './rearm-frequency.ts'
import type { RunReason } from './run-reason.ts'
import { type RunState, stateCodes } from './run-state.ts'

export type CancelOutcome =
  /** It waited, and is cancelled; or it runs, and has been told to stop: its own end says what came of it. */
  { readonly ok: true; readonly state: 'cancelled' | 'stopping' } | Refused

/** Cancels a run that waits, or asks the node of one under way to stop it. */
export async function cancelRun(
  options: { database: Database; now: Temporal.Instant },
  runId: number,
  by: string,
  address: string | null = null,
): Promise<CancelOutcome> {
  const now = options.now.toString()
  return await transaction(options.database.pool, async (client): Promise<CancelOutcome> => {
    const { rows } = await client.query<{ state: RunState; batch_code: string; application: string }>(
      'select state, batch_code, application from batch_run where id = $1 for update',
      [runId],
    )
    const run = rows[0]
    if (run === undefined) return unknownRun(runId)
    if (run.state !== 'running' && run.state !== 'queued') return runEnded(runId, stateCodes[run.state])
    await recordAudit(client, {
      actor: by,
      action: 'run.cancelled',
      subject: `run:${runId}`,
      application: run.application,
      address,
      detail: { batch: run.batch_code, was: run.state },
    })
    if (run.state === 'running') {
      await client.query(
        'update batch_run set cancel_requested_at = $2, cancel_requested_by = $3 where id = $1',
        [runId, now, by],
      )
      await sendNotices(client, [{ kind: 'cancel', run: runId }])
      return { ok: true, state: 'stopping' }
    }
    const reason: RunReason = { code: 'cancelled-by', who: by }
    await client.query(
      `update batch_run
       set state = 'cancelled', ended_at = $2, cancel_requested_at = $2, cancel_requested_by = $3, reason = $4,
           dispatched = false
       where id = $1`,
      [runId, now, by, JSON.stringify(reason)],
    )
    await rearmFrequencies(client, [run.batch_code], options.now)
    const notices: Notice[] = [
      { kind: 'run', run: runId, batch: run.batch_code, state: 'cancelled' },
      { kind: 'plan', batch: run.batch_code },
      // Whoever waited behind it may start now.
      { kind: 'wake' },
    ]
    await sendNotices(client, notices)
    return { ok: true, state: 'cancelled' }
  })
}
