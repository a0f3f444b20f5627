/** What decides whether an application may be answered. Dates are civil (`2026-06-30`). */
export interface AnswerFacts {
  readonly accepted: boolean | null
  readonly cancelled: boolean
  /** In service and not archived: accounts of other campaigns can no longer be used (admissions.md 3.3). */
  readonly campaignOpen: boolean
  /** The latest decision is validated and of kind FA. */
  readonly favourable: boolean
  /** Until when, that day included; null: no deadline. */
  readonly deadline: string | null
}

export type AnswerRefusal =
  | 'campaign-closed'
  | 'cancelled'
  | 'not-favourable'
  /** Who gave a place up cannot take it back: it may be somebody else's by now. */
  | 'withdrawn'
  | 'deadline-passed'

/**
 * Whether `accepted` may be answered on civil day `today`. The deadline binds who has not answered yet; on the day itself one
 * may still answer (admissions.md 3.13). Who confirmed may withdraw later too: the place is wanted by others.
 */
export function judgeAnswer(
  facts: AnswerFacts,
  accepted: boolean,
  today: string,
): 'allowed' | 'already' | AnswerRefusal {
  if (!facts.campaignOpen) return 'campaign-closed'
  if (facts.cancelled) return 'cancelled'
  if (facts.accepted === accepted) return 'already'
  if (!facts.favourable) return 'not-favourable'
  if (facts.accepted === false) return 'withdrawn'
  if (facts.accepted === null && facts.deadline !== null && facts.deadline < today) return 'deadline-passed'
  return 'allowed'
}

/** Which answers a page offers. */
export function answersOffered(
  facts: AnswerFacts,
  today: string,
): { readonly confirm: boolean; readonly withdraw: boolean } {
  return {
    confirm: judgeAnswer(facts, true, today) === 'allowed',
    withdraw: judgeAnswer(facts, false, today) === 'allowed',
  }
}
