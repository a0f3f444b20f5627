import { Temporal } from 'temporal-polyfill'
import type { Catalogue } from '../../batch/catalogue.ts'
import type { GridRow } from '../../batch/grid.ts'
import type { RunRecord } from '../../batch/run-record.ts'
import { describeRunInBoth } from '../../batch/schedule/run-line.ts'
import type { Schedule } from '../../batch/schedule/schedule.ts'
import { describeSchedule } from '../../batch/schedule/wording.ts'
import { verdictOn } from '../../batch/verdict.ts'
import type { Text } from '../../platform/text.ts'
import type { Batch } from '../schemas/batches.ts'
import type { ApplicationCode } from '../schemas/common.ts'
import { may, type Visitor } from '../visitor.ts'
import { runAnswer } from './run-answer.ts'

/** A row of the grid, from what was read of the batch and of its past. */
export function batchAnswer(
  { batch: record, past, running }: GridRow,
  facts: { readonly catalogue: Catalogue; readonly visitor: Visitor; readonly now: Temporal.Instant },
): Batch {
  const { catalogue, visitor, now } = facts
  const { planned, timeZone, lastRun, ...rest } = record
  const definition = catalogue.get(record.code)?.batch
  const application = record.application as ApplicationCode
  const known = definition !== undefined
  const { verdict, since } = verdictOn(record, past, now)
  return {
    ...rest,
    application,
    label: batchLabel(catalogue, record.code),
    description: definition?.description ?? unknownDescription,
    known,
    schedule: scheduleAnswer(record.schedule),
    scheduleWording: planned ? scheduleWording(record.schedule, now, timeZone) : onRequest,
    parameters: { ...record.parameters },
    runningRun: running === null ? null : runAnswer(running, timeZone),
    lastRun: lastRun === null ? null : runAnswer(lastRun, timeZone),
    lastRunWording: runWording(lastRun, timeZone),
    recent: past.runs.map(({ id, state, durationSeconds }) => ({ id, state, durationSeconds })),
    verdict,
    verdictSince: since,
    dangerous: definition?.danger !== undefined,
    actions: {
      edit: known && may(visitor, 'administrator', application),
      launch: known && planned && record.enabled && may(visitor, 'operator', application),
    },
  }
}

/** The batch's name; its code where the program has no such batch any more. */
export function batchLabel(catalogue: Catalogue, code: string): Text {
  return catalogue.get(code)?.batch.label ?? { fr: code, en: code }
}

export function scheduleAnswer(schedule: Schedule) {
  return { ...schedule, weekdays: [...schedule.weekdays] }
}

export function scheduleWording(schedule: Schedule, now?: Temporal.Instant, zone?: string): Text {
  const present = now === undefined || zone === undefined ? undefined : { now, zone }
  return {
    fr: describeSchedule(schedule, 'fr', present),
    en: describeSchedule(schedule, 'en', present),
  }
}

function runWording(run: RunRecord | null, zone: string): Text {
  if (run === null) return { fr: '', en: '' }
  const instant = (iso: string | null) => (iso === null ? null : Temporal.Instant.from(iso))
  return describeRunInBoth(
    { state: run.state, begin: instant(run.startedAt), end: instant(run.endedAt) },
    zone,
  )
}

const onRequest: Text = { fr: 'À la demande seulement', en: 'On request only' }

const unknownDescription: Text = {
  fr: "Ce programme n'a plus ce batch : son historique reste, il ne s'exécute plus.",
  en: 'This program has no such batch any more: its history remains, it does not run.',
}
