import type { Night } from '../night-query.ts'

/** A stretch of time on the axis, in epoch milliseconds. */
export interface TimeWindow {
  readonly fromMs: number
  readonly toMs: number
}

const hourMs = 3_600_000
const marginMs = hourMs / 4
const shortestMs = 3 * hourMs
const marksFarEnoughPx = 64
const marksEveryHours = [1, 2, 3, 4, 6] as const

export function wholeNight(night: Night): TimeWindow {
  return { fromMs: Date.parse(night.from), toMs: Date.parse(night.to) }
}

/**
 * The hours in which something ran, was due, or is (« maintenant »), with a margin, in whole hours from the night's
 * beginning; at least three of them. The whole night where nothing happened.
 */
export function busyHours(night: Night): TimeWindow {
  const whole = wholeNight(night)
  const nowMs = Date.parse(night.now)
  const moments = night.lanes
    .flatMap(({ due, runs }) => [
      ...due.map((at) => Date.parse(at)),
      ...runs.flatMap((run) => {
        const { startMs, endMs } = runSpan(run, nowMs)
        return [startMs, endMs]
      }),
    ])
    .filter((ms) => ms >= whole.fromMs && ms <= whole.toMs)
  if (moments.length === 0) return whole
  if (nowMs >= whole.fromMs && nowMs < whole.toMs) moments.push(nowMs)
  const hours = (ms: number) => (ms - whole.fromMs) / hourMs
  let first = Math.floor(hours(min(moments) - marginMs))
  let last = Math.ceil(hours(max(moments) + marginMs))
  const lacking = shortestMs / hourMs - (last - first)
  if (lacking > 0) {
    first -= Math.floor(lacking / 2)
    last += Math.ceil(lacking / 2)
  }
  return {
    fromMs: Math.max(whole.fromMs, whole.fromMs + first * hourMs),
    toMs: Math.min(whole.toMs, whole.fromMs + last * hourMs),
  }
}

/** Instants of the hour marks, as many as have room. The night begins on a whole hour of its zone. */
export function hourMarks(window: TimeWindow, nightFromMs: number, widthPx: number): number[] {
  const hours = (window.toMs - window.fromMs) / hourMs
  const every = marksEveryHours.find((step) => (widthPx / hours) * step >= marksFarEnoughPx) ?? 6
  const stepMs = every * hourMs
  const first = nightFromMs + Math.ceil((window.fromMs - nightFromMs) / stepMs) * stepMs
  const marks: number[] = []
  for (let ms = first; ms <= window.toMs; ms += stepMs) marks.push(ms)
  return marks
}

interface SpanOf {
  readonly state: string
  readonly dueAt: string | null
  readonly queuedAt: string
  readonly startedAt: string | null
  readonly endedAt: string | null
}

/** Where a run lies: from its start to its end or the present; one that never started, where it was due or asked. */
export function runSpan(run: SpanOf, nowMs: number): { askedMs: number; startMs: number; endMs: number } {
  const askedMs = Date.parse(run.dueAt ?? run.queuedAt)
  const open = run.state === 'running' || run.state === 'queued'
  const startMs = run.startedAt === null ? askedMs : Date.parse(run.startedAt)
  const endMs = run.endedAt !== null ? Date.parse(run.endedAt) : open ? nowMs : startMs
  // Neither a cancelled wait nor a skipped launch lasts.
  const lasting = run.startedAt !== null || open
  return { askedMs: Math.min(askedMs, startMs), startMs, endMs: lasting ? Math.max(startMs, endMs) : startMs }
}

function min(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value))
}

function max(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value))
}
