/**
 * Life of a follow-up (health.md 2.7):
 *
 *     open → due → letter-printed → reminder-printed
 *              ↘ no-address (due, but nothing to write on the envelope)
 *     closed, from any of them, by a person who says why
 */
export const followUpStates = [
  'open',
  'due',
  'letter-printed',
  'reminder-printed',
  'no-address',
  'closed',
] as const
export type FollowUpState = (typeof followUpStates)[number]

/** As the column STATUT of the listings says it. */
export const stateWords: Readonly<Record<FollowUpState, string>> = {
  open: 'EN_COURS',
  due: 'ECHUE',
  'letter-printed': 'COURRIER_EDITE',
  'reminder-printed': 'RAPPEL_EDITE',
  'no-address': 'SANS_ADRESSE',
  closed: 'CLOSE',
}

/** What screens and listings show: a follow-up is due from its day on, although the letter batch stores it later. */
export function shownState(state: FollowUpState, dueOn: string, today: string): FollowUpState {
  return state === 'open' && dueOn <= today ? 'due' : state
}

/** The same in SQL, `$today` being a parameter such as `$1`. */
export const shownStateSql = (today: string) =>
  `case when follow_up.state = 'open' and follow_up.due_on <= ${today}::date then 'due' else follow_up.state end`

/** Where a closed follow-up goes on when it is opened again. Dates are civil (`2026-03-05`). */
export function reopenedState(
  followUp: { readonly dueOn: string; readonly letterOn: string | null; readonly reminderOn: string | null },
  today: string,
): FollowUpState {
  if (followUp.reminderOn !== null) return 'reminder-printed'
  if (followUp.letterOn !== null) return 'letter-printed'
  return followUp.dueOn <= today ? 'due' : 'open'
}

/** The state after a due date was moved: only what no letter was printed of follows its date. */
export function stateAfterMove(state: FollowUpState, dueOn: string, today: string): FollowUpState {
  if (state !== 'open' && state !== 'due' && state !== 'no-address') return state
  if (dueOn > today) return 'open'
  return state === 'open' ? 'due' : state
}
