/** What became of one line of a command file. Every line read has exactly one. */
export const lineOutcomes = [
  'created',
  'updated',
  'unchanged',
  /** Applied but for one datum that had to be left out; the line is in the retry file too. */
  'partial',
  'deleted',
  'skipped',
  'rejected',
] as const
export type LineOutcome = (typeof lineOutcomes)[number]

/** Counts of one file. `lines` counts data lines; blank ones are apart. */
export type Tally = Record<LineOutcome, number> & { lines: number; blank: number; warnings: number }

export function emptyTally(): Tally {
  return {
    lines: 0,
    blank: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    partial: 0,
    deleted: 0,
    skipped: 0,
    rejected: 0,
    warnings: 0,
  }
}

/** Counts one line that became `outcome`. */
export function count(tally: Tally, outcome: LineOutcome, lines = 1): void {
  tally.lines += lines
  tally[outcome] += lines
}

/** The promise of every report: lines in = lines accounted for. */
export function addsUp(tally: Tally): boolean {
  return tally.lines === lineOutcomes.reduce((sum, outcome) => sum + tally[outcome], 0)
}
