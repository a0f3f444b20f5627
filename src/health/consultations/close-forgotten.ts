import type { RunContext } from '../../batch/run-context.ts'
import { RunLostError } from '../../batch/run-context.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import type { ClosingLimits } from './closing-limits.ts'
import { releaseRecordLock } from './consultation.ts'

export interface ClosingCounts {
  /** Opened before today and still open when the run came to them. */
  readonly examined: number
  readonly closed: number
  /** Somebody was at it less than the limit ago. */
  readonly stillActive: number
  readonly failed: number
}

/** How many are looked up at a time. */
const chunk = 500

/**
 * Closes what was left open, each at its last activity and in a transaction of its own: one that cannot be closed does
 * not keep the others open (health.md 2.4). No clinical field changes; the draft stays as it is.
 */
export async function closeForgotten(
  context: Pick<RunContext, 'run' | 'database' | 'transaction' | 'log' | 'progress' | 'signal' | 'clock'>,
  limits: ClosingLimits,
): Promise<ClosingCounts> {
  const { database, log, progress, signal } = context
  const counts = { examined: 0, closed: 0, stillActive: 0, failed: 0 }
  const total = await countOpen(context, limits)
  for (let after = 0; ; ) {
    const { rows } = await database.pool.query<{ id: number }>(
      `select id from consultation where closed_at is null and opened_at < $1 and id > $2 order by id limit $3`,
      [limits.openedBefore.toString(), after, chunk],
    )
    for (const { id } of rows) {
      signal.throwIfAborted()
      try {
        const outcome = await closeOne(context, id, limits)
        if (outcome === 'closed') counts.closed++
        else if (outcome === 'active') counts.stillActive++
        if (outcome !== 'gone') counts.examined++
      } catch (error) {
        if (error instanceof RunLostError || signal.aborted) throw error
        counts.examined++
        counts.failed++
        log.error(`consultation ${id} : non fermée (${faultCode(error)})`)
      }
      progress(counts.examined, total)
    }
    if (rows.length < chunk) return counts
    after = rows.at(-1)!.id
  }
}

async function countOpen({ database }: Pick<RunContext, 'database'>, limits: ClosingLimits): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    'select count(*) as count from consultation where closed_at is null and opened_at < $1',
    [limits.openedBefore.toString()],
  )
  return rows[0]!.count
}

/** `gone`: closed, or no longer of before today, by the time that its row is locked. */
async function closeOne(
  { transaction, clock }: Pick<RunContext, 'transaction' | 'clock'>,
  id: number,
  { openedBefore, inactiveSince }: ClosingLimits,
): Promise<'closed' | 'active' | 'gone'> {
  return await transaction(async (client) => {
    const { rows } = await client.query<{ active: boolean }>(
      `select last_activity_at >= $2 as active from consultation
       where id = $1 and closed_at is null and opened_at < $3 for update`,
      [id, inactiveSince.toString(), openedBefore.toString()],
    )
    if (rows[0] === undefined) return 'gone'
    if (rows[0].active) return 'active'
    // Not the time of the batch: how long consultations take stays true.
    await client.query(
      `update consultation set closed_at = last_activity_at, closed_by = 'FER_CON', told_at = null,
         changed_at = $2, version = version + 1
       where id = $1`,
      [id, clock.now().toString()],
    )
    await releaseRecordLock(client, id)
    await recordAudit(client, {
      actor: 'SYSTEM:FER_CON',
      action: 'consultation.closed',
      subject: `consultation:${id}`,
      application: 'health',
    })
    return 'closed'
  })
}

/** PostgreSQL's code of the fault: its words may quote the row. */
function faultCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code === '' ? 'erreur inattendue' : code
}
