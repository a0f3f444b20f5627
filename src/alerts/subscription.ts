import type { Temporal } from 'temporal-polyfill'
import type { ApplicationCode } from '../batch/application.ts'
import type { Queryable } from '../platform/database.ts'
import type { AlertKind } from './alert.ts'

/** What an account wants to be told by mail. */
export interface Subscription {
  readonly kinds: readonly AlertKind[]
  /** Null: every application that the account may read. */
  readonly applications: readonly ApplicationCode[] | null
  /** « Bilan de la nuit », every morning. */
  readonly summary: boolean
  /** HH:MM in the establishment's zone. */
  readonly summaryTime: string
  /** Also when there is nothing to say. */
  readonly summaryWhenQuiet: boolean
}

export const defaultSummaryTime = '07:30'

/** What holds until an account says otherwise. */
export function defaultSubscription(administrator: boolean): Subscription {
  return {
    kinds: administrator ? ['failed', 'interrupted', 'held', 'missed'] : [],
    applications: null,
    summary: administrator,
    summaryTime: defaultSummaryTime,
    summaryWhenQuiet: false,
  }
}

/** The columns of `alert_subscription`, all null where an account has said nothing. */
export interface SubscriptionColumns {
  readonly kinds: AlertKind[] | null
  readonly applications: ApplicationCode[] | null
  readonly summary: boolean | null
  readonly summary_time: string | null
  readonly summary_when_quiet: boolean | null
}

export const subscriptionColumns = 's.kinds, s.applications, s.summary, s.summary_time, s.summary_when_quiet'

export function subscriptionOf(row: SubscriptionColumns, administrator: boolean): Subscription {
  if (row.kinds === null) return defaultSubscription(administrator)
  return {
    kinds: row.kinds,
    applications: row.applications,
    summary: row.summary!,
    summaryTime: row.summary_time!,
    summaryWhenQuiet: row.summary_when_quiet!,
  }
}

/** Null: there is no such account. */
export async function readSubscription(db: Queryable, accountId: number): Promise<Subscription | null> {
  const { rows } = await db.query<SubscriptionColumns & { administrator: boolean }>(
    `select administrator, ${subscriptionColumns}
     from account left join alert_subscription s on s.account_id = account.id
     where account.id = $1`,
    [accountId],
  )
  return rows[0] === undefined ? null : subscriptionOf(rows[0], rows[0].administrator)
}

export async function saveSubscription(
  db: Queryable,
  accountId: number,
  subscription: Subscription,
  now: Temporal.Instant,
): Promise<void> {
  await db.query(
    `insert into alert_subscription
       (account_id, kinds, applications, summary, summary_time, summary_when_quiet, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (account_id) do update
       set kinds = excluded.kinds, applications = excluded.applications, summary = excluded.summary,
           summary_time = excluded.summary_time, summary_when_quiet = excluded.summary_when_quiet,
           changed_at = excluded.changed_at`,
    [
      accountId,
      [...new Set(subscription.kinds)],
      subscription.applications === null ? null : [...new Set(subscription.applications)],
      subscription.summary,
      subscription.summaryTime,
      subscription.summaryWhenQuiet,
      now.toString(),
    ],
  )
}
