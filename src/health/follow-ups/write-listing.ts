import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import type { RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { createOutputFile } from '../../exchange/output-file.ts'
import type { LetterKind } from '../letters/letter.ts'
import { civilDate, fileStamp } from './civil-time.ts'
import { addEdition } from './editions.ts'
import { type ListedFollowUp, listingHeader, listingLines } from './listing-line.ts'
import { lastDay, selections } from './selection.ts'
import { sweepUnlisted } from './sweep-unlisted.ts'

export interface ListingRequest {
  readonly code: 'LIS_REL' | 'LIS_RAP'
  readonly kind: LetterKind
  /** Days after the letter for which a reminder is due; of no account for first letters. */
  readonly reminderDays: number
  /** What was edited in these last days is listed too. */
  readonly windowDays: number
}

/** Rows read and written at a time: memory does not grow with the listing. */
const page = 2000

/**
 * Draws the listing of those whom the letter batch would write to now, and of those it has written to lately. Changes no
 * state (health.md 2.7).
 */
export async function writeListing(context: RunContext, request: ListingRequest): Promise<RunDetail> {
  const { clock, place, files, signal, progress, log } = context
  await sweepUnlisted(context)
  const begun = clock.now()
  const today = civilDate(begun, place.timeZone)
  const fileName = `${request.code}_${fileStamp(begun, place.timeZone)}.csv`
  const file = createOutputFile(join(await files.directory(), fileName))
  const hash = createHash('sha256')
  const write = (bytes: Buffer) => {
    hash.update(bytes)
    file.write(bytes)
  }
  try {
    write(Buffer.from(listingHeader, 'latin1'))
    const counts = { selection: 0, edites: 0, sans_adresse: 0 }
    let lines = 0
    for await (const rows of listed(context, request, today)) {
      signal.throwIfAborted()
      write(listingLines(rows, today))
      lines += rows.length
      for (const { selected, state } of rows) {
        counts[selected ? 'selection' : 'edites']++
        if (state === 'no-address') counts.sans_adresse++
      }
      progress(lines)
    }
    file.sync()
    file.close()
    await context.transaction((client) =>
      addEdition(client, context, {
        code: request.code,
        path: file.path,
        bytes: file.bytes,
        sha256: hash.digest('hex'),
        objects: lines,
        pages: null,
      }),
    )
    log.info(`${lines} relance(s) dans ${fileName}`)
    return { ...counts, fichier: fileName }
  } catch (error) {
    file.discard()
    throw error
  }
}

/** `selected`: the letter batch would write to them now. */
type Row = ListedFollowUp & { readonly selected: boolean }

async function* listed(
  { database, signal }: RunContext,
  { kind, reminderDays, windowDays }: ListingRequest,
  today: string,
): AsyncGenerator<Row[]> {
  const since = Temporal.PlainDate.from(today).subtract({ days: windowDays }).toString()
  const client = await database.pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(`declare listing no scroll cursor for ${listing(kind)}`, [
      lastDay(kind, today, reminderDays),
      since,
    ])
    for (;;) {
      signal.throwIfAborted()
      const { rows } = await client.query<Row>(`fetch ${page} from listing`)
      if (rows.length === 0) break
      yield rows
    }
  } finally {
    const broken = await client.query('rollback').then(
      () => undefined,
      (error: Error) => error,
    )
    client.release(broken)
  }
}

/** Edited in the window, the first day included: what is listed at one night's hour and edited after it is in the next listing. */
const editedLately: Readonly<Record<LetterKind, string>> = {
  'follow-up': 'follow_up.letter_on >= $2::date',
  'follow-up-reminder': 'follow_up.reminder_on >= $2::date',
}

const listing = (kind: LetterKind) => `
  select student.ine, student.student_code as "studentCode", student.family_name as "familyName",
         student.first_name as "firstName", student.birth_date as "birthDate", motive.label as motive,
         follow_up.due_on as "dueOn", follow_up.state, follow_up.letter_on as "letterOn",
         student.address1, student.address2, student.address3, student.postal_code as "postalCode", student.town,
         coalesce(country.label, student.country_code) as country, student.email,
         (${selections[kind]}) as selected
  from follow_up
  join student on student.id = follow_up.student_id
  join nomenclature_item motive on motive.id = follow_up.motive_id
  left join nomenclature_item country on country.id = student.country_id
  where (${selections[kind]}) or (${editedLately[kind]} and student.merged_into is null)
  order by student.name_key collate "C", student.first_name_key collate "C", follow_up.id`
