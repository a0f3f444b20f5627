import type { Obstacle } from '../causes.ts'
import { opiCodeOf } from '../pouring/plan-candidate.ts'
import type { OpiCandidate, OpiRow } from '../record/candidate.ts'
import { type DayKind, wishesAtMost } from './day-columns.ts'
import { type DayLine, dayLines } from './day-lines.ts'

export interface DayOptions {
  readonly prefix: string
  /** Of the day: a later baccalaureate is refused. */
  readonly currentYear: number
  /** `AAAA-MM-JJ`, of the files. */
  readonly day: string
  /** Of Pégase: the campaign's code. */
  readonly period: string
  /** The year of the campaign. */
  readonly contestYear: string
}

/** A row with what the files of a day want to know besides. */
export interface DayRow extends OpiRow {
  /** It failed, and its next try is still to come. */
  readonly later: boolean
  /** The day whose files last said something of it. */
  readonly fileDay: string | null
}

export type DayMark =
  | { readonly kind: 'poured' | 'withdrawn' }
  | { readonly kind: 'error'; readonly obstacle: Obstacle }

/** What the files of the day say of a candidate, and what becomes of each application once they are in place. */
export interface DayPlan {
  readonly opiCode: string
  readonly lines: Readonly<Record<DayKind, readonly DayLine[]>>
  /** Columns whose value was cleaned: told in the log. */
  readonly cleaned: readonly string[]
  readonly marks: ReadonlyMap<number, DayMark>
  /** Applications whose wish is in the files: from then on a withdrawal is to be propagated. */
  readonly written: readonly number[]
  /** Those of them that no file of this day had before. */
  readonly withdrawals: ReadonlySet<number>
}

/**
 * The candidate's whole list is made anew: what was poured before stays in it, what is withdrawn leaves it and goes into the
 * list of withdrawals. What is poured already has no mark: its first instant stays (admissions.md 3.4).
 */
export function planDay(candidate: OpiCandidate, rows: readonly DayRow[], options: DayOptions): DayPlan {
  const marks = new Map<number, DayMark>()
  const refuse = (row: DayRow, obstacle: Obstacle) => {
    // Tried once more for the sake of the others: what waits for its next try has not failed again.
    if (!row.later) marks.set(row.applicationId, { kind: 'error', obstacle })
  }
  const own = obstacleOf(candidate, options)
  const written: number[] = []
  const wishes = new Map<string, OpiRow>()
  for (const row of byPrecedence(rows.filter((row) => purposeOf(row) === 'pour'))) {
    const poured = row.state === 'poured'
    const code = row.formation.pegase?.trim() ?? ''
    if (!poured && own !== null) refuse(row, own)
    else if (code === '') refuse(row, { cause: 'no-pegase-code', detail: row.formation.code })
    else if (!wishes.has(code) && wishes.size === wishesAtMost)
      refuse(row, { cause: 'too-many-wishes', detail: row.formation.code })
    else {
      if (!wishes.has(code)) wishes.set(code, row)
      written.push(row.applicationId)
      if (!poured) marks.set(row.applicationId, { kind: 'poured' })
    }
  }
  const leaving = rows.filter((row) => purposeOf(row) === 'withdraw')
  for (const { applicationId } of leaving) marks.set(applicationId, { kind: 'withdrawn' })
  const gone = rows.filter(
    (row) => leaving.includes(row) || (row.state === 'withdrawn' && row.fileDay === options.day),
  )
  const opiCode = opiCodeOf(options.prefix, candidate.dossierNo)
  const { lines, cleaned } = dayLines(candidate, {
    opiCode,
    wishes: [...wishes.keys()],
    // Another application may want the same wish: it is not gone then.
    withdrawn: gone
      .filter(({ formation }) => !wishes.has(formation.pegase?.trim() ?? ''))
      .map(({ formation }) => ({ wish: formation.pegase?.trim() ?? '', formation: formation.code })),
    options,
  })
  return {
    opiCode,
    lines,
    cleaned,
    marks,
    written,
    withdrawals: new Set(leaving.map(({ applicationId }) => applicationId)),
  }
}

/** A wish whose application is no longer confirmed is withdrawn, whatever its row says. */
function purposeOf({ state, wanted, aside, confirmed }: OpiRow): 'pour' | 'withdraw' | 'none' {
  if (state === 'withdrawn' || (state === 'error' && aside)) return 'none'
  if (!confirmed || state === 'to-withdraw') return 'withdraw'
  return state === 'error' ? wanted : 'pour'
}

/** Those that are poured keep their places among the five; rows come oldest first. */
function byPrecedence(rows: readonly DayRow[]): DayRow[] {
  return [
    ...rows.filter(({ state }) => state === 'poured'),
    ...rows.filter(({ state }) => state !== 'poured'),
  ]
}

/** What stands in the way of everything that a candidate has not poured yet. */
function obstacleOf(candidate: OpiCandidate, { currentYear }: DayOptions): Obstacle | null {
  const year = candidate.bac?.year ?? null
  if (year !== null && year > currentYear) return { cause: 'bac-year', detail: String(year) }
  return hasAddress(candidate) ? null : { cause: 'no-address', detail: null }
}

function hasAddress({ addressLine1, addressLine2, addressLine3, ...candidate }: OpiCandidate): boolean {
  const { postcode, commune, foreignCity } = candidate
  return [addressLine1, addressLine2, addressLine3, postcode, commune, foreignCity].some(
    (part) => (part?.trim() ?? '') !== '',
  )
}
