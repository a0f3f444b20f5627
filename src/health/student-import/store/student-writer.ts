import type pg from 'pg'
import { copyEncoded, copyRows, encodeRows } from '../../../platform/copy-rows.ts'
import { copyBoolean, copyText } from '../../../platform/copy-text.ts'
import { enrolmentColumns, enrolmentRow, studentColumns, studentRow } from './student-table.ts'
import {
  type ChangedStudent,
  type ChangeWrite,
  type EnrolmentWrite,
  joinedSets,
  type RowUpdates,
  type SourceWrite,
  type StudentWriter,
} from './student-writes.ts'

/** Somebody else changed a student between our reading and our writing: the import gives way and can be run again. */
export class ConcurrentChangeError extends Error {
  readonly code = 'CONCURRENT_CHANGE'
}

/**
 * Writes plans set by set on `client`, inside the caller's transaction: new rows by COPY, changed ones by COPY
 * into a temporary table and one UPDATE.
 */
export function studentWriter(
  client: pg.PoolClient,
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
      create index if not exists staged_student_by_id on staged_student (id);
      create index if not exists staged_enrolment_by_student on staged_enrolment (student_id);
      create index if not exists staged_source_by_student on staged_source (student_id);
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

  async function update(updates: RowUpdates): Promise<void> {
    await stage()
    await updateStudents(updates.changedStudents)
    await updateEnrolments(updates.changedEnrolments)
    if (updates.aliases.length > 0)
      await client.query(addAliases, [
        updates.aliases.map((alias) => alias.studentId),
        updates.aliases.map((alias) => alias.ine),
        `import ${identity.runId}`,
      ])
  }

  return {
    prepare(writes) {
      const { changedStudents, changedEnrolments, aliases } = writes
      const knownSources = writes.sources.filter((source) => !source.isNew)
      const changed = changedStudents.length + changedEnrolments.length + aliases.length + knownSources.length
      return {
        students: encodeRows(writes.newStudents.map(studentRow)),
        enrolments: encodeRows(enrolmentRows(writes.newEnrolments)),
        sources: encodeRows(sourceRows(writes.sources)),
        changes: encodeRows(changeRows(writes.changes)),
        updates: changed === 0 ? null : { changedStudents, changedEnrolments, aliases, knownSources },
      }
    },
    async send(sets) {
      for (const { students, enrolments, sources, changes, updates } of joinedSets(sets)) {
        // Updates first: they free the logins that new students may bring.
        if (updates !== null) await update(updates)
        await copyEncoded(client, `student (${studentColumns.join(', ')})`, students)
        await copyEncoded(client, `enrolment (${enrolmentColumns.join(', ')})`, enrolments)
        // After the updates: their triggers have emptied the marks that no longer hold.
        await copyEncoded(client, `student_source (${sourceColumns.join(', ')})`, sources)
        if (updates !== null) await updateSources(updates.knownSources)
        await copyEncoded(client, 'student_change (run_id, line, student_id, changes)', changes)
      }
    },
  }

  function sourceRows(sources: readonly SourceWrite[]): string[] {
    const { modelId, runId, marksMeaning } = identity
    return sources
      .filter((source) => source.isNew)
      .map(
        ({ studentId, line, marks }) =>
          `${studentId}\t${modelId}\t${runId}\t${line}\t${marksArray(marks)}\t${marksMeaning}\n`,
      )
  }

  function changeRows(changes: readonly ChangeWrite[]): string[] {
    return changes.map(
      ({ line, studentId, changes }) =>
        `${identity.runId}\t${line}\t${studentId}\t${copyText(JSON.stringify(changes))}\n`,
    )
  }
}

const sourceColumns = ['student_id', 'model_id', 'run_id', 'line', 'marks', 'marks_meaning']

function marksArray(marks: readonly bigint[]): string {
  return `{${marks.join(',')}}`
}

/*
 * Statistics may say that the tables are empty (they were when somebody last looked; an import was rolled back since):
 * the planner would then read them whole for each set. `= any (array (…))` leaves it nothing but their index.
 */

/** The staged students that still are as the look-up found them, locked until the end. */
const lockAsRead = `
  select from student join staged_student staged
    on student.id = staged.id and student.xmin::text = staged.row_version
  where student.id = any (array (select id from staged_student))
  for no key update of student`

const freeLogins = `update student set login = null where id = any($1::bigint[])`

const updatedStudentColumns = studentColumns.filter((column) => column !== 'id')
const updateStudentsFromStage = `
  update student
  set (${updatedStudentColumns.join(', ')}, changed_at, version) =
      (select ${updatedStudentColumns.map((column) => `staged.${column}`).join(', ')}, now(), student.version + 1)
  from staged_student staged
  where student.id = staged.id and student.id = any (array (select id from staged_student))`

const enrolmentKeyColumns = ['student_id', 'year', 'establishment_code', 'component_code', 'diploma']
const updatedEnrolmentColumns = enrolmentColumns.filter((column) => !enrolmentKeyColumns.includes(column))
const updateEnrolmentsFromStage = `
  update enrolment
  set (${updatedEnrolmentColumns.join(', ')}, changed_at) =
      (select ${updatedEnrolmentColumns.map((column) => `staged.${column}`).join(', ')}, now())
  from staged_enrolment staged
  where ${enrolmentKeyColumns.map((column) => `enrolment.${column} = staged.${column}`).join(' and ')}
    and enrolment.student_id = any (array (select student_id from staged_enrolment))`

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
    and source.student_id = any (array (select student_id from staged_source))
    and (staged.changed or source.marks_meaning <> $3 or not source.marks @> staged.marks)`

const addAliases = `
  insert into student_ine_alias (student_id, ine, origin)
  select student_id, ine, $3 from unnest($1::bigint[], $2::text[]) as alias (student_id, ine)
  on conflict do nothing`
