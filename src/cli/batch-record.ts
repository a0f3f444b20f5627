import { Temporal } from 'temporal-polyfill'
import { unknownBatch } from '../batch/batch-refusal.ts'
import { type BatchRecord, listBatches } from '../batch/list-batches.ts'
import { describeSchedule } from '../batch/schedule/wording.ts'
import type { Installation } from '../installation.ts'
import type { Cli } from './cli.ts'
import { refusedByEngine } from './failure.ts'
import { runLine } from './moment.ts'
import { runJson } from './run-record.ts'

/** The batch of this code as the grid has it; fails the command when there is none. */
export async function findBatch(installation: Installation, code: string): Promise<BatchRecord> {
  const [batch] = await listBatches(installation.database.pool, { code })
  if (batch === undefined) throw refusedByEngine(unknownBatch(code).refusal)
  return batch
}

/** The « Programmation » column; a batch that runs on request only says so. */
export function planText(batch: BatchRecord, cli: Cli, now: Temporal.Instant): string {
  if (!batch.planned) return cli.say(texts.onRequest)
  return describeSchedule(batch.schedule, cli.locale, { now, zone: batch.timeZone })
}

export function batchLabel(batch: BatchRecord, installation: Installation, cli: Cli): string {
  const entry = installation.catalogue.get(batch.code)
  return entry === undefined ? cli.say(texts.unknown) : cli.say(entry.batch.label)
}

/** When the batch last began, from which a frequency counts. */
export function previousStart(batch: BatchRecord): Temporal.Instant | null {
  const startedAt = batch.lastRun?.startedAt ?? null
  return startedAt === null ? null : Temporal.Instant.from(startedAt)
}

/** The record and, in words, what the grid shows of it. */
export function batchJson(
  batch: BatchRecord,
  installation: Installation,
  cli: Cli,
  now: Temporal.Instant,
): object {
  return {
    ...batch,
    label: batchLabel(batch, installation, cli),
    scheduleText: planText(batch, cli, now),
    lastRun: batch.lastRun === null ? null : runJson(batch.lastRun, cli, batch.timeZone),
    lastRunText: runLine(batch.lastRun, cli.locale, batch.timeZone),
  }
}

const texts = {
  onRequest: { fr: 'À la demande seulement', en: 'On request only' },
  unknown: { fr: '(absent de ce programme)', en: '(not in this program)' },
}
