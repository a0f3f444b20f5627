import { Temporal } from 'temporal-polyfill'

/** A node as the panel under the grid sees it (admissions 1.6). Instants are ISO 8601. */
export interface CheckingNode {
  readonly name: string
  /** Null: it runs what waits and never looks for what is due. */
  readonly periodMs: number | null
  /** When its last look began and ended; null before the first. */
  readonly checkStartedAt: string | null
  readonly checkEndedAt: string | null
  readonly startedAt: string
}

export interface CheckState {
  /**
   * `checking`: a look is under way; `on-time`: the next one is to come; `late`: it should have begun;
   * `nobody`: no node has looked for three periods, so nothing is launched by itself.
   */
  readonly state: 'checking' | 'on-time' | 'late' | 'nobody'
  readonly periodMs: number | null
  readonly lastAt: string | null
  readonly nextAt: string | null
  readonly lateSince: string | null
}

/** A timer fires a little late, and a look takes a moment: below this nothing is late yet. */
const toleranceMs = 5_000
const periodsBeforeNobody = 3

/** Whether anybody looks for what is due, from the living nodes that schedule. The node that looked last speaks for all. */
export function checkState(nodes: readonly CheckingNode[], now: Temporal.Instant): CheckState {
  const nowMs = now.epochMilliseconds
  const schedulers = nodes.filter((node) => node.periodMs !== null)
  const looks = schedulers
    .map((node) => ({ node, atMs: ms(node.checkStartedAt) ?? ms(node.startedAt)! }))
    .sort((a, b) => b.atMs - a.atMs)
  const newest = looks[0]
  if (newest === undefined)
    return { state: 'nobody', periodMs: null, lastAt: null, nextAt: null, lateSince: null }
  const { node, atMs } = newest
  const periodMs = node.periodMs!
  const dueMs = atMs + periodMs
  const panel = { periodMs, lastAt: node.checkStartedAt, nextAt: iso(dueMs) }
  if (nowMs - atMs > periodsBeforeNobody * periodMs)
    return { state: 'nobody', ...panel, lateSince: iso(dueMs) }
  if (nowMs - dueMs > toleranceMs) return { state: 'late', ...panel, lateSince: iso(dueMs) }
  // A look is written down as it ends; one that has not ended is known by its beginning alone.
  const underWay = node.checkStartedAt !== null && node.checkEndedAt === null
  return { state: underWay ? 'checking' : 'on-time', ...panel, lateSince: null }
}

function ms(instant: string | null): number | null {
  return instant === null ? null : Temporal.Instant.from(instant).epochMilliseconds
}

function iso(epochMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toString()
}
