import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../platform/database.ts'
import { type Notice, sendNotices } from './notices.ts'
import type { RunReason } from './run-reason.ts'

/** Cancels what waits of a batch that is taken out of service; returns the numbers of those runs. */
export async function cancelWaiting(
  client: Queryable,
  code: string,
  author: string,
  now: Temporal.Instant,
): Promise<number[]> {
  const reason: RunReason = { code: 'taken-out-of-service', by: author }
  const { rows } = await client.query<{ id: number }>(
    `update batch_run
     set state = 'cancelled', ended_at = greatest(queued_at, $2), dispatched = false,
         cancel_requested_at = $2, cancel_requested_by = $3, reason = $4
     where batch_code = $1 and state = 'queued'
     returning id`,
    [code, now.toString(), author, JSON.stringify(reason)],
  )
  const notices = rows.map((row): Notice => ({ kind: 'run', run: row.id, batch: code, state: 'cancelled' }))
  if (rows.length > 0) notices.push({ kind: 'wake' })
  await sendNotices(client, notices)
  return rows.map((row) => row.id)
}
