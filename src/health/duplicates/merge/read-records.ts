import { createHash } from 'node:crypto'
import type { Queryable } from '../../../platform/database.ts'
import type { StudentRecord } from './administrative-values.ts'
import { type ChildTable, childTables, contentOf, keyOf, sourceTable } from './child-tables.ts'

/**
 * A row of `student` as it is compared and kept, in SQL. Of the NIR only whether there is one: it is encrypted anew when
 * keys are replaced, and nowhere shown.
 */
export const studentRecord = `(to_jsonb(student)
  || jsonb_build_object('nir_encrypted', case when student.nir_encrypted is not null then true end))`

/** A row that belongs to one of the two records. */
export interface ChildRow {
  readonly studentId: number
  /** Its key beside the student, as JSON text. */
  readonly key: string
  /** Hash of its content: who it belongs to does not matter. */
  readonly content: string
  /** As text that sorts by time; null where the table has no such column. */
  readonly recency: string | null
}

/** Two records and all that hangs on them, as they stand. */
export interface TwoRecords {
  readonly kept: StudentRecord
  readonly absorbed: StudentRecord
  readonly rows: Readonly<Record<string, readonly ChildRow[]>>
  readonly openConsultations: readonly { readonly id: number; readonly studentId: number }[]
  /** Of those who have one of the records open without a consultation. */
  readonly openRecords: readonly { readonly studentId: number; readonly holder: string }[]
  /** Records merged into the absorbed one before. */
  readonly followers: readonly number[]
}

/**
 * Reads two records; null where one does not exist. Both rows are locked with `forUpdate`, in the order of their
 * identifiers.
 */
export async function readTwoRecords(
  db: Queryable,
  keptId: number,
  absorbedId: number,
  options: { readonly forUpdate?: boolean } = {},
): Promise<TwoRecords | null> {
  const both = [keptId, absorbedId]
  const { rows: records } = await db.query<{ record: StudentRecord }>(
    `select ${studentRecord} as record from student where id = any($1) order by id
     ${options.forUpdate ? 'for update' : ''}`,
    [both],
  )
  const of = (id: number) => records.find(({ record }) => record.id === id)?.record
  const kept = of(keptId)
  const absorbed = of(absorbedId)
  if (kept === undefined || absorbed === undefined) return null

  const rows: Record<string, readonly ChildRow[]> = {}
  for (const table of [...childTables, sourceTable]) rows[table.table] = await readRows(db, table, both)
  const { rows: openConsultations } = await db.query<{ id: number; studentId: number }>(
    `select id, student_id as "studentId" from consultation
     where student_id = any($1) and closed_at is null order by id`,
    [both],
  )
  const { rows: openRecords } = await db.query<{ studentId: number; holder: string }>(
    `select student_id as "studentId", holder from record_lock
     where student_id = any($1) and consultation_id is null order by student_id`,
    [both],
  )
  const { rows: followers } = await db.query<{ id: number }>(
    'select id from student where merged_into = $1 order by id',
    [absorbedId],
  )
  return { kept, absorbed, rows, openConsultations, openRecords, followers: followers.map(({ id }) => id) }
}

/** The rows of one table that belong to these students. */
export async function readRows(
  db: Queryable,
  table: ChildTable,
  studentIds: readonly number[],
): Promise<ChildRow[]> {
  const { rows } = await db.query<ChildRow>(
    `select child.student_id as "studentId", (${keyOf(table)})::text as key,
            md5((${contentOf(table)})::text) as content,
            ${table.recency === null ? 'null' : `to_char(child.${table.recency} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`}
              as recency
     from ${table.table} child
     where child.student_id = any($1)
     order by 1, 2`,
    [studentIds],
  )
  return rows
}

/**
 * What somebody has seen of two records, in a few characters: whatever of it changes before they merge them, however
 * little, gives another one. What nightly imports note of lines that changed nothing does not count.
 */
export function fingerprintOf(records: TwoRecords): string {
  const { kept, absorbed, rows, openConsultations, openRecords, followers } = records
  const shown = childTables.map(({ table }) => [table, rows[table]])
  return createHash('sha256')
    .update(JSON.stringify([kept, absorbed, shown, openConsultations, openRecords, followers]))
    .digest('base64url')
    .slice(0, 32)
}
