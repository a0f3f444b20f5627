import type { DropState } from './calls/drop-query.ts'

type Pull = DropState['pulls'][number]

/** Pulls in a row that had nothing to take, left and hid nothing: one line for all of them. */
export interface PullRow {
  readonly pull: Pull
  /** How many there were, the last of which is `pull`. */
  readonly count: number
  /** When the first of them was. */
  readonly since: string
}

/** `pulls`: the newest first. */
export function calmPulls(pulls: readonly Pull[]): PullRow[] {
  const rows: PullRow[] = []
  for (const pull of pulls) {
    const above = rows.at(-1)
    if (above && isCalm(above.pull) && isCalm(pull))
      rows[rows.length - 1] = { ...above, count: above.count + 1, since: pull.at }
    else rows.push({ pull, count: 1, since: pull.at })
  }
  return rows
}

function isCalm({ taken, left, quarantined, blocked }: Pull): boolean {
  return taken.length === 0 && left === 0 && quarantined === 0 && blocked === null
}
