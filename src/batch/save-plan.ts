import type { Temporal } from 'temporal-polyfill'
import { recordAudit } from '../platform/audit/audit-trail.ts'
import { type Queryable, transaction } from '../platform/database.ts'
import {
  invalidParameters,
  notPlanned,
  type Refused,
  refuse,
  staleVersion,
  unknownBatch,
} from './batch-refusal.ts'
import { cancelWaiting } from './cancel-waiting.ts'
import type { Catalogue } from './catalogue.ts'
import { longestCheckPeriodMs } from './check-period.ts'
import type { CatchUp } from './define-batch.ts'
import { instantOf } from './instant-column.ts'
import { checkParameters } from './merged-parameters.ts'
import { sendNotices } from './notices.ts'
import { type ReadyContext, whyNotReady } from './readiness.ts'
import { changedParts, type RememberedPlan } from './remembered-plan.ts'
import { parseSchedule } from './schedule/parse-schedule.ts'
import type { Refusal } from './schedule/refusal.ts'
import { formatDateTime } from './schedule/run-line.ts'
import {
  catchUpOf,
  columnsOf,
  nextDueText,
  type PlanColumns,
  planColumns,
  scheduleOf,
} from './stored-plan.ts'

export interface PlanEdit {
  readonly code: string
  /** The version that the author saw. */
  readonly version: number
  readonly author: string
  /** Where the request came from, for the audit trail. */
  readonly address?: string | null
  /** Puts the batch in service or takes it out, with the rest of the edit. */
  readonly enabled?: boolean
  /** As `parseSchedule` takes it. Absent, like the rest: stays as it is. */
  readonly schedule?: unknown
  readonly catchUp?: CatchUp
  /** All the plan's values; what is not among them has the definition's default. */
  readonly parameters?: Readonly<Record<string, unknown>>
}

export type SaveOutcome =
  | {
      readonly ok: true
      readonly version: number
      readonly nextDueAt: string | null
      /** What waited and is cancelled, because the batch is taken out of service. */
      readonly cancelledRuns: readonly number[]
    }
  | (Refused & {
      readonly schedule?: readonly Refusal[]
      /** Who saved the plan since the author read it. */
      readonly stale?: { readonly by: string; readonly at: string; readonly version: number }
    })

/** What saving a plan needs. */
export type PlanOptions = ReadyContext & { readonly catalogue: Catalogue }

export interface PlanRow extends PlanColumns {
  code: string
  application: string
  planned: boolean
  enabled: boolean
  parameters: Record<string, unknown>
  version: number
  changed_at: Date
  changed_by: string
}

/**
 * Saves the plan of one batch over the version that its author saw. Nothing is retroactive (C5): the plan counts
 * from the moment it is saved, so an hour that has just passed is not made up for.
 */
export async function savePlan(options: PlanOptions, edit: PlanEdit): Promise<SaveOutcome> {
  const now = options.clock.now()
  const missing = edit.enabled ? await whyNotReady(options.catalogue, edit.code, options) : null
  if (missing !== null) return missing
  const entry = options.catalogue.get(edit.code)
  return await transaction(options.database.pool, async (client): Promise<SaveOutcome> => {
    const row = await lockPlan(client, edit.code)
    if (row === null || entry === undefined) return unknownBatch(edit.code)
    if (row.version !== edit.version)
      return {
        ...staleVersion(edit.code, row.changed_by, formatDateTime(instantOf(row.changed_at), row.time_zone)),
        stale: { by: row.changed_by, at: row.changed_at.toISOString(), version: row.version },
      }
    let schedule = scheduleOf(row)
    if (edit.schedule !== undefined) {
      if (!row.planned) return notPlanned(edit.code)
      const parsed = parseSchedule(edit.schedule, {
        now,
        zone: row.time_zone,
        checkPeriodMs: await longestCheckPeriodMs(client),
      })
      if (!parsed.ok)
        return {
          ...refuse('INVALID_SCHEDULE', {
            fr: parsed.refusals.map((one) => one.message.fr).join(' ; '),
            en: parsed.refusals.map((one) => one.message.en).join('; '),
          }),
          schedule: parsed.refusals,
        }
      schedule = parsed.schedule
    }
    const parameters = edit.parameters ?? row.parameters
    const checked = checkParameters(entry.batch, parameters)
    if (!checked.ok) return invalidParameters(edit.code, checked.message)
    const after: PlanRow = {
      ...row,
      ...columnsOf(schedule, edit.catchUp ?? catchUpOf(row), row.time_zone),
      parameters: { ...parameters },
      enabled: edit.enabled ?? row.enabled,
    }
    const { author, address = null } = edit
    const saved = await writePlan(client, row, after, { author, address, now })
    const cancelledRuns =
      row.enabled && !after.enabled ? await cancelWaiting(client, edit.code, author, now) : []
    return { ok: true, ...saved, cancelledRuns }
  })
}

export async function lockPlan(client: Queryable, code: string): Promise<PlanRow | null> {
  const { rows } = await client.query<PlanRow>(
    `select code, application, planned, enabled, parameters, version, changed_at, changed_by, ${planColumns}
     from batch where code = $1 for no key update`,
    [code],
  )
  return rows[0] ?? null
}

/** Writes a changed plan with its revision, and moves the cursor to now. */
export async function writePlan(
  client: Queryable,
  before: PlanRow,
  after: PlanRow,
  by: { readonly author: string; readonly address: string | null; readonly now: Temporal.Instant },
): Promise<{ version: number; nextDueAt: string | null }> {
  const { author, now } = by
  const version = before.version + 1
  const was = revised(before)
  const becomes = revised(after)
  const nextDueAt = after.enabled && after.planned ? nextDueText(after, now) : null
  await client.query(
    `update batch
     set at_time = $2, weekdays = $3, day_of_month = $4, month = $5, year = $6, every_minutes = $7,
         catch_up = $8, catch_up_minutes = $9, parameters = $10, enabled = $11,
         disabled_at = case when $11 then null when enabled then $12 else disabled_at end,
         disabled_by = case when $11 then null when enabled then $13 else disabled_by end,
         cursor_at = $12, next_due_at = $14, version = $15, changed_at = $12, changed_by = $13
     where code = $1`,
    [
      after.code,
      after.at_time,
      after.weekdays,
      after.day_of_month,
      after.month,
      after.year,
      after.every_minutes,
      after.catch_up,
      after.catch_up_minutes,
      JSON.stringify(after.parameters),
      after.enabled,
      now.toString(),
      author,
      nextDueAt,
      version,
    ],
  )
  await client.query(
    `insert into batch_revision (batch_code, version, at, author, before, after)
     values ($1, $2, $3, $4, $5, $6)`,
    [after.code, version, now.toString(), author, JSON.stringify(was), JSON.stringify(becomes)],
  )
  await recordAudit(client, {
    actor: author,
    action: auditAction(before, after),
    subject: `batch:${after.code}`,
    application: after.application,
    address: by.address,
    // A plan's parameters are a batch's own affair: the revision keeps them, the trail says that they changed.
    detail: { version, changed: changedParts(was, becomes) },
  })
  await sendNotices(client, [{ kind: 'plan', batch: after.code }])
  return { version, nextDueAt }
}

function auditAction(before: PlanRow, after: PlanRow): string {
  if (before.enabled === after.enabled) return 'batch.plan-saved'
  return after.enabled ? 'batch.enabled' : 'batch.disabled'
}

/** What a revision remembers of a plan: what can be put back. */
function revised(row: PlanRow): RememberedPlan {
  return {
    enabled: row.enabled,
    schedule: scheduleOf(row),
    catchUp: catchUpOf(row),
    parameters: row.parameters,
  }
}
