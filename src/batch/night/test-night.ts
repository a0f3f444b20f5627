import { Temporal } from 'temporal-polyfill'
import type { Acknowledgement } from '../acknowledgement.ts'
import { habitOf } from '../habit.ts'
import type { RunRecord } from '../run-record.ts'
import type { RunState } from '../run-state.ts'
import { planned } from '../schedule/test-schedule.ts'
import type { NightFacts, NightRun } from './night-facts.ts'
import { type ToldNight, tellNight } from './tell-night.ts'

/** The night from Monday 5 to Tuesday 6 January 2026 in Paris (UTC+1), built by what a test says of it. */
export interface TestNight {
  /** Due every day at this civil time; enabled unless said otherwise. */
  batch(
    code: string,
    time: string,
    what?: { enabled?: boolean; savedAt?: string; formerTime?: string },
  ): TestNight
  everyMinutes(code: string, minutes: number): TestNight
  /** A run that answers the due instant at `due`, if given; it began at `start` and took `seconds`. Civil times. */
  run(code: string, state: RunState, times: RunTimes): TestNight
  /** A row that says that so many due instants were missed, the first at `first`. */
  missed(code: string, first: string, last: string, count: number): TestNight
  /** Its last runs took so long. */
  habit(code: string, ...seconds: number[]): TestNight
  /** It has finished a run since. */
  finishedSince(code: string, start: string): TestNight
  acknowledged(code: string, by: string): TestNight
  /** Looked at from then; default: noon, when it is over. */
  at(time: string): TestNight
  tell(): ToldNight
}

export interface RunTimes {
  readonly due?: string
  readonly start?: string
  readonly seconds?: number
  readonly error?: string
  readonly reason?: RunRecord['reason']
  readonly cancelledBy?: string
  readonly exchange?: NightRun['exchange']
}

const zone = 'Europe/Paris'

/** `22:30` is on the Monday, `05:00` on the Tuesday; whole instants are taken as they are. */
export function civil(time: string): Temporal.Instant {
  if (time.includes('T')) return Temporal.Instant.from(time)
  const day = time >= '12:00' ? '2026-01-05' : '2026-01-06'
  return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone).toInstant()
}

export function testNight(): TestNight {
  const from = civil('12:00')
  const to = from.add({ hours: 24 })
  let now = to
  let ids = 0
  const nextId = () => {
    ids += 1
    return ids
  }
  const batches: NightFacts['batches'][number][] = []
  const runs: NightRun[] = []
  const answers: NightFacts['answers'][number][] = []
  const habits = new Map<string, NonNullable<ReturnType<typeof habitOf>>>()
  const newestFinished = new Map<string, { id: number; startedAt: string }>()
  const acknowledged = new Map<number, Acknowledgement>()
  const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

  function addBatch(code: string, plans: NightFacts['batches'][number]['plans']): void {
    batches.push({ code, application: 'core', label: { fr: code, en: code }, plans })
  }
  function plan(time: string, enabled: boolean, minutes: number | null = null) {
    return {
      enabled,
      schedule: planned({ time, weekdays: everyDay, everyMinutes: minutes }),
      catchUp: { policy: 'skip' },
      parameters: {},
    } as const
  }

  const night: TestNight = {
    batch(code, time, { enabled = true, savedAt, formerTime } = {}) {
      const before = from.subtract({ hours: 24 })
      const saved = savedAt === undefined ? before : civil(savedAt)
      addBatch(code, [
        ...(formerTime === undefined ? [] : [{ from: before, plan: plan(formerTime, true) }]),
        { from: saved, plan: plan(time, enabled) },
      ])
      return night
    },
    everyMinutes(code, minutes) {
      addBatch(code, [{ from: from.subtract({ hours: 24 }), plan: plan('00:00', true, minutes) }])
      return night
    },
    run(code, state, { due, start, seconds = 10, error, reason = null, cancelledBy, exchange = null }) {
      const startedAt = start === undefined ? null : civil(start)
      const over = state !== 'running' && state !== 'queued'
      const queuedAt = startedAt ?? (due === undefined ? now : civil(due))
      const run = record({
        id: nextId(),
        batchCode: code,
        state,
        dueAt: due === undefined ? null : civil(due).toString(),
        queuedAt: queuedAt.toString(),
        startedAt: startedAt?.toString() ?? null,
        endedAt: over
          ? (startedAt ?? queuedAt).add({ seconds: startedAt === null ? 0 : seconds }).toString()
          : null,
        error: error ?? null,
        reason,
        cancelRequestedBy: cancelledBy ?? null,
      })
      if (Temporal.Instant.compare(startedAt ?? queuedAt, to) < 0) runs.push({ run, exchange })
      if (due !== undefined) answers.push({ batchCode: code, first: civil(due), last: civil(due), run })
      if (state === 'finished') newestFinished.set(code, { id: run.id, startedAt: run.startedAt! })
      return night
    },
    missed(code, first, last, count) {
      const run = record({
        id: nextId(),
        batchCode: code,
        state: 'skipped',
        trigger: 'catch-up',
        dueAt: civil(last).toString(),
        queuedAt: civil('11:59').toString(),
        endedAt: civil('11:59').toString(),
        detail: { missed: count, from: civil(first).toString(), to: civil(last).toString() },
      })
      runs.push({ run, exchange: null })
      answers.push({ batchCode: code, first: civil(first), last: civil(last), run })
      return night
    },
    habit(code, ...seconds) {
      habits.set(code, habitOf(seconds)!)
      return night
    },
    finishedSince(code, start) {
      newestFinished.set(code, { id: nextId(), startedAt: civil(start).toString() })
      return night
    },
    acknowledged(code, by) {
      const { run } = runs.find((one) => one.run.batchCode === code)!
      acknowledged.set(run.id, { by, at: now.toString() })
      return night
    },
    at(time) {
      now = civil(time)
      return night
    },
    tell() {
      const counts = {
        queued: 0,
        running: 0,
        finished: 0,
        failed: 0,
        interrupted: 0,
        cancelled: 0,
        skipped: 0,
      }
      for (const { run } of runs) counts[run.state] += 1
      return tellNight({
        from,
        to,
        now,
        zone,
        batches,
        runs,
        counts,
        answers,
        habits,
        newestFinished,
        acknowledged,
      })
    },
  }
  return night
}

function record(
  what: Partial<RunRecord> & Pick<RunRecord, 'id' | 'batchCode' | 'state' | 'queuedAt'>,
): RunRecord {
  return {
    application: 'core',
    trigger: 'schedule',
    dueAt: null,
    startedAt: null,
    endedAt: null,
    nodeName: 'node',
    requestedBy: null,
    parameters: {},
    attempt: 1,
    retryOf: null,
    cancelRequestedAt: null,
    cancelRequestedBy: null,
    progress: null,
    detail: null,
    error: null,
    reason: null,
    ...what,
  }
}
