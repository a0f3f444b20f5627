import { Temporal } from 'temporal-polyfill'
import type { Text } from '../../platform/text.ts'
import type { Acknowledgement } from '../acknowledgement.ts'
import { isAbnormallyLong } from '../habit.ts'
import { describeReason } from '../run-reason.ts'
import type { RunRecord } from '../run-record.ts'
import { durationSeconds } from '../schedule/duration.ts'
import { lateAfterSeconds } from '../verdict.ts'
import { dueMarks } from './due-marks.ts'
import { exceptionSentence } from './exception-sentence.ts'
import type { DueAnswer, NightBatch, NightFacts, NightRun } from './night-facts.ts'

export type ExceptionKind =
  | 'failed'
  | 'interrupted'
  | 'held'
  | 'missed'
  | 'not-started'
  | 'slow'
  | 'cancelled'
  | 'rejects'

/** What the morning has to look at. */
export interface NightException {
  readonly kind: ExceptionKind
  readonly batchCode: string
  readonly application: string
  readonly label: Text
  /** Null for what left no row at all. */
  readonly runId: number | null
  /** The start, or the due instant of what never started. */
  readonly at: Temporal.Instant
  /** When it went wrong: the end of what failed. */
  readonly happenedAt: Temporal.Instant
  readonly sentence: Text
  readonly acknowledged: Acknowledgement | null
  /** A later run of the same batch that finished. */
  readonly mendedBy: number | null
}

/** Everything that did not go as it should, in the order of its instants. */
export function nightExceptions(facts: NightFacts): NightException[] {
  const found = [
    ...facts.runs.flatMap((one) => ofRun(facts, one)),
    ...missedOnes(facts),
    ...facts.batches.flatMap((batch) => notStarted(facts, batch)),
  ]
  return found.sort((a, b) => Temporal.Instant.compare(a.at, b.at) || a.batchCode.localeCompare(b.batchCode))
}

/** Repairable by a later run that finishes. */
const mendable: readonly ExceptionKind[] = ['failed', 'interrupted', 'cancelled', 'missed', 'not-started']

interface Found {
  readonly kind: ExceptionKind
  readonly batchCode: string
  readonly run: RunRecord | null
  readonly at: Temporal.Instant
  readonly happenedAt?: Temporal.Instant
  readonly sentence: Text
}

function exception(facts: NightFacts, found: Found): NightException[] {
  const { kind, batchCode, run, at, happenedAt = at, sentence } = found
  const batch = facts.batches.find((one) => one.code === batchCode)
  if (batch === undefined) return []
  return [
    {
      kind,
      batchCode,
      application: batch.application,
      label: batch.label,
      runId: run?.id ?? null,
      at,
      happenedAt,
      sentence,
      acknowledged: run === null ? null : (facts.acknowledged.get(run.id) ?? null),
      mendedBy: mendable.includes(kind) ? mender(facts, found) : null,
    },
  ]
}

function mender(facts: NightFacts, { batchCode, run, at }: Found): number | null {
  const newest = facts.newestFinished.get(batchCode)
  if (newest === undefined) return null
  const later = run === null ? Temporal.Instant.compare(newest.startedAt, at) > 0 : newest.id > run.id
  return later ? newest.id : null
}

function ofRun(facts: NightFacts, { run, exchange }: NightRun): NightException[] {
  const at = Temporal.Instant.from(run.startedAt ?? run.queuedAt)
  const happenedAt = run.endedAt === null ? at : Temporal.Instant.from(run.endedAt)
  const say = (kind: ExceptionKind, what: Parameters<typeof exceptionSentence>[1] = {}) =>
    exception(facts, {
      kind,
      batchCode: run.batchCode,
      run,
      at,
      happenedAt,
      sentence: exceptionSentence({ kind, code: run.batchCode, at: happenedAt, zone: facts.zone }, what),
    })
  switch (run.state) {
    case 'failed':
    case 'interrupted':
      return say(run.state, { why: whyOf(run, facts.zone) })
    case 'cancelled':
      return say('cancelled', { by: run.cancelRequestedBy })
    case 'finished':
      if (exchange?.held === true) return say('held')
      if (exchange !== null && exchange.rejected > 0 && !exchange.dryRun)
        return [...say('rejects', { lines: exchange.rejected }), ...slow(facts, run, say)]
      return slow(facts, run, say)
    case 'running':
      return slow(facts, run, say)
    default:
      return []
  }
}

function whyOf({ error, reason }: RunRecord, zone: string): Text | null {
  if (error !== null) return { fr: error, en: error }
  return reason === null ? null : describeReason(reason, zone)
}

function slow(
  { habits, now }: NightFacts,
  run: RunRecord,
  say: (kind: ExceptionKind, what: Parameters<typeof exceptionSentence>[1]) => NightException[],
): NightException[] {
  const habit = habits.get(run.batchCode) ?? null
  const end = run.endedAt === null ? now : Temporal.Instant.from(run.endedAt)
  const seconds = durationSeconds(Temporal.Instant.from(run.startedAt!), end)
  if (!isAbnormallyLong(seconds, habit)) return []
  return say('slow', { seconds, usualSeconds: habit!.medianSeconds, underWay: run.endedAt === null })
}

/**
 * Due instants of the night that nobody launched when they came: those that a row records as missed, and those whose
 * run came only after the night.
 */
function missedOnes(facts: NightFacts): NightException[] {
  return facts.answers.flatMap((answer) => {
    const { run, batchCode } = answer
    const count = countMissed(answer)
    if (count === null && !cameAfterTheNight(facts, run)) return []
    const at = later(answer.first, facts.from)
    const what = count === null ? { caughtUpAt: Temporal.Instant.from(run.startedAt!) } : { count }
    const sentence = exceptionSentence({ kind: 'missed', code: batchCode, at, zone: facts.zone }, what)
    return exception(facts, { kind: 'missed', batchCode, run, at, sentence })
  })
}

function countMissed({ run }: DueAnswer): number | null {
  const count = run.detail?.missed
  return run.state === 'skipped' && typeof count === 'number' ? count : null
}

function cameAfterTheNight({ to }: NightFacts, run: RunRecord): boolean {
  return run.startedAt !== null && Temporal.Instant.compare(run.startedAt, to) >= 0
}

/** Due instants that have passed and left no trace: nobody was there, or something is very wrong. */
function notStarted(facts: NightFacts, batch: NightBatch): NightException[] {
  const { from, to, now, zone } = facts
  const tolerated = now.subtract({ seconds: lateAfterSeconds })
  const answers = facts.answers.filter((one) => one.batchCode === batch.code)
  return dueMarks(batch, from, to, zone)
    .filter((at) => Temporal.Instant.compare(at, tolerated) < 0)
    .filter((at) => !answers.some((one) => isAnswered(at, one)))
    .flatMap((at) =>
      exception(facts, {
        kind: 'not-started',
        batchCode: batch.code,
        run: null,
        at,
        sentence: exceptionSentence({ kind: 'not-started', code: batch.code, at, zone }, {}),
      }),
    )
}

function isAnswered(at: Temporal.Instant, { first, last }: DueAnswer): boolean {
  return Temporal.Instant.compare(first, at) <= 0 && Temporal.Instant.compare(at, last) <= 0
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) > 0 ? a : b
}
