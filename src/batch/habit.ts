/** What the runs of a batch usually take. */
export interface Habit {
  /** How many runs it was learnt from. */
  readonly runs: number
  readonly medianSeconds: number
  readonly longestSeconds: number
}

/** How many of the last finished runs make the habit. */
export const habitRuns = 50

/** Below so many runs nothing can be called a habit. */
const fewestRuns = 5
const factor = 2
/** A run of a few seconds that takes ten is nobody's concern. */
const marginSeconds = 60

/** The habit that durations (seconds, in any order) show; null where there are none. */
export function habitOf(durations: readonly number[]): Habit | null {
  const medianSeconds = median(durations)
  if (medianSeconds === null) return null
  return { runs: durations.length, medianSeconds, longestSeconds: Math.max(...durations) }
}

/** Of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** A run longer than this is abnormally long; null while the batch has no habit. */
export function abnormalAboveSeconds(habit: Habit | null): number | null {
  if (habit === null || habit.runs < fewestRuns) return null
  return Math.max(factor * habit.medianSeconds, habit.medianSeconds + marginSeconds)
}

/** Whether a run that has taken so long (it may still be under way) is far beyond the habit of its batch. */
export function isAbnormallyLong(seconds: number | null, habit: Habit | null): boolean {
  const limit = abnormalAboveSeconds(habit)
  return seconds !== null && limit !== null && seconds > limit
}
