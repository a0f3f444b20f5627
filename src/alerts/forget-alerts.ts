import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../platform/database.ts'

/** Far longer than a look goes back, so that nothing forgotten is found anew. */
const keepDays = 90

/** An alert that no mail server would take for so long is no news any more. */
const newsDays = 3

/** Removes alerts, groups, webhook messages, summaries and their mails whose time is over; returns how many alerts went. */
export async function forgetAlerts(db: Queryable, now: Temporal.Instant): Promise<number> {
  const before = now.subtract({ hours: 24 * keepDays }).toString()
  await db.query('delete from alert_group where last_at < $1', [before])
  await db.query('delete from night_summary where covers_until < $1', [before])
  await db.query(
    `delete from outgoing_mail
     where occasion ~ '^(alert|alert-repeats|summary):'
       and (sent_at < $1 or state = 'pending' and attempts = 0 and next_attempt_at < $2)`,
    [before, now.subtract({ hours: 24 * newsDays }).toString()],
  )
  const { rowCount } = await db.query(
    `delete from alert where found_at < $1 and not exists (select from alert_group where last_alert_id = alert.id)`,
    [before],
  )
  return rowCount ?? 0
}
