import type { Obstacle } from '../causes.ts'
import type { FoundRecord, RefusedWish } from '../target/opi-target.ts'
import type { CandidatePlan } from './plan-candidate.ts'

export type Mark =
  | { readonly kind: 'poured' | 'withdrawn'; readonly record: MarkedRecord | null }
  | { readonly kind: 'error'; readonly obstacle: Obstacle }

/** The record that has the wish; files have codes and no identifiers. */
export interface MarkedRecord {
  readonly opiCode: string
  readonly recordId: string | null
}

/**
 * What becomes of each application, by what the target says after the call (admissions.md 3.4, 6 to 8): never poured without
 * having been read there. An application that is poured and remains so has no mark.
 */
export function decideMarking(
  plan: CandidatePlan,
  record: FoundRecord | null,
  refused: readonly RefusedWish[],
): Map<number, Mark> {
  const marks = new Map<number, Mark>()
  const there = new Set(record?.wishes)
  const asked = new Set(plan.included.values())
  const refusals = new Map(refused.map(({ key, detail }) => [key, detail]))
  const stateOf = new Map(plan.rows.map(({ applicationId, state }) => [applicationId, state]))
  for (const [id, obstacle] of plan.obstacles) marks.set(id, { kind: 'error', obstacle })
  for (const [id, key] of plan.included) {
    if (there.has(key)) {
      if (stateOf.get(id) !== 'poured') marks.set(id, { kind: 'poured', record })
    } else marks.set(id, { kind: 'error', obstacle: missing(key) })
  }
  for (const [id, key] of plan.withdrawals) {
    // Another application may want the same wish; without a key, nothing may be there that was not asked for.
    const gone = key === null ? [...there].every((one) => asked.has(one)) : !there.has(key) || asked.has(key)
    marks.set(
      id,
      gone
        ? { kind: 'withdrawn', record }
        : { kind: 'error', obstacle: { cause: 'wish-not-removed', detail: key } },
    )
  }
  return marks

  function missing(key: string): Obstacle {
    const detail = refusals.get(key)
    if (detail !== undefined) return { cause: 'wish-refused', detail }
    return record === null
      ? { cause: 'record-not-stored', detail: null }
      : { cause: 'wish-not-stored', detail: key }
  }
}

/** The same obstacle for everything that waits. */
export function blockAll(plan: CandidatePlan, obstacle: Obstacle): Map<number, Mark> {
  const marks = new Map<number, Mark>()
  const stateOf = new Map(plan.rows.map(({ applicationId, state }) => [applicationId, state]))
  for (const id of [...plan.included.keys(), ...plan.withdrawals.keys()])
    if (stateOf.get(id) !== 'poured') marks.set(id, { kind: 'error', obstacle })
  for (const [id, own] of plan.obstacles) marks.set(id, { kind: 'error', obstacle: own })
  return marks
}
