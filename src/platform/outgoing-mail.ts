import type { Temporal } from 'temporal-polyfill'
import type { Clock } from './clock.ts'
import { type Database, type Queryable, transaction } from './database.ts'
import type { Mail, Mailer } from './mail.ts'
import { sendFailureOf } from './send-failure.ts'

/**
 * Mails that must go out although the mail server may be down: written down with the work that causes them,
 * sent afterwards, tried again later. A mail whose sending was cut short (`sending` left by a crash, a connection lost
 * after the last byte) is never sent again: one doubtful mail is better missed than repeated at every restart.
 *
 *     pending → sending → sent
 *        ↑─── not taken ───┤
 *                          ├→ failed: refused for good, or tried too often
 *                          └→ unknown: it may have left
 */

/** Minutes to wait after each failed attempt; then a mail is given up as `failed`. A mail of the night outlives the night. */
const retryMinutes = [1, 5, 30, 120, 240, 480] as const

/** No mail server takes as long over one mail: whoever was sending it is dead. */
const doubtfulMinutes = 30

/** What is left of a mail that nobody will send any more. */
const withoutSecret = `case when mail @> '{"confidential": true}' then mail - 'text' - 'html' - 'attachments' else mail end`

/** Writes a mail down. `occasion` names why it is sent: the same occasion is mailed once. */
export async function postMail(db: Queryable, occasion: string, mail: Mail, clock: Clock): Promise<void> {
  await postMails(db, [{ occasion, mail }], clock)
}

/**
 * The same for a mail whose words change while its work goes on, each time in the transaction of what they tell: it leaves
 * at `leavesAt` unless it is written anew before, so also when nobody is there any more to let it go.
 */
export async function writeHeldMail(
  db: Queryable,
  occasion: string,
  mail: Mail,
  leavesAt: Temporal.Instant,
): Promise<void> {
  await db.query(
    `insert into outgoing_mail (occasion, mail, next_attempt_at) values ($1, $2, $3)
     on conflict (occasion) do update set mail = excluded.mail, next_attempt_at = excluded.next_attempt_at
       where outgoing_mail.state = 'pending'`,
    [occasion, JSON.stringify(mail), leavesAt.toString()],
  )
}

/** The same for many mails at once. */
export async function postMails(
  db: Queryable,
  mails: readonly { readonly occasion: string; readonly mail: Mail }[],
  clock: Clock,
): Promise<void> {
  if (mails.length === 0) return
  await db.query({
    name: 'post_mails',
    text: `insert into outgoing_mail (occasion, mail, next_attempt_at)
           select occasion, mail, $2 from jsonb_to_recordset($1) as posted (occasion text, mail jsonb)
           on conflict (occasion) do nothing`,
    values: [JSON.stringify(mails.flatMap(withCopies)), clock.now().toString()],
  })
}

/** Hidden copies are mails of their own, each delivered or refused for itself: `<occasion>:copie:<n>`. */
function withCopies({ occasion, mail }: { readonly occasion: string; readonly mail: Mail }) {
  const { bcc = [], ...open } = mail
  return [
    { occasion, mail: open },
    ...bcc.map((address, at) => ({
      occasion: `${occasion}:copie:${at + 1}`,
      mail: { ...open, deliverTo: [address] },
    })),
  ]
}

/** Sends what is due; returns counts. Several nodes may do so at once: each mail is taken by one. */
export async function sendPostedMail(
  database: Database,
  mailer: Mailer,
  clock: Clock,
): Promise<{ sent: number; failed: number }> {
  const counts = { sent: 0, failed: 0 }
  await doubtInterrupted(database, clock)
  if (!mailer.configured) return counts
  for (;;) {
    const mail = await takeOne(database, clock)
    if (mail === null) return counts
    try {
      await mailer.send(mail.mail)
      await database.pool.query(
        `update outgoing_mail set state = 'sent', sent_at = $2, mail = ${withoutSecret} where id = $1`,
        [mail.id, clock.now().toString()],
      )
      counts.sent++
    } catch (error) {
      counts.failed++
      const { kind } = sendFailureOf(error)
      const wait = kind === 'permanent' ? undefined : retryMinutes[mail.attempts - 1]
      const state = kind === 'doubtful' ? 'unknown' : wait === undefined ? 'failed' : 'pending'
      await database.pool.query(
        `update outgoing_mail
         set state = $2, error = $3, next_attempt_at = $4, refused_at = $5,
             mail = case when $2 = 'pending' then mail else ${withoutSecret} end
         where id = $1`,
        [
          mail.id,
          state,
          error instanceof Error ? error.message : String(error),
          clock
            .now()
            .add({ minutes: wait ?? 0 })
            .toString(),
          kind === 'permanent' ? clock.now().toString() : null,
        ],
      )
    }
  }
}

/** What a process that died was sending has left or has not: nobody sends it again, and the state of the system says so. */
async function doubtInterrupted({ pool }: Database, clock: Clock): Promise<void> {
  await pool.query(
    `update outgoing_mail
     set state = 'unknown', error = 'interrupted while it was being sent', mail = ${withoutSecret}
     where state = 'sending' and sending_since < $1`,
    [clock.now().subtract({ minutes: doubtfulMinutes }).toString()],
  )
}

async function takeOne(
  database: Database,
  clock: Clock,
): Promise<{ id: number; mail: Mail; attempts: number } | null> {
  return await transaction(database.pool, async (client) => {
    const { rows } = await client.query<{ id: number; mail: Mail; attempts: number }>(
      `update outgoing_mail set state = 'sending', attempts = attempts + 1, sending_since = $1
       where id = (
         select id from outgoing_mail
         where state = 'pending' and next_attempt_at <= $1
         order by next_attempt_at
         limit 1
         for update skip locked)
       returning id, mail, attempts`,
      [clock.now().toString()],
    )
    return rows[0] ?? null
  })
}

export interface PostedMailState {
  readonly pending: number
  readonly failed: number
  /** It may have left; it is not sent again. */
  readonly doubtful: number
  readonly lastError: string | null
}

/** How many mails wait, were given up or are doubtful, and what the server said last. */
export async function readPostedMail(db: Queryable): Promise<PostedMailState> {
  const { rows } = await db.query<PostedMailState>(
    `select count(*) filter (where state = 'pending') as pending,
            count(*) filter (where state = 'failed') as failed,
            count(*) filter (where state = 'unknown') as doubtful,
            (select error from outgoing_mail where error is not null and state <> 'sent'
             order by id desc limit 1) as "lastError"
     from outgoing_mail`,
  )
  return rows[0]!
}
