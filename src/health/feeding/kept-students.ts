import type { FedRow, FedValue } from '../../exchange/feeding/fed-table.ts'
import type { Queryable } from '../../platform/database.ts'
import { findStudents } from '../students/find-student.ts'

/** Who kept the records of the students that records are of: they may have been merged away since. */
export async function keptStudents(
  read: Queryable,
  known: ReadonlyMap<string, FedRow>,
): Promise<Map<FedValue, number>> {
  const ids = [...new Set([...known.values()].map(({ student_id }) => student_id))]
  const asked = ids.filter((id) => typeof id === 'number')
  const found = await findStudents(
    read,
    asked.map((studentId) => ({ studentId })),
  )
  return new Map(
    found.flatMap((one, at) => (one.ok ? [[asked[at] as FedValue, one.studentId] as const] : [])),
  )
}
