import type pg from 'pg'
import type { StoredEnrolment, StoredStudent } from '../match/stored-student.ts'
import {
  type EnrolmentTableRow,
  enrolmentColumns,
  type StudentTableRow,
  storedEnrolment,
  studentColumns,
  studentData,
} from './student-table.ts'
import type { WriteTarget } from './write-target.ts'

/** The keys under which a set of lines may meet students that exist. */
export interface LookupKeys {
  readonly ine10s: readonly string[]
  /** Parallel arrays: the four data of health.md 3.7. */
  readonly identities: {
    readonly nameKeys: readonly string[]
    readonly firstNameKeys: readonly string[]
    readonly birthDates: readonly string[]
    readonly nationalities: readonly string[]
  }
  /** In lower case. */
  readonly logins: readonly string[]
}

/** A student with what the import must know besides his data. */
export interface FoundStudent {
  readonly student: StoredStudent
  /** Version of the row, to notice that somebody else changed it before we write. */
  readonly rowVersion: string
  /** The model at work brought him before. */
  readonly knownToModel: boolean
}

/**
 * Reads the live students that carry one of the keys: set-based, three index look-ups in one statement.
 * A superset of what the lines will match: `decide` compares the keys of what it is given.
 */
export async function findStudents(
  client: pg.PoolClient,
  target: WriteTarget,
  keys: LookupKeys,
  modelId: number,
  decrypt: (bytes: Buffer, studentId: number) => string,
): Promise<FoundStudent[]> {
  const { identities } = keys
  const parameters = [
    keys.ine10s,
    identities.nameKeys,
    identities.firstNameKeys,
    identities.birthDates,
    identities.nationalities,
    keys.logins,
  ]
  const ids = new Set<number>()
  for (const table of target.studentTables) {
    const { rows } = await client.query<{ id: number }>(idsByKeys(table, target.aliasTables), parameters)
    for (const row of rows) ids.add(row.id)
  }
  if (ids.size === 0) return []
  const found = new Map<number, FoundStudent>()
  // Later tables win: in a simulation the planned version of a student stands for the stored one.
  for (const table of target.studentTables) {
    const { rows } = await client.query<FoundRow>(studentsByIds(table, target.aliasTables), [
      [...ids],
      modelId,
    ])
    for (const row of rows)
      found.set(row.id, {
        student: {
          id: row.id,
          data: studentData(row, decrypt),
          nameKey: row.name_key!,
          firstNameKey: row.first_name_key!,
          ine10s: row.ine === null ? row.alias_ine10s : [row.ine.slice(0, 10), ...row.alias_ine10s],
          newestYear: row.newest_year,
        },
        rowVersion: row.row_version,
        knownToModel: row.known_to_model,
      })
  }
  return [...found.values()]
}

type FoundRow = StudentTableRow & { row_version: string; alias_ine10s: string[]; known_to_model: boolean }

/**
 * `offset 0` keeps the planner from turning a look-up by key into a join of its choice: without statistics (right
 * after a first import, before the server has analysed the table) it would read whole indexes for every set.
 */
const idsByKeys = (table: string, aliasTables: readonly string[]) => `
  select student.id from unnest($1::text[]) as wanted (ine10), lateral (
      select id from ${table} candidate
      where left(candidate.ine, 10) = wanted.ine10 and candidate.ine is not null and candidate.merged_into is null
      offset 0) as student
  ${aliasTables
    .map(
      (aliases) => `union
  select student.id from unnest($1::text[]) as wanted (ine10), lateral (
      select candidate.id
      from ${aliases} alias
      join ${table} candidate on candidate.id = alias.student_id and candidate.merged_into is null
      where left(alias.ine, 10) = wanted.ine10
      offset 0) as student`,
    )
    .join('\n  ')}
  union
  select student.id
    from unnest($2::text[], $3::text[], $4::date[], $5::text[])
      as wanted (name_key, first_name_key, birth_date, nationality_code), lateral (
      select id from ${table} candidate
      where candidate.name_key = wanted.name_key
        and candidate.first_name_key = wanted.first_name_key
        and candidate.birth_date = wanted.birth_date
        and candidate.nationality_code = wanted.nationality_code
        and candidate.merged_into is null
      offset 0) as student
  union
  select student.id from unnest($6::text[]) as wanted (login), lateral (
      select id from ${table} candidate
      where lower(candidate.login) = wanted.login and candidate.login is not null and candidate.merged_into is null
      offset 0) as student`

const studentsByIds = (table: string, aliasTables: readonly string[]) => `
  select ${studentColumns.map((column) => `student.${column}`).join(', ')},
    student.xmin::text as row_version,
    array(${aliasTables
      .map(
        (aliases) => `select left(alias.ine, 10) from ${aliases} alias where alias.student_id = student.id`,
      )
      .join(' union ')})
      as alias_ine10s,
    exists (select from student_source source where source.student_id = student.id and source.model_id = $2)
      as known_to_model
  from ${table} student
  where student.id = any($1::bigint[]) and student.merged_into is null`

/** Reads the enrolments of these students in these academic years. */
export async function findEnrolments(
  client: pg.PoolClient,
  target: WriteTarget,
  studentIds: readonly number[],
  years: readonly number[],
): Promise<StoredEnrolment[]> {
  if (studentIds.length === 0) return []
  const columns = enrolmentColumns.filter((column) => column !== 'run_id' && column !== 'line')
  const found = new Map<string, StoredEnrolment>()
  for (const table of target.enrolmentTables) {
    const { rows } = await client.query<EnrolmentTableRow>(
      `select ${columns.join(', ')} from ${table}
       where student_id = any($1::bigint[]) and year = any($2::smallint[])`,
      [studentIds, years],
    )
    for (const row of rows) {
      const key = `${row.student_id};${row.year};${row.establishment_code};${row.component_code};${row.diploma}`
      found.set(key, storedEnrolment(row))
    }
  }
  return [...found.values()]
}
