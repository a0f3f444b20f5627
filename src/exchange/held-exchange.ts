import { rm } from 'node:fs/promises'
import type { RequestOutcome, RunRequest } from '../batch/request-run.ts'
import { recordAudit } from '../platform/audit/audit-trail.ts'
import { type Database, transaction } from '../platform/database.ts'
import type { Text } from '../platform/text.ts'
import { decideHeldExchange, type ExchangeRecord, findExchangeOfRun, holdAgain } from './exchange-record.ts'

export type HeldDecision =
  | {
      readonly ok: true
      readonly exchange: ExchangeRecord /** The run that applies it. */
      readonly runId: number | null
    }
  | { readonly ok: false; readonly code: 'NOT_HELD' | 'REQUEST_REFUSED'; readonly message: Text }

/** Who decides on which run, and from where. */
export interface Decider {
  readonly runId: number
  readonly author: string
  readonly address?: string | null
}

/**
 * Applies a held file: asks for a run that takes the kept copy in again. That run applies what was approved; should
 * the base have moved so that the figures differ, it holds the file once more.
 */
export async function approveHeldExchange(
  database: Database,
  requestRun: (request: RunRequest) => Promise<RequestOutcome>,
  held: Decider & { readonly trigger: RunRequest['trigger'] },
): Promise<HeldDecision> {
  const exchange = await findExchangeOfRun(database.pool, held.runId)
  if (exchange === null || !(await decide(database, exchange, 'approved', held)))
    return notHeld(held.runId, exchange)
  const outcome = await requestRun({
    code: exchange.batchCode,
    trigger: held.trigger,
    requestedBy: held.author,
    address: held.address ?? null,
    parameters: { ...exchange.parameters, path: exchange.keptPath, approvalOf: exchange.id },
  })
  if (outcome.ok) return { ok: true, exchange, runId: outcome.runId }
  // Nothing will apply it: it goes on waiting.
  await holdAgain(database.pool, exchange.id)
  return { ok: false, code: 'REQUEST_REFUSED', message: outcome.refusal.message }
}

/** Gives up a held file: it is never applied. */
export async function discardHeldExchange(database: Database, held: Decider): Promise<HeldDecision> {
  const exchange = await findExchangeOfRun(database.pool, held.runId)
  if (exchange === null || !(await decide(database, exchange, 'discarded', held)))
    return notHeld(held.runId, exchange)
  // A copy of personal data that nobody will need.
  if (exchange.keptPath !== null) await rm(exchange.keptPath, { force: true })
  return { ok: true, exchange, runId: null }
}

/** The decision and its entry in the audit trail, or neither: false when somebody decided before. */
async function decide(
  { pool }: Database,
  exchange: ExchangeRecord,
  decision: 'approved' | 'discarded',
  { runId, author, address = null }: Decider,
): Promise<boolean> {
  return await transaction(pool, async (client) => {
    if (!(await decideHeldExchange(client, exchange.id, decision, author))) return false
    await recordAudit(client, {
      actor: author,
      action: `import.${decision}`,
      subject: `run:${runId}`,
      application: exchange.application,
      address,
      detail: { batch: exchange.batchCode },
    })
    return true
  })
}

function notHeld(runId: number, exchange: ExchangeRecord | null): HeldDecision {
  const by = exchange?.decidedBy ?? null
  return {
    ok: false,
    code: 'NOT_HELD',
    message:
      by === null
        ? {
            fr: `L'exécution ${runId} n'attend aucune approbation`,
            en: `Run ${runId} does not wait for an approval`,
          }
        : {
            fr: `L'import de l'exécution ${runId} a déjà été décidé par ${by}`,
            en: `The import of run ${runId} was decided already by ${by}`,
          },
  }
}
