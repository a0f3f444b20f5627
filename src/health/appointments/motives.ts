import { type Database, type Queryable, transaction } from '../../platform/database.ts'
import { EditRefused, invalidField, refused } from '../edit-refusal.ts'
import { type Editor, recordEdit } from '../editing.ts'
import { templateFaults, tidyTemplate } from './mail-template.ts'

/** What an administrator sets of a motive (« Motifs et options »). */
export interface MotiveValues {
  /** By which the service's own system names it. */
  readonly reference: string | null
  /** May be medical: never in a mail. */
  readonly label: string
  /** What a student may read. */
  readonly publicLabel: string | null
  readonly minutes: number
  readonly reminderActive: boolean
  /** Calendar days ahead, 1 to 30. */
  readonly reminderDays: number
  /** Null: the default. */
  readonly mailSubject: string | null
  readonly mailBody: string | null
  readonly active: boolean
}

export interface Motive extends MotiveValues {
  readonly id: number
  readonly version: number
  /** Confirmed appointments from now on. */
  readonly toCome: number
}

const columns = `motive.id, motive.reference, label, public_label as "publicLabel", minutes,
  reminder_active as "reminderActive", reminder_days as "reminderDays", mail_subject as "mailSubject",
  mail_body as "mailBody", active, motive.version`

/** All motives, by label; those in use first. */
export async function readMotives(db: Queryable, now: string): Promise<Motive[]> {
  const { rows } = await db.query<Motive>(
    `select ${columns}, coalesce(coming.count, 0)::int as "toCome"
     from appointment_motive motive left join (
       select motive_id, count(*) as count from appointment
       where state = 'confirmed' and starts_at > $1 group by motive_id
     ) as coming on coming.motive_id = motive.id
     order by active desc, label, id`,
    [now],
  )
  return rows
}

export const defaultMotive: Omit<MotiveValues, 'label'> = {
  reference: null,
  publicLabel: null,
  minutes: 20,
  reminderActive: false,
  reminderDays: 2,
  mailSubject: null,
  mailBody: null,
  active: true,
}

/** Adds a motive. Throws `EditRefused`. */
export async function addMotive(
  database: Database,
  editor: Editor,
  given: Partial<MotiveValues> & Pick<MotiveValues, 'label'>,
): Promise<number> {
  return await transaction(database.pool, async (client) => {
    await lockMotives(client)
    const values = await checked(client, { ...defaultMotive, ...given }, null)
    const { rows } = await client.query<{ id: number }>(
      `insert into appointment_motive
         (reference, label, public_label, minutes, reminder_active, reminder_days, mail_subject, mail_body, active)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
      inColumns(values),
    )
    const id = rows[0]!.id
    await record(client, editor, 'appointment-motive.created', id, null, values)
    return id
  })
}

/** Changes what is given of a motive; `version` is the one that the editor has seen, null: whichever. Throws `EditRefused`. */
export async function changeMotive(
  database: Database,
  editor: Editor,
  id: number,
  version: number | null,
  edit: Partial<MotiveValues>,
): Promise<void> {
  await transaction(database.pool, async (client) => {
    await lockMotives(client)
    const before = await findMotive(client, { id })
    if (before === null)
      throw refused('NOT_FOUND', { fr: 'Ce motif n’existe pas', en: 'There is no such motive' })
    if (version !== null && before.version !== version) throw staleMotive()
    await update(client, editor, before, edit)
  })
}

/** Makes the motive of this reference be what is given; the mail and the reminder stay as they are. Throws `EditRefused`. */
export async function feedMotive(
  database: Database,
  editor: Editor,
  reference: string,
  given: Pick<MotiveValues, 'label'> & Partial<Pick<MotiveValues, 'publicLabel' | 'minutes' | 'active'>>,
): Promise<{ readonly id: number; readonly outcome: 'created' | 'updated' | 'unchanged' }> {
  const known = await findMotive(database.pool, { reference })
  if (known === null) {
    try {
      return { id: await addMotive(database, editor, { ...given, reference }), outcome: 'created' }
    } catch (error) {
      // Another feed has been quicker: then it is a change.
      if (!(error instanceof EditRefused) || error.refusal.path !== 'reference') throw error
      return await feedMotive(database, editor, reference, given)
    }
  }
  return await transaction(database.pool, async (client) => {
    await lockMotives(client)
    const before = await findMotive(client, { id: known.id })
    const changed = await update(client, editor, before!, given)
    return { id: known.id, outcome: changed ? 'updated' : 'unchanged' }
  })
}

type Stored = MotiveValues & { readonly id: number; readonly version: number }

async function findMotive(
  db: Queryable,
  by: { readonly id: number } | { readonly reference: string },
): Promise<Stored | null> {
  const { rows } = await db.query<Stored>(
    `select ${columns} from appointment_motive motive where ${'id' in by ? 'motive.id' : 'motive.reference'} = $1`,
    ['id' in by ? by.id : by.reference],
  )
  return rows[0] ?? null
}

async function update(
  client: Queryable,
  editor: Editor,
  { id, version: _, ...before }: Stored,
  edit: Partial<MotiveValues>,
): Promise<boolean> {
  const after = await checked(client, { ...before, ...edit }, id)
  if (JSON.stringify(inColumns(before)) === JSON.stringify(inColumns(after))) return false
  await client.query(
    `update appointment_motive
     set reference = $2, label = $3, public_label = $4, minutes = $5, reminder_active = $6, reminder_days = $7,
         mail_subject = $8, mail_body = $9, active = $10, changed_at = clock_timestamp(), version = version + 1
     where id = $1`,
    [id, ...inColumns(after)],
  )
  await record(client, editor, 'appointment-motive.changed', id, before, after)
  return true
}

/** Motives change one after the other: few, and rarely. */
async function lockMotives(client: Queryable): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtext('appointment-motives'))`)
}

function inColumns(values: MotiveValues): unknown[] {
  return [
    values.reference,
    values.label,
    values.publicLabel,
    values.minutes,
    values.reminderActive,
    values.reminderDays,
    values.mailSubject,
    values.mailBody,
    values.active,
  ]
}

async function checked(db: Queryable, given: MotiveValues, id: number | null): Promise<MotiveValues> {
  const values = {
    ...given,
    label: given.label.trim(),
    publicLabel: given.publicLabel?.trim() || null,
    reference: given.reference?.trim() || null,
    mailSubject: tidyTemplate(given.mailSubject, 'subject'),
    mailBody: tidyTemplate(given.mailBody, 'body'),
  }
  const subject = templateFaults(values.mailSubject ?? '', 'subject')[0]
  if (subject !== undefined) throw invalidField('mailSubject', subject)
  const body = templateFaults(values.mailBody ?? '', 'body')[0]
  if (body !== undefined) throw invalidField('mailBody', body)
  const { rows } = await db.query<{ label: boolean; reference: boolean }>(
    `select coalesce(bool_or(label = $1), false) as label, coalesce(bool_or(reference = $2), false) as reference
     from appointment_motive where id is distinct from $3::int`,
    [values.label, values.reference, id],
  )
  if (rows[0]!.label)
    throw invalidField('label', {
      fr: `Un autre motif s’appelle déjà « ${values.label} »`,
      en: `Another motive is already called “${values.label}”`,
    })
  if (rows[0]!.reference)
    throw invalidField('reference', {
      fr: `Un autre motif porte déjà la référence ${values.reference}`,
      en: `Another motive already has the reference ${values.reference}`,
    })
  return values
}

function staleMotive(): EditRefused {
  return refused('STALE_VERSION', {
    fr: 'Ce motif a été modifié entre-temps : fermez, relisez, recommencez',
    en: 'This motive was changed meanwhile: close, read again, start over',
  })
}

async function record(
  client: Queryable,
  editor: Editor,
  action: string,
  id: number,
  before: MotiveValues | null,
  after: MotiveValues,
): Promise<void> {
  await recordEdit(client, editor, {
    action,
    subject: `appointment-motive:${id}`,
    before: before === null ? null : { ...before },
    after: { ...after },
  })
}
