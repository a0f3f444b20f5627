import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '../../batch/instant-column.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Settings } from '../../platform/settings.ts'
import { webhookSecret, webhookUrl } from '../settings.ts'
import type { Surroundings } from '../surroundings.ts'
import { nextAttempt } from './retry.ts'
import { type SendResult, sendWebhook, type WebhookTarget } from './send.ts'

/** An attempt that has not said what came of it for so long was cut short. */
const attemptLostSeconds = 60

/** Writes a message down, in the transaction of its alert. */
export async function postDelivery(
  db: Queryable,
  delivery: { readonly id: string; readonly alertId: number; readonly body: string },
  now: Temporal.Instant,
): Promise<void> {
  await db.query(
    `insert into webhook_delivery (id, alert_id, body, created_at, next_attempt_at) values ($1, $2, $3, $4, $4)`,
    [delivery.id, delivery.alertId, delivery.body, now.toString()],
  )
}

/** Where to and how signed, or what is missing; null: no webhook is wanted. */
export async function webhookTarget(settings: Settings): Promise<WebhookTarget | 'no secret' | null> {
  const [url, secret] = await Promise.all([settings.get(webhookUrl), settings.get(webhookSecret)])
  if (url === null) return null
  return secret === null ? 'no secret' : { url, secret }
}

export const noSecret: SendResult = {
  ok: false,
  status: null,
  error: 'core.alerts.webhook-secret is not set: nothing is sent unsigned',
}

/**
 * Sends what is due, oldest first, up to the first failure: where the other side is down, the rest waits for the next
 * look. Several nodes may do so at once: each message is taken by one. A message whose attempt was cut short is sent
 * again, so the other side may see one twice and knows it by its id.
 */
export async function sendDueDeliveries(
  { database, clock, settings }: Pick<Surroundings, 'database' | 'clock' | 'settings'>,
  limits: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<{ delivered: number; failed: number; givenUp: number }> {
  const counts = { delivered: 0, failed: 0, givenUp: 0 }
  while (!limits.signal?.aborted) {
    const delivery = await takeOne(database.pool, clock.now())
    if (delivery === null) return counts
    const target = await webhookTarget(settings)
    // The webhook was taken out since: there is nobody to tell.
    if (target === null) {
      await settle(database.pool, delivery, { state: 'given-up', result: notWanted, now: clock.now() })
      counts.givenUp++
      continue
    }
    const now = clock.now()
    const message = { ...delivery, nowSeconds: Math.floor(now.epochMilliseconds / 1000) }
    const result = target === 'no secret' ? noSecret : await sendWebhook(target, message, limits)
    if (result.ok) {
      await settle(database.pool, delivery, { state: 'delivered', result, now: clock.now() })
      counts.delivered++
      continue
    }
    const next = nextAttempt(delivery.attempts, delivery.createdAt, clock.now())
    await settle(database.pool, delivery, {
      state: next === null ? 'given-up' : 'pending',
      result,
      now: clock.now(),
      next,
    })
    if (next === null) counts.givenUp++
    else counts.failed++
    return counts
  }
  return counts
}

const notWanted: SendResult = {
  ok: false,
  status: null,
  error: 'core.alerts.webhook-url is not set any more',
}

interface Delivery {
  readonly id: string
  readonly body: string
  readonly attempts: number
  readonly createdAt: Temporal.Instant
}

async function takeOne(db: Queryable, now: Temporal.Instant): Promise<Delivery | null> {
  const { rows } = await db.query<{ id: string; body: string; attempts: number; created_at: Date }>(
    `update webhook_delivery
     set attempts = attempts + 1, next_attempt_at = $1::timestamptz + make_interval(secs => $2)
     where id = (
       select id from webhook_delivery
       where state = 'pending' and next_attempt_at <= $1
       order by next_attempt_at, created_at, alert_id
       limit 1
       for update skip locked)
     returning id, body, attempts, created_at`,
    [now.toString(), attemptLostSeconds],
  )
  const row = rows[0]
  if (row === undefined) return null
  return { id: row.id, body: row.body, attempts: row.attempts, createdAt: instantOf(row.created_at) }
}

async function settle(
  db: Queryable,
  delivery: Delivery,
  end: {
    readonly state: 'pending' | 'delivered' | 'given-up'
    readonly result: SendResult
    readonly now: Temporal.Instant
    readonly next?: Temporal.Instant | null
  },
): Promise<void> {
  // Only the attempt that took it last says what came of it.
  await db.query(
    `update webhook_delivery
     set state = $3, status = $4, error = $5, ended_at = case when $3 <> 'pending' then $6::timestamptz end,
         next_attempt_at = coalesce($7, next_attempt_at)
     where id = $1 and attempts = $2 and state = 'pending'`,
    [
      delivery.id,
      delivery.attempts,
      end.state,
      end.result.status,
      end.result.error,
      end.now.toString(),
      end.next?.toString() ?? null,
    ],
  )
}
