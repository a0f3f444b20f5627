import { Temporal } from 'temporal-polyfill'
import { defaultTimeoutMinutes } from '../../batch/catalogue.ts'
import type { Batch } from '../../batch/define-batch.ts'
import { type GridRow, readGrid } from '../../batch/grid.ts'
import type { BatchRecord } from '../../batch/list-batches.ts'
import { checkParameters } from '../../batch/merged-parameters.ts'
import { planRules } from '../../batch/plan-rules.ts'
import { type Checks, readChecks } from '../../batch/read-checks.ts'
import { instantNote } from '../../batch/schedule/instant-note.ts'
import { nextInstants } from '../../batch/schedule/next-instant.ts'
import type { Schedule } from '../../batch/schedule/schedule.ts'
import type { Text } from '../../platform/text.ts'
import type { BatchList, BatchPage, Checks as ChecksAnswer } from '../schemas/batches.ts'
import type { ApplicationCode } from '../schemas/common.ts'
import type { ApiServices } from '../services.ts'
import { applicationsOf, type Visitor } from '../visitor.ts'
import { batchAnswer, batchLabel } from './batch-answer.ts'
import { parametersSchema } from './parameter-labels.ts'
import { runAnswer } from './run-answer.ts'
import { spaced } from './spaced.ts'

/** The grid of what a visitor may read: a handful of statements, however many batches there are. */
export async function batchListAnswer(
  { engine, installation }: ApiServices,
  visitor: Visitor,
  filter: { readonly application?: ApplicationCode | undefined; readonly search?: string | undefined },
): Promise<BatchList> {
  const { pool } = installation.database
  const now = engine.clock.now()
  const readable = applicationsOf(visitor)
  const applications = readable.filter(
    (code) => filter.application === undefined || code === filter.application,
  )
  const wanted = folded(filter.search ?? '')
  const isWanted = ({ batch }: GridRow) => {
    const label = batchLabel(engine.catalogue, batch.code)
    return [batch.code, label.fr, label.en].some((text) => folded(text).includes(wanted))
  }
  const [grid, checks] = await Promise.all([
    readGrid(pool, { applications, plannedOnly: true }),
    readChecks(pool, readable, now),
  ])
  const items = grid
    .filter((row) => wanted === '' || isWanted(row))
    .map((row) => batchAnswer(row, { catalogue: engine.catalogue, visitor, now }))
  return { items, checks: checksAnswer(checks, installation.place.timeZone), now: now.toString() }
}

export function checksAnswer(checks: Checks, zone: string): ChecksAnswer {
  const { state, periodMs, lastAt, nextAt, lateSince, queued } = checks
  return {
    state,
    periodMs,
    lastAt,
    nextAt,
    lateSince,
    running: checks.running.map((run) => runAnswer(run, zone)),
    queued,
    nodes: checks.nodes.map((node) => ({
      name: node.name,
      scheduler: node.periodMs !== null,
      lastCheckAt: node.checkStartedAt,
    })),
  }
}

const shownInstants = 10

export async function batchPageAnswer(
  services: ApiServices,
  visitor: Visitor,
  row: GridRow,
): Promise<BatchPage> {
  const now = services.engine.clock.now()
  const record = row.batch
  const definition = services.engine.catalogue.get(record.code)?.batch
  const context = { ...services.installation, clock: services.engine.clock }
  const notReady = record.enabled ? null : ((await definition?.ready?.(context)) ?? null)
  return {
    batch: batchAnswer(row, { catalogue: services.engine.catalogue, visitor, now }),
    parametersSchema: parametersSchema(definition),
    parametersInForce: parametersInForce(definition, record),
    notReady: notReady && spaced(notReady),
    timeoutMinutes: definition?.timeoutMinutes ?? defaultTimeoutMinutes,
    resources: [...(definition?.resources ?? [])],
    rerunSafe: definition?.rerunSafe ?? false,
    rules: definition === undefined ? [] : planRules(definition, record.catchUp).map(spaced),
    nextInstants: nextInstantsOf(record, now),
  }
}

function parametersInForce(definition: Batch | undefined, { parameters }: BatchRecord) {
  if (definition === undefined) return { ...parameters }
  const checked = checkParameters(definition, parameters)
  return checked.ok ? { ...(checked.parameters as Record<string, unknown>) } : { ...parameters }
}

/** The first is the one stored, which knows of runs under way; the others are what would follow. */
function nextInstantsOf(record: BatchRecord, now: Temporal.Instant) {
  if (record.nextDueAt === null) return []
  const { schedule, timeZone } = record
  const first = Temporal.Instant.from(record.nextDueAt)
  const after = Temporal.Instant.compare(first, now) > 0 ? first : now
  const more = nextInstants(schedule, after, timeZone, shownInstants - 1, { previousStart: first })
  return [first, ...more].map((at) => ({ at: at.toString(), note: noteAnswer(schedule, at, timeZone) }))
}

export function noteAnswer(schedule: Schedule, at: Temporal.Instant, zone: string): Text | null {
  const note = instantNote(schedule, at, zone)
  return note === null ? null : spaced(note)
}

/** Without accents and case: « répertoire » is found by REPERTOIRE. */
function folded(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
}
