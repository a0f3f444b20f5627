import type { Row } from '../../../exchange/command-file/row.ts'
import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import { beyondHole, endBeforeStart, notExpected, tooLong } from './messages.ts'
import type { CourseBinding } from './user-command.ts'

/**
 * `course1`, `course2`… with their role, method, group and dates. They are numbered from 1 without a hole: columns beyond
 * one are ignored (U13). An empty cell is no hole: that line has nothing to bind there.
 */
export function checkBindings(
  row: Row,
  faults: LineMessage[],
  warnings: LineMessage[],
): readonly CourseBinding[] {
  const bindings: CourseBinding[] = []
  let number = 1
  for (; row.value(`course${number}`) !== undefined; number++) {
    const binding = bindingOf(row, number, faults)
    if (binding !== null) bindings.push(binding)
  }
  for (const column of row.columns)
    if (/^course\d+$/.test(column) && Number(column.slice(6)) > number && row.text(column) !== '')
      warnings.push(beyondHole(column, `course${number}`))
  return bindings
}

function bindingOf(row: Row, number: number, faults: LineMessage[]): CourseBinding | null {
  const course = row.text(`course${number}`)
  if (course === '') return null
  const group = row.text(`group${number}`)
  if (group.length > 254) faults.push(tooLong(`group${number}`, 254))
  const startsAt = instant(row, `start${number}`, faults)
  const endsAt = instant(row, `end${number}`, faults)
  if (startsAt !== null && endsAt !== null && endsAt !== 0 && endsAt < startsAt)
    faults.push(endBeforeStart(`end${number}`))
  return {
    number,
    course,
    role: row.text(`role${number}`),
    method: row.text(`enrol${number}`),
    group,
    startsAt,
    endsAt,
  }
}

/** Seconds since 1970, unlike the dates of the enrolments' file. */
function instant(row: Row, column: string, faults: LineMessage[]): number | null {
  const value = row.text(column)
  if (value === '') return null
  if (/^\d{1,10}$/.test(value)) return Number(value)
  faults.push(
    notExpected(column, {
      fr: 'un horodatage Unix : des secondes depuis 1970',
      en: 'a Unix time: seconds since 1970',
    }),
  )
  return null
}
