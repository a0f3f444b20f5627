import type { NightRun } from '../night-query.ts'
import { runSpan, type TimeWindow } from './time-window.ts'

/** A bar of a lane, in pixels from the left of its track. */
export interface PlacedBar {
  readonly leftPx: number
  readonly widthPx: number
  /** Where the wait began that ended with the start; equal to `leftPx` where there was none worth showing. */
  readonly waitFromPx: number
  /** Where it would have ended by habit; null where that lies outside the bar, or is not known. */
  readonly habitPx: number | null
  /** Several where ordinary runs follow each other too closely to be drawn apart. */
  readonly runs: readonly [NightRun, ...NightRun[]]
}

/** A bar must be seen, lettered and hit (WCAG 2.2 asks for 24). */
const narrowestPx = 24
const clusterPx = 34
const gapPx = 2
const waitWorthPx = 4

/**
 * Lays the runs of one lane out. Too close to each other, ordinary ones (finished in time, not launched) make one
 * bar; one that matters keeps its own, moved to the right by what it takes.
 */
export function placeRuns(
  runs: readonly NightRun[],
  window: TimeWindow,
  nowMs: number,
  trackPx: number,
): PlacedBar[] {
  const scale = trackPx / (window.toMs - window.fromMs)
  const x = (ms: number) => (ms - window.fromMs) * scale
  const latestPx = Math.min(trackPx, x(nowMs))
  const bars: (PlacedBar & { runs: [NightRun, ...NightRun[]]; widthPx: number })[] = []
  const spans = runs
    .map((run) => ({ run, ...runSpan(run, nowMs) }))
    .filter(({ startMs, endMs }) => endMs >= window.fromMs && startMs <= window.toMs)
    .sort((a, b) => a.startMs - b.startMs)
  for (const { run, askedMs, startMs, endMs } of spans) {
    const startPx = Math.max(0, x(startMs))
    const endPx = Math.min(trackPx, x(endMs))
    const previous = bars.at(-1)
    const takenPx = previous === undefined ? 0 : previous.leftPx + previous.widthPx + gapPx
    if (previous && startPx < takenPx && isOrdinary(run) && previous.runs.every(isOrdinary)) {
      previous.runs.push(run)
      previous.widthPx = Math.max(previous.widthPx, clusterPx, endPx - previous.leftPx)
      continue
    }
    // Widened so as to be seen, a bar reaches neither past the edge nor into the future.
    const leftPx = Math.max(Math.min(startPx, latestPx - narrowestPx), takenPx)
    const widthPx = Math.max(narrowestPx, endPx - leftPx)
    const waitPx = Math.max(takenPx, 0, x(askedMs))
    const habitPx =
      run.medianSeconds === null || run.startedAt === null ? null : x(startMs + run.medianSeconds * 1_000)
    bars.push({
      leftPx,
      widthPx,
      waitFromPx: leftPx - waitPx >= waitWorthPx ? waitPx : leftPx,
      habitPx:
        habitPx !== null && habitPx > leftPx + narrowestPx && habitPx < leftPx + widthPx - 2 ? habitPx : null,
      runs: [run],
    })
  }
  return bars
}

/** Nothing to look at: many such may share a bar. */
function isOrdinary(run: NightRun): boolean {
  return !run.abnormallyLong && (run.state === 'finished' || run.state === 'skipped')
}
