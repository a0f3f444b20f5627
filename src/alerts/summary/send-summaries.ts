import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '../../batch/instant-column.ts'
import { type Queryable, transaction } from '../../platform/database.ts'
import { postMail } from '../../platform/outgoing-mail.ts'
import { letterMail } from '../letter.ts'
import { type Reader, readReaders } from '../readers.ts'
import { alertMailAddresses } from '../settings.ts'
import type { Surroundings } from '../surroundings.ts'
import { type DueSummary, dueSummary } from './due-summary.ts'
import { gatherSummary } from './gather-summary.ts'
import { isQuiet } from './summary.ts'
import { summaryLetter } from './summary-letter.ts'

/** Where a summary begins when there was none before it, or none for a long time. */
const usualHours = 24
const longestDays = 7

/**
 * Writes down the summaries that are due and not decided yet, each for one reader: sent, or not when there is nothing to
 * say. A row a reader and morning makes it once over all nodes. Returns how many mails were written down.
 */
export async function sendSummaries(options: Surroundings): Promise<number> {
  const { database, clock, settings, timeZone } = options
  const now = clock.now()
  const readers = await readReaders(database.pool, await settings.get(alertMailAddresses))
  const since = await alertingSince(database.pool)
  let mails = 0
  for (const reader of readers) {
    const { subscription, subscribedAt } = reader
    if (!subscription.summary || reader.applications.size === 0) continue
    const due = dueSummary(now, subscription.summaryTime, timeZone, latest(since, subscribedAt))
    if (due === null) continue
    mails += await transaction(database.pool, (client) => decide(client, options, reader, due, now))
  }
  return mails
}

/** Decides one reader's summary of one morning; returns the mails written down. */
async function decide(
  client: Queryable,
  options: Surroundings,
  reader: Reader,
  due: DueSummary,
  now: Temporal.Instant,
): Promise<number> {
  const { date } = due
  const from = await beginning(client, reader, due)
  // What a look of another node has found up to `now` is waited for.
  await client.query('select from alert_watch for share')
  const { rowCount } = await client.query(
    `insert into night_summary (recipient, date, covers_from, covers_until, mailed)
     values ($1, $2, $3, $4, false)
     on conflict do nothing`,
    [reader.key, date.toString(), from.toString(), now.toString()],
  )
  if (rowCount === 0) return 0
  const summary = await gatherSummary(client, options.catalogue, {
    date,
    from,
    until: now,
    timeZone: options.timeZone,
    applications: [...reader.applications],
  })
  if (isQuiet(summary) && !reader.subscription.summaryWhenQuiet) return 0
  const mail = letterMail(reader.address, summaryLetter(summary, reader.locale, options))
  await postMail(client, `summary:${date}:${reader.address.toLowerCase()}`, mail, options.clock)
  await client.query('update night_summary set mailed = true where recipient = $1 and date = $2', [
    reader.key,
    date.toString(),
  ])
  return 1
}

/** Where the last summary ended: nothing falls between two mornings. */
async function beginning(db: Queryable, reader: Reader, due: DueSummary): Promise<Temporal.Instant> {
  const { rows } = await db.query<{ covers_until: Date }>(
    `select covers_until from night_summary
     where recipient = $1 and date < $2 and covers_until > $3
     order by date desc limit 1`,
    [reader.key, due.date.toString(), due.dueAt.subtract({ hours: 24 * longestDays }).toString()],
  )
  const last = rows[0]
  return last === undefined ? due.dueAt.subtract({ hours: usualHours }) : instantOf(last.covers_until)
}

/** Since when this installation alerts. */
async function alertingSince(db: Queryable): Promise<Temporal.Instant | null> {
  const { rows } = await db.query<{ since: Date }>('select since from alert_watch')
  return rows[0] === undefined ? null : instantOf(rows[0].since)
}

function latest(a: Temporal.Instant | null, b: Temporal.Instant | null): Temporal.Instant | null {
  if (a === null || b === null) return a ?? b
  return a.epochMilliseconds > b.epochMilliseconds ? a : b
}
