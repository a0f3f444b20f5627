import { Temporal } from 'temporal-polyfill'
import type { LetterKind } from '../letters/letter.ts'

/**
 * Whom a letter is for (health.md 2.7, S1 and S2), written once: the listing and the letters of one night show the same
 * people. Conditions on `follow_up` and `student`; `$1` is the last day that counts, `lastDay` gives it.
 */
export const selections: Readonly<Record<LetterKind, string>> = {
  'follow-up': `follow_up.state in ('open', 'due', 'no-address') and follow_up.due_on <= $1::date
    and student.merged_into is null`,
  'follow-up-reminder': `follow_up.state = 'letter-printed' and follow_up.letter_on <= $1::date
    and follow_up.reminder_on is null and student.merged_into is null`,
}

/** A first letter goes on the due day; a reminder `reminderDays` after the letter. Civil dates. */
export function lastDay(kind: LetterKind, today: string, reminderDays: number): string {
  return kind === 'follow-up'
    ? today
    : Temporal.PlainDate.from(today).subtract({ days: reminderDays }).toString()
}
