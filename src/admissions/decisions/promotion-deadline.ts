import { Temporal } from 'temporal-polyfill'

/** What a formation says of deadlines; dates are civil. */
export interface PromotionFacts {
  /** Days and date of whoever is promoted from the waiting list. */
  readonly confirmDaysWl: number | null
  readonly confirmByWl: string | null
  /** Days and date of everybody. */
  readonly confirmDays: number | null
  readonly confirmBy: string | null
}

export type PromotionDeadline =
  | {
      readonly usable: true
      readonly deadline: string
      /** To be kept with the application; null: the formation's own rule gives the same. */
      readonly individual: string | null
    }
  /** Past, of today, or none: whoever is promoted would be withdrawn before having read of it, or keep the place for ever. */
  | { readonly usable: false; readonly deadline: string | null }

/**
 * Until when somebody promoted on civil day `today` may confirm (admissions.md 3.13): by the waiting list's delay, else its
 * date, else as everybody. A promotion whose deadline is not to come is refused.
 */
export function promotionDeadline(facts: PromotionFacts, today: string): PromotionDeadline {
  const inDays = (days: number) => Temporal.PlainDate.from(today).add({ days }).toString()
  const individual = facts.confirmDaysWl === null ? facts.confirmByWl : inDays(facts.confirmDaysWl)
  const deadline = individual ?? (facts.confirmDays === null ? facts.confirmBy : inDays(facts.confirmDays))
  return deadline !== null && deadline > today
    ? { usable: true, deadline, individual }
    : { usable: false, deadline }
}
