import { Temporal } from 'temporal-polyfill'
import { isEmail } from '../student-import/line/email.ts'
import type { AppointmentState } from './appointment-state.ts'
import { type ReminderState, soonestHours } from './reminder-rows.ts'

/**
 * Where the reminder of an appointment stands, as its line on the screen says it:
 *
 * - `to-come`: RAPPEL_RDV sends it, from `from` (a civil date) on;
 * - `waiting`, `sending`, `sent`, `failed`, `doubtful`: what became of it;
 * - `no-mail`: the student has no usable address;
 * - `none`: none is due (motive without reminder, appointment not confirmed or begun, too late for one).
 */
export interface ReminderStanding {
  readonly kind: 'to-come' | 'waiting' | 'sending' | 'sent' | 'failed' | 'doubtful' | 'no-mail' | 'none'
  readonly from: string | null
  readonly sentAt: string | null
  /** What the mail server said, in codes. */
  readonly error: string | null
  readonly runId: number | null
}

const words = {
  pending: 'waiting',
  sending: 'sending',
  sent: 'sent',
  failed: 'failed',
  unknown: 'doubtful',
} as const

export interface StandingFacts {
  readonly state: AppointmentState
  readonly startsAt: Date
  /** The motive is in use and has a reminder. */
  readonly reminded: boolean
  readonly days: number
  readonly email: string | null
  readonly reminder: ReminderState | null
  readonly sentAt: Date | null
  readonly error: string | null
  readonly runId: number | null
}

export function reminderStanding(
  facts: StandingFacts,
  { now, timeZone }: { readonly now: string; readonly timeZone: string },
): ReminderStanding {
  const { reminder, startsAt, sentAt, error, runId } = facts
  const nothing = { from: null, sentAt: null, error: null, runId: null }
  if (reminder !== null && reminder !== 'withdrawn')
    return { kind: words[reminder], from: null, sentAt: sentAt?.toISOString() ?? null, error, runId }
  const soonest = Temporal.Instant.from(now).add({ hours: soonestHours }).epochMilliseconds
  if (facts.state !== 'confirmed' || !facts.reminded || startsAt.getTime() <= soonest)
    return { kind: 'none', ...nothing }
  if (facts.email === null || !isEmail(facts.email)) return { kind: 'no-mail', ...nothing }
  const day = Temporal.Instant.fromEpochMilliseconds(startsAt.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
  return { kind: 'to-come', ...nothing, from: day.subtract({ days: facts.days }).toString() }
}
