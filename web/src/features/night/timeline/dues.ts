import type { Lane } from '../night-query.ts'

/** The schedulers look every few seconds: a due instant younger than this is not missed yet. */
const graceMs = 60_000

/** Due instants of a lane whose time has not come. */
export function duesToCome(lane: Pick<Lane, 'due'>, nowMs: number): string[] {
  return lane.due.filter((at) => Date.parse(at) > nowMs)
}

/** Due instants of a lane that no run answers, although their time has come. */
export function missedDues(lane: Pick<Lane, 'due' | 'runs'>, nowMs: number): string[] {
  const answered = new Set(lane.runs.flatMap((run) => (run.dueAt === null ? [] : [Date.parse(run.dueAt)])))
  return lane.due.filter((at) => Date.parse(at) < nowMs - graceMs && !answered.has(Date.parse(at)))
}
