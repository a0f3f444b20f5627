import type { Temporal } from 'temporal-polyfill'
import type { ApplicationCode } from '../batch/application.ts'
import { instantOrNull } from '../batch/instant-column.ts'
import { grantApplications } from '../platform/accounts/account.ts'
import type { Queryable } from '../platform/database.ts'
import type { Locale } from '../platform/text.ts'
import { type AlertKind, alertKinds } from './alert.ts'
import {
  defaultSubscription,
  type Subscription,
  type SubscriptionColumns,
  subscriptionColumns,
  subscriptionOf,
} from './subscription.ts'

/** Somebody who may be written to, and of what. */
export interface Reader {
  /** `account:7`, or `mail:` and an address of the setting core.alerts.mail. */
  readonly key: string
  readonly address: string
  readonly locale: Locale
  /** Those that the reader may see and wants to hear of. */
  readonly applications: ReadonlySet<string>
  readonly subscription: Subscription
  /** Null: since ever. */
  readonly subscribedAt: Temporal.Instant | null
}

interface ReaderRow extends SubscriptionColumns {
  id: number
  email: string
  locale: Locale
  administrator: boolean
  readable: ApplicationCode[]
  changed_at: Date | null
}

/**
 * Everybody who wants to be told of anything, with what they may read at this moment: a role that was removed counts
 * no more. The technical administrators (`addresses`, of a setting) are told everything, in French.
 */
export async function readReaders(db: Queryable, addresses: readonly string[]): Promise<Reader[]> {
  const { rows } = await db.query<ReaderRow>(
    `select account.id, email, locale, administrator, s.changed_at,
            array(select application from account_grant where account_id = account.id) as readable,
            ${subscriptionColumns}
     from account
     left join alert_subscription s on s.account_id = account.id
     where enabled and email is not null and (administrator or s.account_id is not null)
     order by account.id`,
  )
  const accounts = rows.map((row): Reader => {
    const subscription = subscriptionOf(row, row.administrator)
    const readable: readonly ApplicationCode[] = row.administrator ? grantApplications : row.readable
    const wanted = subscription.applications
    return {
      key: `account:${row.id}`,
      address: row.email,
      locale: row.locale,
      applications: new Set(readable.filter((code) => wanted === null || wanted.includes(code))),
      subscription,
      subscribedAt: instantOrNull(row.changed_at),
    }
  })
  return [...accounts, ...addresses.map(technicalAdministrator)]
}

function technicalAdministrator(address: string): Reader {
  return {
    key: `mail:${address}`,
    address,
    locale: 'fr',
    applications: new Set(grantApplications),
    subscription: { ...defaultSubscription(true), kinds: alertKinds },
    subscribedAt: null,
  }
}

/** Whether a reader is told of something of this kind and application. */
export function wants(
  reader: Reader,
  what: { readonly kind: AlertKind; readonly application: string },
): boolean {
  return reader.subscription.kinds.includes(what.kind) && reader.applications.has(what.application)
}
