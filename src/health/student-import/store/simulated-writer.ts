import type pg from 'pg'
import { copyEncoded, copyRows, encodeRows } from '../../../platform/copy-rows.ts'
import { copyText } from '../../../platform/copy-text.ts'
import { enrolmentColumns, enrolmentRow, studentColumns, studentRow } from './student-table.ts'
import { joinedSets, type RowUpdates, type StudentWriter } from './student-writes.ts'

/** Rows after which the server is told how large the temporary tables are; then at each doubling. */
const firstAnalysis = 200

/**
 * Writes plans into the temporary tables of a simulation (`plannedTables`), where later lines of the file meet them.
 */
export function simulatedWriter(client: pg.PoolClient): StudentWriter {
  let planned = 0
  let nextAnalysis = firstAnalysis

  /** A later version of a planned row takes the place of the earlier one. */
  async function forgetEarlier({ changedStudents, changedEnrolments }: RowUpdates): Promise<void> {
    if (changedStudents.length > 0)
      await client.query('delete from planned_student where id = any($1::bigint[])', [
        changedStudents.map((student) => student.id),
      ])
    if (changedEnrolments.length > 0)
      await client.query(forgetPlannedEnrolments, [
        changedEnrolments.map((enrolment) => enrolment.studentId),
        changedEnrolments.map(({ data }) => data.year),
        changedEnrolments.map(({ data }) => data.establishment.code),
        changedEnrolments.map(({ data }) => data.component.code),
        changedEnrolments.map(({ data }) => data.diploma),
      ])
  }

  /** Nobody else analyses a temporary table; without it the look-ups would read whole indexes. */
  async function analyse(): Promise<void> {
    if (planned < nextAnalysis) return
    nextAnalysis = planned * 2
    await client.query('analyze planned_student, planned_enrolment, planned_ine_alias')
  }

  return {
    prepare(writes) {
      const { newStudents, changedStudents, newEnrolments, changedEnrolments, aliases } = writes
      planned += newStudents.length + changedStudents.length
      return {
        students: encodeRows([...newStudents, ...changedStudents].map(studentRow)),
        enrolments: encodeRows(
          [...newEnrolments, ...changedEnrolments].map(({ studentId, data, line }) =>
            enrolmentRow(studentId, data, 0, line),
          ),
        ),
        sources: [],
        changes: [],
        updates:
          changedStudents.length + changedEnrolments.length + aliases.length === 0
            ? null
            : { changedStudents, changedEnrolments, aliases, knownSources: [] },
      }
    },
    async send(sets) {
      for (const { students, enrolments, updates } of joinedSets(sets)) {
        if (updates !== null) await forgetEarlier(updates)
        await copyEncoded(client, `planned_student (${studentColumns.join(', ')})`, students)
        await copyEncoded(client, `planned_enrolment (${enrolmentColumns.join(', ')})`, enrolments)
        await copyRows(
          client,
          'planned_ine_alias (student_id, ine)',
          (updates?.aliases ?? []).map(({ studentId, ine }) => `${studentId}\t${copyText(ine)}\n`),
        )
      }
      await analyse()
    },
  }
}

const forgetPlannedEnrolments = `
  delete from planned_enrolment planned
  using unnest($1::bigint[], $2::smallint[], $3::text[], $4::text[], $5::text[])
    as again (student_id, year, establishment_code, component_code, diploma)
  where (planned.student_id, planned.year, planned.establishment_code, planned.component_code, planned.diploma)
      = (again.student_id, again.year, again.establishment_code, again.component_code, again.diploma)`
