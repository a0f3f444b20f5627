import { Temporal } from 'temporal-polyfill'
import type { Text } from '../../platform/text.ts'
import { isAbnormallyLong } from '../habit.ts'
import type { RunRecord } from '../run-record.ts'
import type { RunState } from '../run-state.ts'
import { durationSeconds } from '../schedule/duration.ts'
import { dueMarks, frequencyMarks } from './due-marks.ts'
import { type NightException, nightExceptions } from './night-exceptions.ts'
import type { NightBatch, NightFacts } from './night-facts.ts'
import { type Mood, nightMood, nightSentence } from './night-sentence.ts'

/** The account of a night. */
export interface ToldNight {
  /** One a batch that ran or was due, in the order of its first mark or run. */
  readonly lanes: readonly Lane[]
  readonly counts: Readonly<Record<RunState, number>> & { readonly held: number }
  readonly sentence: Text
  readonly mood: Mood
  readonly exceptions: readonly NightException[]
}

export interface Lane {
  readonly batch: NightBatch
  readonly due: readonly Temporal.Instant[]
  readonly runs: readonly LaneRun[]
}

export interface LaneRun {
  readonly run: RunRecord
  readonly abnormallyLong: boolean
  readonly medianSeconds: number | null
}

/** Makes the account of a night from what is known of it. */
export function tellNight(facts: NightFacts): ToldNight {
  const lanes = facts.batches
    .map((batch) => laneOf(facts, batch))
    .filter((lane) => lane.due.length > 0 || lane.runs.length > 0)
    .sort((a, b) => beginning(a) - beginning(b) || a.batch.code.localeCompare(b.batch.code))
  const exceptions = nightExceptions(facts)
  const held = facts.runs.filter((one) => one.exchange?.held === true).length
  return {
    lanes,
    counts: { ...facts.counts, held },
    sentence: nightSentence(facts.counts, exceptions, { zone: facts.zone, next: nextDue(lanes, facts.now) }),
    mood: nightMood(facts.counts, exceptions),
    exceptions,
  }
}

function laneOf(facts: NightFacts, batch: NightBatch): Lane {
  const { from, to, now, zone } = facts
  const runs = facts.runs.filter(({ run }) => run.batchCode === batch.code)
  const habit = facts.habits.get(batch.code) ?? null
  const starts = runs.flatMap(({ run }) =>
    run.startedAt === null ? [] : [Temporal.Instant.from(run.startedAt)],
  )
  const after = Temporal.Instant.compare(now, from) > 0 ? now : from
  const due = [
    ...dueMarks(batch, from, to, zone),
    ...answeredBeyondThePlan(facts, batch),
    ...frequencyMarks(batch, after, to, zone, starts.at(-1) ?? null),
  ]
  return {
    batch,
    due: distinct(due),
    runs: runs.map(({ run }) => ({
      run,
      abnormallyLong: isAbnormallyLong(secondsSoFar(run, now), habit),
      medianSeconds: habit?.medianSeconds ?? null,
    })),
  }
}

/** Due instants that a row proves and the plans do not tell: those of a frequency. */
function answeredBeyondThePlan({ answers, from, to }: NightFacts, batch: NightBatch): Temporal.Instant[] {
  return answers
    .filter((one) => one.batchCode === batch.code)
    .map((one) => one.last)
    .filter((at) => Temporal.Instant.compare(at, from) >= 0 && Temporal.Instant.compare(at, to) < 0)
}

function distinct(instants: readonly Temporal.Instant[]): Temporal.Instant[] {
  const byTime = new Map(instants.map((instant) => [instant.epochMilliseconds, instant]))
  return [...byTime.values()].sort(Temporal.Instant.compare)
}

function beginning({ due, runs }: Lane): number {
  const first = runs[0]?.run
  const run = first === undefined ? Number.POSITIVE_INFINITY : Date.parse(first.startedAt ?? first.queuedAt)
  return Math.min(run, due[0]?.epochMilliseconds ?? Number.POSITIVE_INFINITY)
}

function secondsSoFar(run: RunRecord, now: Temporal.Instant): number | null {
  if (run.startedAt === null) return null
  const end = run.endedAt === null ? now : Temporal.Instant.from(run.endedAt)
  return durationSeconds(Temporal.Instant.from(run.startedAt), end)
}

/** What comes next in this night. */
function nextDue(lanes: readonly Lane[], now: Temporal.Instant) {
  const coming = lanes.flatMap(({ batch, due }) =>
    due.filter((at) => Temporal.Instant.compare(at, now) > 0).map((at) => ({ at, batchCode: batch.code })),
  )
  return coming.sort((a, b) => Temporal.Instant.compare(a.at, b.at))[0] ?? null
}
