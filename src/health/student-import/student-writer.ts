import type pg from 'pg'
import { copyRows } from '../../platform/copy-rows.ts'
import { copyBoolean, copyText } from '../../platform/copy-text.ts'
import type { EnrolmentData } from './student-line.ts'
import {
  enrolmentColumns,
  enrolmentRow,
  type StudentRow,
  studentColumns,
  studentRow,
} from './student-table.ts'
import type { WriteTarget } from './write-target.ts'

/** What one set of lines changes, as rows: the plan of that set. */
export interface StudentWrites {
  readonly newStudents: readonly StudentRow[]
  readonly changedStudents: readonly ChangedStudent[]
  readonly newEnrolments: readonly EnrolmentWrite[]
  readonly changedEnrolments: readonly EnrolmentWrite[]
  readonly aliases: readonly { readonly studentId: number; readonly ine: string }[]
  readonly sources: readonly SourceWrite[]
  readonly changes: readonly ChangeWrite[]
}

export interface ChangedStudent extends StudentRow {
  /** As the look-up gave it. */
  readonly rowVersion: string
  readonly loginChanges: boolean
}

export interface EnrolmentWrite {
  readonly studentId: number
  readonly data: EnrolmentData
  readonly line: number
}

/** The link between a student and the model, with the marks of the lines that he now stands by. */
export interface SourceWrite {
  readonly studentId: number
  readonly line: number
  readonly marks: readonly bigint[]
  readonly isNew: boolean
  /** The student or an enrolment of his is other than the set met it. */
  readonly changed: boolean
}

export interface ChangeWrite {
  readonly studentId: number
  readonly line: number
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>
}

/** Somebody else changed a student between our reading and our writing: the import gives way and can be run again. */
export class ConcurrentChangeError extends Error {
  readonly code = 'CONCURRENT_CHANGE'
}

export interface StudentWriter {
  /** Words the rows, without the database; what it returns sends them. */
  prepare(writes: StudentWrites): () => Promise<void>
}

/**
 * Writes plans set by set on `client`, inside the caller's transaction: new rows by COPY, changed ones by COPY
 * into a temporary table and one UPDATE.
 */
export function studentWriter(
  client: pg.PoolClient,
  target: WriteTarget,
  identity: { runId: number; modelId: number; marksMeaning: number },
): StudentWriter {
  /** Asked for by each set: one that is rolled back takes away the tables that it made. */
  async function stage(): Promise<void> {
    await client.query(`
      create temporary table if not exists staged_student on commit drop as
        select ${studentColumns.join(', ')}, null::text as row_version from student with no data;
      create temporary table if not exists staged_enrolment on commit drop as
        select ${enrolmentColumns.join(', ')} from enrolment with no data;
      create temporary table if not exists staged_source
        (student_id bigint, line int, marks bigint[], changed boolean) on commit drop;
      truncate staged_student, staged_enrolment, staged_source`)
  }

  async function updateStudents(students: readonly ChangedStudent[]): Promise<void> {
    if (students.length === 0) return
    await copyRows(
      client,
      `staged_student (${studentColumns.join(', ')}, row_version)`,
      students.map((student) => `${studentRow(student).slice(0, -1)}\t${copyText(student.rowVersion)}\n`),
    )
    const { rowCount } = await client.query(lockAsRead)
    if (rowCount !== students.length)
      throw new ConcurrentChangeError(
        'des dossiers ont été modifiés pendant l’import ; rien n’a été écrit : relancez-le',
      )
    // Two students of one set may exchange logins; a unique index is checked row by row, so the old ones go first.
    const freed = students.filter((student) => student.loginChanges).map((student) => student.id)
    if (freed.length > 0) await client.query(freeLogins, [freed])
    await client.query(updateStudentsFromStage)
  }

  async function updateEnrolments(enrolments: readonly EnrolmentWrite[]): Promise<void> {
    if (enrolments.length === 0) return
    await copyRows(client, `staged_enrolment (${enrolmentColumns.join(', ')})`, enrolmentRows(enrolments))
    await client.query(updateEnrolmentsFromStage)
  }

  async function updateSources(sources: readonly SourceWrite[]): Promise<void> {
    if (sources.length === 0) return
    await copyRows(
      client,
      'staged_source (student_id, line, marks, changed)',
      sources.map(
        ({ studentId, line, marks, changed }) =>
          `${studentId}\t${line}\t${marksArray(marks)}\t${copyBoolean(changed)}\n`,
      ),
    )
    await client.query(updateSourcesFromStage, [identity.modelId, identity.runId, identity.marksMeaning])
  }

  function enrolmentRows(enrolments: readonly EnrolmentWrite[]): string[] {
    return enrolments.map(({ studentId, data, line }) => enrolmentRow(studentId, data, identity.runId, line))
  }

  function simulate(writes: StudentWrites): () => Promise<void> {
    const { newStudents, changedStudents, newEnrolments, changedEnrolments, aliases } = writes
    const students = [...newStudents, ...changedStudents].map(studentRow)
    const enrolments = enrolmentRows([...newEnrolments, ...changedEnrolments])
    return async () => {
      // A later version of a planned row takes the place of the earlier one.
      if (changedStudents.length > 0)
        await client.query('delete from planned_student where id = any($1::bigint[])', [
          changedStudents.map((student) => student.id),
        ])
      await copyRows(client, `planned_student (${studentColumns.join(', ')})`, students)
      if (changedEnrolments.length > 0)
        await client.query(forgetPlannedEnrolments, [
          changedEnrolments.map((enrolment) => enrolment.studentId),
          changedEnrolments.map(({ data }) => data.year),
          changedEnrolments.map(({ data }) => data.establishment.code),
          changedEnrolments.map(({ data }) => data.component.code),
          changedEnrolments.map(({ data }) => data.diploma),
        ])
      await copyRows(client, `planned_enrolment (${enrolmentColumns.join(', ')})`, enrolments)
      await copyRows(
        client,
        'planned_ine_alias (student_id, ine)',
        aliases.map(({ studentId, ine }) => `${studentId}\t${copyText(ine)}\n`),
      )
    }
  }

  function apply(writes: StudentWrites): () => Promise<void> {
    const students = writes.newStudents.map(studentRow)
    const enrolments = enrolmentRows(writes.newEnrolments)
    const knownSources = writes.sources.filter((source) => !source.isNew)
    const sources = writes.sources
      .filter((source) => source.isNew)
      .map(
        (source) =>
          `${source.studentId}\t${identity.modelId}\t${identity.runId}\t${source.line}\t${marksArray(source.marks)}\t${identity.marksMeaning}\n`,
      )
    const changes = writes.changes.map(
      ({ line, studentId, changes }) =>
        `${identity.runId}\t${line}\t${studentId}\t${copyText(JSON.stringify(changes))}\n`,
    )
    return async () => {
      if (writes.changedStudents.length + writes.changedEnrolments.length + knownSources.length > 0)
        await stage()
      await updateStudents(writes.changedStudents)
      await copyRows(client, `student (${studentColumns.join(', ')})`, students)
      await updateEnrolments(writes.changedEnrolments)
      await copyRows(client, `enrolment (${enrolmentColumns.join(', ')})`, enrolments)
      if (writes.aliases.length > 0)
        await client.query(addAliases, [
          writes.aliases.map((alias) => alias.studentId),
          writes.aliases.map((alias) => alias.ine),
          `import ${identity.runId}`,
        ])
      // After the updates: their triggers have emptied the marks that no longer hold.
      await copyRows(
        client,
        'student_source (student_id, model_id, run_id, line, marks, marks_meaning)',
        sources,
      )
      await updateSources(knownSources)
      await copyRows(client, 'student_change (run_id, line, student_id, changes)', changes)
    }
  }

  return { prepare: target.simulation ? simulate : apply }
}

function marksArray(marks: readonly bigint[]): string {
  return `{${marks.join(',')}}`
}

const forgetPlannedEnrolments = `
  delete from planned_enrolment planned
  using unnest($1::bigint[], $2::smallint[], $3::text[], $4::text[], $5::text[])
    as again (student_id, year, establishment_code, component_code, diploma)
  where (planned.student_id, planned.year, planned.establishment_code, planned.component_code, planned.diploma)
      = (again.student_id, again.year, again.establishment_code, again.component_code, again.diploma)`

/** The staged students that still are as the look-up found them, locked until the end. */
const lockAsRead = `
  select from student join staged_student staged
    on student.id = staged.id and student.xmin::text = staged.row_version
  for no key update of student`

const freeLogins = `update student set login = null where id = any($1::bigint[])`

const updatedStudentColumns = studentColumns.filter((column) => column !== 'id')
const updateStudentsFromStage = `
  update student
  set (${updatedStudentColumns.join(', ')}, changed_at, version) =
      (select ${updatedStudentColumns.map((column) => `staged.${column}`).join(', ')}, now(), student.version + 1)
  from staged_student staged
  where student.id = staged.id`

const enrolmentKeyColumns = ['student_id', 'year', 'establishment_code', 'component_code', 'diploma']
const updatedEnrolmentColumns = enrolmentColumns.filter((column) => !enrolmentKeyColumns.includes(column))
const updateEnrolmentsFromStage = `
  update enrolment
  set (${updatedEnrolmentColumns.join(', ')}, changed_at) =
      (select ${updatedEnrolmentColumns.map((column) => `staged.${column}`).join(', ')}, now())
  from staged_enrolment staged
  where ${enrolmentKeyColumns.map((column) => `enrolment.${column} = staged.${column}`).join(' and ')}`

const updateSourcesFromStage = `
  update student_source source
  set marks = case
        when source.marks_meaning = $3
        then source.marks || array(select unnest(staged.marks) except select unnest(source.marks))
        else staged.marks
      end,
      marks_meaning = $3, run_id = $2, line = staged.line, seen_at = now()
  from staged_source staged
  where source.student_id = staged.student_id and source.model_id = $1
    and (staged.changed or source.marks_meaning <> $3 or not source.marks @> staged.marks)`

const addAliases = `
  insert into student_ine_alias (student_id, ine, origin)
  select student_id, ine, $3 from unnest($1::bigint[], $2::text[]) as alias (student_id, ine)
  on conflict do nothing`
