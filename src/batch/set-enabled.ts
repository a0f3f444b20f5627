import { transaction } from '../platform/database.ts'
import { type Refused, unknownBatch } from './batch-refusal.ts'
import { cancelWaiting } from './cancel-waiting.ts'
import { whyNotReady } from './readiness.ts'
import { lockPlan, type PlanOptions, writePlan } from './save-plan.ts'

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
 * Refused (`NOT_READY`) while the batch itself says that something is still to be set.
 */
export async function setEnabled(
  options: PlanOptions,
  code: string,
  enabled: boolean,
  author: string,
  address: string | null = null,
): Promise<EnableOutcome> {
  const now = options.clock.now()
  const missing = enabled ? await whyNotReady(options.catalogue, code, options) : null
  if (missing !== null) return missing
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
    const saved = await writePlan(client, row, { ...row, enabled }, { author, address, now })
    const cancelledRuns = enabled ? [] : await cancelWaiting(client, code, author, now)
    return { ok: true, changed: true, ...saved, cancelledRuns }
  })
}
