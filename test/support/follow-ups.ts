import { nameKey } from '../../src/health/student-import/line/name-key.ts'
import type { Database } from '../../src/platform/database.ts'

/** Fictional students and their follow-ups, as rows. */

export interface StudentRow {
  readonly family_name?: string
  readonly first_name?: string
  readonly usage_name?: string | null
  readonly ine?: string | null
  readonly student_code?: string | null
  readonly email?: string | null
  readonly address1?: string | null
  readonly address2?: string | null
  readonly address3?: string | null
  readonly postal_code?: string | null
  readonly town?: string | null
  readonly country_code?: string | null
  readonly family_address1?: string | null
  readonly family_postal_code?: string | null
  readonly family_town?: string | null
}

/** Adds a student with an address, unless the test says otherwise; returns its id. */
export async function addStudent(database: Database, values: StudentRow = {}): Promise<number> {
  const row = {
    family_name: 'TESTUN',
    first_name: 'Zoé',
    sex: 'F',
    birth_date: '2005-03-14',
    nationality_code: '100',
    address1: '12 RUE DE L ESSAI',
    postal_code: '01000',
    town: 'ESSAIVILLE',
    country_code: '100',
    ...values,
  }
  const whole: Record<string, unknown> = {
    ...row,
    name_key: nameKey(row.family_name),
    first_name_key: nameKey(row.first_name),
  }
  return await insert(database, 'student', whole)
}

export interface FollowUpRow {
  readonly student_id: number
  readonly due_on: string
  readonly state?: string
  readonly letter_text?: string
  readonly comment?: string
  readonly letter_on?: string | null
  readonly reminder_on?: string | null
  readonly closed_on?: string | null
  readonly reference?: string | null
}

/** Adds a follow-up on the motive `VACCIN`, which is made when it is not there yet; returns its id. */
export async function addFollowUp(database: Database, values: FollowUpRow): Promise<number> {
  return await insert(database, 'follow_up', {
    motive_id: await addMotive(database),
    created_by: 'testun',
    letter_text: 'Merci de prendre rendez-vous.',
    comment: 'ne sort jamais du service',
    ...values,
  })
}

export async function addMotive(
  database: Database,
  code = 'VACCIN',
  label = 'Vaccination à compléter',
): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into nomenclature_item (nomenclature_id, code, label)
     select id, $1, $2 from nomenclature where code = 'RELANCES'
     on conflict (nomenclature_id, parent_id, code) do update set label = excluded.label
     returning id`,
    [code, label],
  )
  return rows[0]!.id
}

/** `12: letter-printed 2026-03-05 -` of each, by id. */
export async function statesOf(database: Database): Promise<Record<number, string>> {
  const { rows } = await database.pool.query<Record<string, string> & { id: number }>(
    'select id, state, letter_on, reminder_on from follow_up order by id',
  )
  return Object.fromEntries(
    rows.map(({ id, state, letter_on, reminder_on }) => [
      id,
      [state, letter_on, reminder_on].filter((part) => part !== null).join(' '),
    ]),
  )
}

/** Removes all follow-ups and students, and what was printed. */
export async function forgetFollowUps(database: Database): Promise<void> {
  await database.pool.query(
    `delete from follow_up_letter; delete from follow_up_edition; delete from follow_up;
     delete from returned_mail;
     update student set merged_into = null; delete from student`,
  )
}

async function insert(database: Database, table: string, row: Record<string, unknown>): Promise<number> {
  const names = Object.keys(row)
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})
     returning id`,
    Object.values(row),
  )
  return rows[0]!.id
}
