import type { Clock } from '../platform/clock.ts'
import { type Database, transaction } from '../platform/database.ts'
import { lockTurns } from './claim.ts'
import type { DispatchQueue } from './dispatch-queue.ts'
import { sendNotices } from './notices.ts'
import { rearmFrequencies } from './rearm-frequency.ts'

export interface MendResult {
  /** Runs that waited for a message nobody had any more. */
  readonly redispatched: number
  /** Batches with a frequency that had been left without a next start. */
  readonly rearmed: number
}

/** Messages younger than this may still be on their way. */
const graceSeconds = 60

/**
 * The safety net under the dispatch: whatever the cause (a queue emptied by hand, a restored backup), a run that
 * waits gets a message again, and a batch with a frequency its next start. Normally finds nothing.
 */
export async function mendDispatch(options: {
  database: Database
  queue: DispatchQueue
  clock: Clock
  graceSeconds?: number
}): Promise<MendResult> {
  const now = options.clock.now()
  return await transaction(options.database.pool, async (client) => {
    await lockTurns(client)
    const { rows } = await client.query<{ id: number; own_lane: boolean; priority: number }>(
      `select id, own_lane, priority from batch_run
       where state = 'queued' and dispatched and queued_at < $1
         and not exists (select from pgboss.job
                         where name = 'run' and (data->>'runId')::bigint = batch_run.id
                           and state < 'active')
       for update skip locked`,
      [now.subtract({ seconds: options.graceSeconds ?? graceSeconds }).toString()],
    )
    await options.queue.send(
      client,
      rows.map((row) => ({ runId: row.id, ownLane: row.own_lane, priority: row.priority })),
    )
    const idle = await client.query<{ code: string }>(
      `select code from batch
       where enabled and planned and every_minutes is not null and next_due_at is null
         and not exists (select from batch_run r where r.batch_code = code and state in ('queued', 'running'))`,
    )
    const rearmed = await rearmFrequencies(
      client,
      idle.rows.map((row) => row.code),
      now,
    )
    // Runs put aside are looked at in every turn: a wake is enough for them.
    await sendNotices(client, [{ kind: 'wake' }])
    return { redispatched: rows.length, rearmed: rearmed.length }
  })
}
