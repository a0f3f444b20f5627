import type { Encryption } from '../../../platform/encryption.ts'
import { nirPlace } from '../../students/nir-place.ts'
import type { StudentRow } from '../store/student-table.ts'
import { enrolmentKey } from '../store/student-table.ts'
import type {
  ChangedStudent,
  ChangeWrite,
  EnrolmentWrite,
  SourceWrite,
  StudentWrites,
} from '../store/student-writes.ts'
import { enrolmentDiffers, isUndone, type People, type Person, studentDiffers } from './people.ts'
import type { EntryResult, StudentEntry } from './student-entry.ts'
import type { TakenLine } from './take-line.ts'

/** The rows that make the database what a set of lines has made of the people in memory. */
export function plannedRows(
  entries: readonly StudentEntry[],
  taken: readonly TakenLine[],
  people: People,
  encryption: Encryption | null,
): StudentWrites {
  const newStudents: StudentRow[] = []
  const changedStudents: ChangedStudent[] = []
  const newEnrolments: EnrolmentWrite[] = []
  const changedEnrolments: EnrolmentWrite[] = []
  for (const person of people.all()) {
    const { student } = person
    if (person.before === null) newStudents.push(rowOf(person, encryption))
    else if (person.changedAt > 0 && studentDiffers(person))
      changedStudents.push({
        ...rowOf(person, encryption),
        rowVersion: person.rowVersion!,
        loginChanges: student.data.login !== person.before.data.login,
      })
    for (const enrolment of person.enrolments) {
      if (enrolment.changedAt === 0 || !enrolmentDiffers(enrolment)) continue
      const write = { studentId: student.id, data: enrolment.data, line: enrolment.changedAt }
      if (enrolment.before === null) newEnrolments.push(write)
      else changedEnrolments.push(write)
    }
  }
  return {
    newStudents,
    changedStudents,
    newEnrolments,
    changedEnrolments,
    aliases: aliasesOf(taken),
    changes: changesOf(entries, taken),
    sources: sourcesOf(entries, taken),
  }
}

function rowOf({ student }: Person, encryption: Encryption | null): StudentRow {
  const { nir } = student.data
  return {
    id: student.id,
    data: student.data,
    nameKey: student.nameKey,
    firstNameKey: student.firstNameKey,
    newestYear: student.newestYear,
    // A model that keeps the NIR is refused where there is no key.
    nirEncrypted: nir === null ? null : encryption!.encrypt(nir, nirPlace(student.id)),
  }
}

function aliasesOf(taken: readonly TakenLine[]): StudentWrites['aliases'] {
  const aliases: { studentId: number; ine: string }[] = []
  for (const { person, aliases: ines } of taken)
    for (const ine of ines) aliases.push({ studentId: person!.student.id, ine })
  return aliases
}

function changesOf(entries: readonly StudentEntry[], taken: readonly TakenLine[]): ChangeWrite[] {
  const writes: ChangeWrite[] = []
  for (const [index, { person, result }] of taken.entries()) {
    if (person === null || result.changes.length === 0) continue
    const changes = Object.fromEntries(
      result.changes.map((change) => [change.field, [change.old, change.new] as const]),
    )
    writes.push({ studentId: person.student.id, line: entries[index]!.line.number, changes })
  }
  return writes
}

/**
 * The links to the model, with the marks of the lines that the student now stands by: those that said all without
 * a warning, and after which no other line of the set changed what they had said.
 */
function sourcesOf(entries: readonly StudentEntry[], taken: readonly TakenLine[]): SourceWrite[] {
  const writes: SourceWrite[] = []
  /** Where a person's link is in `writes`: only for who has several lines. */
  const places = new Map<Person, number>()
  for (const [index, { person, result }] of taken.entries()) {
    if (person === null) continue
    const { line, hash } = entries[index]!
    const marks = stands(person, entries[index]!, result) ? [BigInt.asIntN(64, hash)] : []
    const several = person.lines > 1
    const place = several ? places.get(person) : undefined
    if (place !== undefined) {
      const before = writes[place]!
      const all =
        marks.length > 0 && !before.marks.includes(marks[0]!) ? [...before.marks, ...marks] : before.marks
      writes[place] = { ...before, line: line.number, marks: all }
      continue
    }
    if (several) places.set(person, writes.length)
    const { id } = person.student
    writes.push({ studentId: id, line: line.number, marks, isNew: !person.knownToModel, changed: false })
  }
  // A known student whom no line changed and who earns no mark: nothing to write.
  const changed = new Set<number>()
  for (const { person } of taken)
    if (person?.knownToModel && changesAnything(person)) changed.add(person.student.id)
  return writes
    .map((write) => (changed.has(write.studentId) ? { ...write, changed: true } : write))
    .filter((write) => write.isNew || write.marks.length > 0 || write.changed)
}

function changesAnything(person: Person): boolean {
  const written = person.changedAt > 0 || person.enrolments.some(({ changedAt }) => changedAt > 0)
  return written && !isUndone(person)
}

function stands(person: Person, { line }: StudentEntry, { outcome, issues }: EntryResult): boolean {
  if (issues.length > 0 || outcome === 'partial' || person.changedAt > line.number) return false
  if (person.lines === 1) return true
  const key = enrolmentKey(line.enrolment)
  const enrolment = person.enrolments.find((candidate) => candidate.key === key)
  return enrolment === undefined || enrolment.changedAt <= line.number
}
