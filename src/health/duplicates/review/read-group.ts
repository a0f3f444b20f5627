import type { Queryable } from '../../../platform/database.ts'
import {
  differs,
  type StudentRecord,
  shownLines,
  type ValueName,
  valueNames,
} from '../merge/administrative-values.ts'
import { unknownPair } from '../refusal.ts'
import { linkedRecords } from './group-of-records.ts'
import { type PairRow, readPair, readPairsAmong } from './read-groups.ts'

/** A record beside the others of its group. Never with its NIR (health.md 5.3). */
export interface ReviewedRecord {
  readonly id: number
  readonly version: number
  readonly values: Readonly<Record<ValueName, readonly string[]>>
  readonly login: string | null
  readonly formerInes: readonly string[]
  readonly enrolments: readonly ReviewedEnrolment[]
  /** How much hangs on it, by table. */
  readonly holds: Readonly<Record<HeldThing, number>>
  /** Consultation, appointment kept, vaccination, follow-up: whichever was last. */
  readonly lastContact: string | null
  /** Import models that bring it, with the last time. */
  readonly sources: readonly { readonly model: string; readonly seenAt: Date }[]
  readonly createdAt: Date
  readonly mergedInto: number | null
}

export type HeldThing =
  | 'consultations'
  | 'enrolments'
  | 'appointments'
  | 'followUps'
  | 'vaccinations'
  | 'documents'

export interface ReviewedEnrolment {
  readonly year: number
  readonly establishment: string
  readonly component: string
  readonly diploma: string
  readonly cursus: string | null
  readonly cursusYear: string | null
}

export interface ReviewedGroup {
  readonly pair: PairRow
  /** Every undecided pair of the group, or the asked one alone when it is decided. Best first. */
  readonly pairs: readonly PairRow[]
  readonly records: readonly ReviewedRecord[]
  /** Values that are not the same in all records. */
  readonly differences: readonly ValueName[]
}

/**
 * The group of a pair, side by side (health.md 2.6 "Review page").
 *
 * @throws `DuplicateRefused` UNKNOWN_PAIR
 */
export async function readGroup(db: Queryable, pairId: number, timeZone: string): Promise<ReviewedGroup> {
  const pair = await readPair(db, pairId)
  if (pair === null) throw unknownPair()
  const open = pair.state === 'new' || pair.state === 'later'
  const members = open ? await linkedRecords(db, [pair.a, pair.b]) : [pair.a, pair.b]
  const pairs = open ? await readPairsAmong(db, members) : [pair]
  const { rows: raw } = await db.query<{ record: StudentRecord }>(
    `select to_jsonb(student) - 'nir_encrypted' as record from student where id = any($1) order by id`,
    [members],
  )
  const records = raw.map(({ record }) => record)
  const facts = await readFacts(db, members, timeZone)
  const labels = await readLabels(db, records)
  return {
    pair,
    pairs,
    records: records.map((record) => reviewed(record, facts.get(Number(record.id))!, labels)),
    differences: valueNames.filter((name) =>
      records.slice(1).some((record) => differs(records[0]!, record, name)),
    ),
  }
}

type Facts = Pick<
  ReviewedRecord,
  'formerInes' | 'enrolments' | 'holds' | 'lastContact' | 'sources' | 'createdAt'
>

/** One look for all records of a group: they are few, and what hangs on each has its index. */
async function readFacts(
  db: Queryable,
  ids: readonly number[],
  timeZone: string,
): Promise<Map<number, Facts>> {
  const count = (table: string) =>
    `(select count(*)::int from ${table} child where child.student_id = student.id)`
  const { rows } = await db.query<Facts & { id: number }>(
    `select student.id, student.created_at as "createdAt",
       array(select ine from student_ine_alias alias where alias.student_id = student.id order by since, ine) as "formerInes",
       coalesce((select jsonb_agg(jsonb_build_object(
             'year', year, 'establishment', establishment_code, 'component', component_code, 'diploma', diploma,
             'cursus', cursus, 'cursusYear', cursus_year)
             order by year desc, establishment_code, component_code, diploma)
           from enrolment where enrolment.student_id = student.id), '[]') as enrolments,
       jsonb_build_object(
         'consultations', ${count('consultation')}, 'enrolments', ${count('enrolment')},
         'appointments', ${count('appointment')}, 'followUps', ${count('follow_up')},
         'vaccinations', ${count('vaccination')}, 'documents', ${count('scan_file')}) as holds,
       (select to_char(max(contact), 'YYYY-MM-DD') from (
          select (last_activity_at at time zone $2)::date as contact from consultation where student_id = student.id
          union all
          select (starts_at at time zone $2)::date from appointment where student_id = student.id and state = 'honoured'
          union all
          select given_on from vaccination where student_id = student.id
          union all
          select greatest(letter_on, reminder_on) from follow_up where student_id = student.id) as contacts)
         as "lastContact",
       coalesce((select jsonb_agg(jsonb_build_object('model', model.code, 'seenAt', source.seen_at) order by model.code)
           from student_source source join import_model model on model.id = source.model_id
           where source.student_id = student.id), '[]') as sources
     from student where student.id = any($1)`,
    [ids, timeZone],
  )
  return new Map(
    rows.map((row) => [
      row.id,
      { ...row, sources: row.sources.map(({ model, seenAt }) => ({ model, seenAt: new Date(seenAt) })) },
    ]),
  )
}

const codedValues: Partial<Record<ValueName, string>> = {
  nationality: 'nationality_id',
  familySituation: 'family_situation_id',
  spouseProfession: 'spouse_profession_id',
  address: 'country_id',
  familyAddress: 'family_country_id',
}

async function readLabels(db: Queryable, records: readonly StudentRecord[]): Promise<Map<number, string>> {
  const ids = records.flatMap((record) =>
    Object.values(codedValues)
      .map((column) => record[column!])
      .filter((id) => typeof id === 'number'),
  )
  const { rows } = await db.query<{ id: number; label: string }>(
    'select id, label from nomenclature_item where id = any($1)',
    [ids],
  )
  return new Map(rows.map(({ id, label }) => [id, label]))
}

function reviewed(record: StudentRecord, facts: Facts, labels: ReadonlyMap<number, string>): ReviewedRecord {
  const values = Object.fromEntries(
    valueNames.map((name) => [name, labelled(record, name, labels)]),
  ) as unknown as ReviewedRecord['values']
  return {
    ...facts,
    id: Number(record.id),
    version: Number(record.version),
    values,
    login: (record.login as string | null) ?? null,
    mergedInto: (record.merged_into as number | null) ?? null,
  }
}

/** `100 – France`: the code that the registry gave, and what it stands for where that is known. */
export function labelled(
  record: StudentRecord,
  name: ValueName,
  labels: ReadonlyMap<number, string>,
): string[] {
  const lines = shownLines(record, name)
  const column = codedValues[name]
  const label = column === undefined ? undefined : labels.get(record[column] as number)
  const last = lines.at(-1)
  if (label === undefined || last === undefined || label === last) return lines
  return [...lines.slice(0, -1), `${last} – ${label}`]
}
