import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '../batch/instant-column.ts'
import { type Queryable, transaction } from '../platform/database.ts'
import { postMail } from '../platform/outgoing-mail.ts'
import type { Alert } from './alert.ts'
import { countInGroup, takeUntoldRepeats } from './alert-group.ts'
import { alertLetter, repeatLetter } from './alert-letter.ts'
import { type FoundAlert, findAlerts } from './find-alerts.ts'
import { type Letter, letterMail } from './letter.ts'
import { type Reader, readReaders, wants } from './readers.ts'
import { alertMailAddresses, webhookUrl } from './settings.ts'
import { labelOf, type Surroundings } from './surroundings.ts'
import { postDelivery } from './webhook/deliveries.ts'
import { alertPayload } from './webhook/payload.ts'

/**
 * An end is written a moment before it is committed, and later where the database was out of reach: so far back is looked
 * again. To compare what finished well with its habit is dear, and matters less.
 */
const marginMinutes = 60
const finishedMarginMinutes = 5

export interface RaisedAlerts {
  /** Found for the first time. */
  readonly alerts: number
  /** Written down to be sent. */
  readonly mails: number
  readonly deliveries: number
}

/**
 * One look: what is found for the first time is written down with the mails and webhook messages that tell of it, in one
 * transaction. So a crash loses nothing and repeats nothing; nodes that look at the same time take turns.
 *
 * `overdueBefore`: batches due before it that nobody has launched are missed starts; null: not yet to be judged.
 */
export async function raiseAlerts(
  options: Surroundings,
  overdueBefore: Temporal.Instant | null,
): Promise<RaisedAlerts> {
  const { database, clock, settings, catalogue } = options
  const [addresses, webhook] = await Promise.all([settings.get(alertMailAddresses), settings.get(webhookUrl)])
  return await transaction(database.pool, async (client) => {
    const { from, finishedFrom } = await takeTurn(client, clock.now())
    // Asked after the turn: what the node before could see, this one sees too.
    const now = clock.now()
    const alerts = await record(
      client,
      await findAlerts(client, { from, finishedFrom, now, overdueBefore }),
      now,
    )
    const letters: { occasion: string; about: Pick<Alert, 'kind' | 'application'>; write: WriteLetter }[] = []
    for (const alert of alerts) {
      const described = { ...alert, label: labelOf(catalogue, alert.batchCode) }
      const repeats = await countInGroup(client, alert, now, options.timeZone)
      if (repeats === 0)
        letters.push({
          occasion: `alert:${alert.id}`,
          about: alert,
          write: (reader) => alertLetter(described, reader.locale, options),
        })
      if (webhook === null) continue
      const id = randomUUID()
      const body = JSON.stringify(alertPayload(id, described, repeats, options))
      await postDelivery(client, { id, alertId: alert.id, body }, now)
    }
    for (const repeat of await takeUntoldRepeats(client, now)) {
      const described = { ...repeat, label: labelOf(catalogue, repeat.batchCode) }
      letters.push({
        occasion: `alert-repeats:${repeat.groupId}:${repeat.occurrences}`,
        about: repeat,
        write: (reader) => repeatLetter(described, reader.locale, options),
      })
    }
    const readers = letters.length === 0 ? [] : await readReaders(client, addresses)
    let mails = 0
    for (const { occasion, about, write } of letters)
      for (const reader of readers.filter((one) => wants(one, about))) {
        // One mail a reader: nobody learns who else is told; an address with two accounts is written to once.
        const { address } = reader
        const mail = letterMail(address, write(reader))
        await postMail(client, `${occasion}:${address.toLowerCase()}`, mail, clock)
        mails++
      }
    await client.query('update alert_watch set looked_until = $1', [now.toString()])
    return { alerts: alerts.length, mails, deliveries: webhook === null ? 0 : alerts.length }
  })
}

type WriteLetter = (reader: Reader) => Letter

/** Locks the watch until the end of the transaction; returns from when on ends are to be looked at. */
async function takeTurn(
  db: Queryable,
  now: Temporal.Instant,
): Promise<{ from: Temporal.Instant; finishedFrom: Temporal.Instant }> {
  await db.query(
    'insert into alert_watch (since, looked_until) values ($1, $1) on conflict (only_row) do nothing',
    [now.toString()],
  )
  const { rows } = await db.query<{ from: Date; finished_from: Date }>(
    // A clock that was ahead for a while and is put right must not hide what ended since.
    `select greatest(since, least(looked_until, $1) - make_interval(mins => $2)) as from,
            greatest(since, least(looked_until, $1) - make_interval(mins => $3)) as finished_from
     from alert_watch for update`,
    [now.toString(), marginMinutes, finishedMarginMinutes],
  )
  return { from: instantOf(rows[0]!.from), finishedFrom: instantOf(rows[0]!.finished_from) }
}

/** Writes down what is new among what was found; returns it with its numbers. */
async function record(
  db: Queryable,
  found: readonly FoundAlert[],
  now: Temporal.Instant,
): Promise<(FoundAlert & { readonly id: number })[]> {
  if (found.length === 0) return []
  const known = await db.query<{ occasion: string }>('select occasion from alert where occasion = any($1)', [
    found.map((one) => one.occasion),
  ])
  const told = new Set(known.rows.map((row) => row.occasion))
  const recorded: (FoundAlert & { id: number })[] = []
  for (const one of found.filter(({ occasion }) => !told.has(occasion))) {
    const { rows } = await db.query<{ id: number }>(
      `insert into alert
         (occasion, kind, batch_code, application, run_id, run_state, node_name, at, found_at, due_at, facts)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (occasion) do nothing
       returning id`,
      [
        one.occasion,
        one.kind,
        one.batchCode,
        one.application,
        one.runId,
        one.state,
        one.nodeName,
        one.at.toString(),
        now.toString(),
        one.dueAt?.toString() ?? null,
        JSON.stringify(one.facts),
      ],
    )
    if (rows[0] !== undefined) recorded.push({ ...one, id: rows[0].id })
  }
  return recorded
}
