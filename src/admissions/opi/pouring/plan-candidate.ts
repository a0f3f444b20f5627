import type { Obstacle } from '../causes.ts'
import type { OpiCandidate, OpiOptions, OpiRow } from '../record/candidate.ts'
import { inePair, opiPerson } from '../record/opi-person.ts'
import { isObstacle, opiWish } from '../record/opi-wish.ts'
import type { OpiKeys } from '../target/opi-target.ts'
import { type OpiPerson, type OpiWish, wishKey } from '../target/record-fields.ts'

/** What is to be done for a candidate, decided from what we know alone: before the target is asked anything. */
export interface CandidatePlan {
  readonly candidate: OpiCandidate
  readonly rows: readonly OpiRow[]
  readonly keys: OpiKeys
  /** Null: there is nothing to send, or nothing that can be. Without a person: withdrawals alone, of who cannot be written there. */
  readonly send: { readonly person: OpiPerson | null; readonly wishes: readonly OpiWish[] } | null
  readonly adjusted: readonly string[]
  /** Applications whose wish is in the list, with its key. */
  readonly included: ReadonlyMap<number, string>
  /** Withdrawals to propagate, with the key of their wish where the formation still has one. */
  readonly withdrawals: ReadonlyMap<number, string | null>
  /** Applications that cannot be poured as things stand. */
  readonly obstacles: ReadonlyMap<number, Obstacle>
}

/** Prefix (at most 2) and dossier number (8). */
export function opiCodeOf(prefix: string, dossierNo: string): string {
  return `${prefix}${dossierNo}`
}

/**
 * The whole wish list is made anew each time, since it replaces the one before: what is poured already stays in it, what is
 * withdrawn leaves it, what is put aside does not come back into it. Whoever cannot be written there (a baccalaureate of next year,
 * a name without Latin letters) gets nothing new, and leaves what they withdraw from all the same.
 */
export function planCandidate(
  candidate: OpiCandidate,
  rows: readonly OpiRow[],
  options: OpiOptions,
): CandidatePlan {
  const included = new Map<number, string>()
  const withdrawals = new Map<number, string | null>()
  const obstacles = new Map<number, Obstacle>()
  const record = recordOf(candidate, options)
  const wishes = new Map<string, OpiWish>()
  let asked = false
  for (const row of rows) {
    const purpose = purposeOf(row)
    if (purpose === 'none') continue
    const wish = opiWish(row, options)
    if (purpose === 'withdraw') {
      withdrawals.set(row.applicationId, isObstacle(wish) ? null : wishKey(wish))
      asked = true
    } else if (isObstacle(wish)) obstacles.set(row.applicationId, wish)
    else if (!record.ok && row.state !== 'poured') obstacles.set(row.applicationId, record.obstacle)
    else {
      included.set(row.applicationId, wishKey(wish))
      wishes.set(wishKey(wish), wish)
      if (row.state !== 'poured') asked = true
    }
  }
  return {
    candidate,
    rows,
    keys: keysOf(candidate, options, record.ok ? record.person : null),
    send: asked ? { person: record.ok ? record.person : null, wishes: [...wishes.values()] } : null,
    adjusted: record.ok ? record.adjusted : [],
    included,
    withdrawals,
    obstacles,
  }
}

/** Rows that the batch is to do something about. */
export function waiting(rows: readonly OpiRow[]): OpiRow[] {
  return rows.filter(
    ({ state, aside }) => state === 'to-pour' || state === 'to-withdraw' || (state === 'error' && !aside),
  )
}

/** A wish whose application is no longer confirmed is withdrawn, whatever its row says. */
function purposeOf({ state, wanted, aside, confirmed }: OpiRow): 'pour' | 'withdraw' | 'none' {
  if (state === 'withdrawn' || (state === 'error' && aside)) return 'none'
  if (!confirmed || state === 'to-withdraw') return 'withdraw'
  return state === 'error' ? wanted : 'pour'
}

function recordOf(candidate: OpiCandidate, options: OpiOptions) {
  const year = candidate.bac?.year ?? null
  if (year !== null && year > options.currentYear)
    return { ok: false, obstacle: { cause: 'bac-year', detail: String(year) } } as const
  return opiPerson(candidate, options)
}

function keysOf(candidate: OpiCandidate, { prefix }: OpiOptions, person: OpiPerson | null): OpiKeys {
  const own = opiCodeOf(prefix, candidate.dossierNo)
  return {
    candidateId: candidate.candidateId,
    codes: [own, ...candidate.knownCodes.filter((code) => code !== own)],
    studentNo: person?.studentNo ?? null,
    ine: inePair(candidate.ine, candidate.ineKey),
    birthName: person?.birthName ?? '',
    firstName: person?.firstName ?? '',
    bornOn: candidate.bornOn,
    attached: candidate.attached,
    apartIds: candidate.apartIds,
  }
}
