import { ineForm, isOldForm } from '../line/ine.ts'
import type { StudentLine } from '../line/student-line.ts'
import type { Issue } from '../messages/issue.ts'
import {
  otherIneForKeys,
  secondaryKeysDiffer,
  severalStudentsForIne,
  severalStudentsForKeys,
  unreadableBirthDate,
} from '../messages/messages.ts'
import type { StoredStudent } from './stored-student.ts'

/** Whom a line is about. */
export type Decision =
  | { readonly kind: 'create' }
  | {
      readonly kind: 'update'
      readonly student: StoredStudent
      /** The student had no INE, the line brings one. */
      readonly addIne: boolean
      /** The line brings the national INE of a student known by an older one, which stays as an alias. */
      readonly oldIneBecomesAlias: boolean
    }
  /** E_DATE_MAJ: found by INE, names and nationality, but the birth date cannot be read. */
  | { readonly kind: 'update-without-birth-date'; readonly student: StoredStudent }
  | { readonly kind: 'reject'; readonly issue: Issue }

const create: Decision = { kind: 'create' }

/**
 * Rules 4 and 5 of health.md 3.7. `byIne` are the live students known by the first ten characters of the
 * line's INE, aliases included (empty when it has none); `byKeys` those with its two name keys, birth date and
 * nationality code (empty when the date is unreadable).
 */
export function decide(
  line: StudentLine,
  byIne: readonly StoredStudent[],
  byKeys: readonly StoredStudent[],
): Decision {
  if (line.ine10 !== null && byIne.length > 0) {
    if (byIne.length > 1) return { kind: 'reject', issue: severalStudentsForIne(line.displayIne) }
    return decideByIne(line, byIne[0]!)
  }

  if (line.student.birthDate === null) return { kind: 'reject', issue: unreadableBirthDate(line.displayIne) }
  if (byKeys.length === 0) return create
  if (byKeys.length > 1) return { kind: 'reject', issue: severalStudentsForKeys(line.displayIne) }

  const student = byKeys[0]!
  const stored = student.data.ine
  const incoming = line.student.ine
  if (stored === null || incoming === null)
    return { kind: 'update', student, addIne: incoming !== null, oldIneBecomesAlias: false }
  // Had they the same first ten characters, the INE would have found him.
  if (isOldForm(stored) && ineForm(incoming) === 'rnie')
    return { kind: 'update', student, addIne: false, oldIneBecomesAlias: true }
  return { kind: 'reject', issue: otherIneForKeys(line.displayIne) }
}

function decideByIne(line: StudentLine, student: StoredStudent): Decision {
  if (
    line.nameKey !== student.nameKey ||
    line.firstNameKey !== student.firstNameKey ||
    line.student.nationality.code !== student.data.nationality.code
  )
    return { kind: 'reject', issue: secondaryKeysDiffer(line.displayIne) }
  if (line.student.birthDate === null) return { kind: 'update-without-birth-date', student }
  if (line.student.birthDate !== student.data.birthDate)
    return { kind: 'reject', issue: secondaryKeysDiffer(line.displayIne) }
  // Known by an alias alone, and therefore without an INE of his own: the line gives him one.
  return { kind: 'update', student, addIne: student.data.ine === null, oldIneBecomesAlias: false }
}
