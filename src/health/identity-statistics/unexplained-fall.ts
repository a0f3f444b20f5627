import type { YearChange } from './refresh-identity-statistics.ts'

/** Above this share of rows lost from one night to the next, somebody is told (health.md 2.5). */
export const worryingShare = 0.2

/**
 * The years that lost more than a fifth of their rows, merged records apart: an import that went wrong, most likely,
 * and figures that nobody should send on unseen.
 */
export function unexplainedFalls(years: readonly YearChange[]): YearChange[] {
  return years.filter(({ before, after, merged }) => before - merged - after > worryingShare * before)
}
