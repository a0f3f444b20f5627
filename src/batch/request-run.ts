import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { recordAudit } from '../platform/audit/audit-trail.ts'
import { type Database, transaction } from '../platform/database.ts'
import {
  alreadyRequested,
  confirmationRequired,
  invalidParameters,
  outOfService,
  type Refused,
  reservedParameter,
  unknownBatch,
} from './batch-refusal.ts'
import type { Catalogue } from './catalogue.ts'
import type { Batch } from './define-batch.ts'
import type { DispatchQueue } from './dispatch-queue.ts'
import { checkParameters } from './merged-parameters.ts'
import { queueRuns } from './new-run.ts'
import { type RequestTrigger, requestTriggers } from './run-state.ts'

export interface RunRequest {
  readonly code: string
  readonly trigger: RequestTrigger | 'file'
  /** A login, or `cli:<user>`. */
  readonly requestedBy: string
  /** Where the request came from, for the audit trail. */
  readonly address?: string | null
  /** Over the plan's values, which are over the definition's defaults. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Whoever asks is no administrator: `reserved` parameters are as planned, or the request is refused. */
  readonly reservedAsPlanned?: boolean
  /** The batch's code, typed again by whoever launches one that destroys. */
  readonly confirmCode?: string
  /** Only this node may run it. */
  readonly pinnedNode?: string
}

export type RequestOutcome = { readonly ok: true; readonly runId: number } | Refused

/**
 * Immediate launch: queues a run, in one transaction with its message. It neither consumes nor moves the planned
 * launches. « Lancement immédiat » is ✓ from here until the run has ended: a second request is refused meanwhile,
 * while one beside a planned run waits for its turn.
 */
export async function requestRun(
  options: { database: Database; queue: DispatchQueue; catalogue: Catalogue; now: Temporal.Instant },
  request: RunRequest,
): Promise<RequestOutcome> {
  const { code } = request
  const entry = options.catalogue.get(code)
  if (entry === undefined) return unknownBatch(code)
  return await transaction(options.database.pool, async (client): Promise<RequestOutcome> => {
    // The lock makes requests for one batch, and changes of its service, happen one after the other.
    const { rows } = await client.query<{
      enabled: boolean
      version: number
      parameters: Record<string, unknown>
    }>({
      name: 'lock_batch_for_request',
      text: 'select enabled, version, parameters from batch where code = $1 for no key update',
      values: [code],
    })
    const row = rows[0]
    if (row === undefined) return unknownBatch(code)
    if (!row.enabled) return outOfService(code)
    const parameters = { ...row.parameters, ...request.parameters }
    const checked = checkParameters(entry.batch, parameters)
    if (!checked.ok) return invalidParameters(code, checked.message)
    if (request.reservedAsPlanned === true) {
      const changed = changedReserved(entry.batch, row.parameters, checked.parameters)
      if (changed !== undefined) return reservedParameter(code, changed)
    }
    if (entry.batch.danger !== undefined && request.confirmCode !== code) return confirmationRequired(code)
    if (await isRequested(client, code)) return alreadyRequested(code)
    const queued = await queueRuns(
      client,
      options.queue,
      [
        {
          batchCode: code,
          application: entry.application,
          trigger: request.trigger,
          dueAt: null,
          requestedBy: request.requestedBy,
          parameters,
          planVersion: row.version,
          entry,
          ...(request.pinnedNode === undefined ? {} : { pinnedNode: request.pinnedNode }),
        },
      ],
      options.now,
    )
    const runId = queued[0]?.id
    if (runId === undefined) return alreadyRequested(code)
    await recordAudit(client, {
      actor: request.requestedBy,
      action: 'batch.launched',
      subject: `batch:${code}`,
      application: entry.application,
      address: request.address ?? null,
      detail: { run: runId, trigger: request.trigger },
    })
    return { ok: true, runId }
  })
}

/** The first of the reserved parameters that would not be what the plan says. */
function changedReserved(
  batch: Batch,
  planned: Readonly<Record<string, unknown>>,
  asked: unknown,
): string | undefined {
  const plan = checkParameters(batch, planned)
  const valueIn = (values: unknown, name: string) =>
    JSON.stringify((values as Readonly<Record<string, unknown>> | null)?.[name])
  return batch.reserved?.find(
    (name) => valueIn(plan.ok ? plan.parameters : null, name) !== valueIn(asked, name),
  )
}

/**
 * Whether somebody's request for this batch waits or is under way. Asked once the lock is held, in a statement of its
 * own: the one that waits for the lock still sees what was there when it began to wait.
 */
async function isRequested(client: pg.PoolClient, code: string): Promise<boolean> {
  const { rows } = await client.query<{ requested: boolean }>({
    name: 'is_batch_requested',
    text: `select exists (
             select from batch_run
             where batch_code = $1 and waits_alone and trigger = any($2) and state = any('{queued,running}')
           ) as requested`,
    values: [code, requestTriggers],
  })
  return rows[0]!.requested
}
