import type { IdSet } from '../../../exchange/id-set.ts'
import type { ImportModel } from '../line/import-model.ts'
import type { StudentLine } from '../line/student-line.ts'
import type { Issue } from '../messages/issue.ts'
import { noIssues } from '../messages/issue.ts'
import { modelLinkFailed } from '../messages/messages.ts'
import { enrolmentKey } from '../store/student-table.ts'
import { applyToEnrolment } from './apply-enrolment.ts'
import { acceptedOutcome, applyToStudent, type StudentResult } from './apply-line.ts'
import { decide } from './decide.ts'
import type { Change } from './merge-field.ts'
import { noChanges } from './merge-field.ts'
import { identityKey, newPerson, nobody, type People, type Person } from './people.ts'
import type { StoredStudent } from './stored-student.ts'
import type { EntryResult } from './student-entry.ts'

/** What taking lines works with and adds to. */
export interface LineTaking {
  readonly people: People
  readonly model: ImportModel
  /** Asked anew for each set: a model may be deactivated while it imports (E_MODELE). */
  readonly modelActive: boolean
  /** Identifier for a new student. */
  readonly nextId: () => number
  /** Students whom earlier sets of the file were about, changed or not. */
  readonly met: Pick<IdSet, 'has'>
  /** Takes the INEs (ten characters) that several students carry, for the search of duplicates. */
  readonly sharedIne: (ine10: string) => void
}

export interface TakenLine {
  /** Null for a line that was rejected. */
  readonly person: Person | null
  readonly result: EntryResult
  /** INEs by which the person becomes known as well. */
  readonly aliases: readonly string[]
}

/**
 * Matches one line with the people as the lines before it have left them, and makes of them what it says (health.md
 * 3.7 and 3.8). Changes `people`; writes nothing.
 */
export function takeLine(line: StudentLine, taking: LineTaking): TakenLine {
  const { people, model } = taking
  const { student: data } = line
  const byIne = line.ine10 === null ? nobody : people.byIne(line.ine10)
  const byKeys =
    data.birthDate === null
      ? nobody
      : people.byIdentity(identityKey(line.nameKey, line.firstNameKey, data.birthDate, data.nationality.code))
  const decision = decide(line, studentsOf(byIne), studentsOf(byKeys))
  if (decision.kind === 'reject') {
    if (byIne.length > 1) taking.sharedIne(line.ine10!)
    return rejected(line, decision.issue)
  }
  if (!taking.modelActive) return rejected(line, modelLinkFailed(line.displayIne, 'modèle inactif'))

  const stored = decision.kind === 'create' ? null : decision.student
  const known = stored === null ? null : people.get(stored.id)
  const holder = data.login === null ? null : people.byLogin(data.login)
  const writtenBefore = known !== null && (known.appliedAt > 0 || taking.met.has(known.student.id))
  const result = applyToStudent(
    line,
    decision,
    stored,
    model,
    holder !== null && holder !== known,
    writtenBefore,
  )
  const person = known === null ? addPerson(line, result, taking) : changePerson(known, line, result, people)

  const enrolmentResult = takeEnrolment(line, person, model)
  return {
    person,
    aliases: result.aliases,
    result: {
      outcome: acceptedOutcome(decision, result, enrolmentResult),
      issues: joined(line.warnings, result.issues, noIssues),
      changes: joined(result.changes, enrolmentResult.changes, noChanges),
    },
  }
}

function addPerson(line: StudentLine, result: StudentResult, { people, nextId }: LineTaking): Person {
  const person = newPerson(
    {
      id: nextId(),
      data: result.student,
      nameKey: line.nameKey,
      firstNameKey: line.firstNameKey,
      ine10s: line.ine10 === null ? [] : [line.ine10],
      newestYear: result.newestYear,
    },
    line.number,
  )
  people.add(person)
  return person
}

function changePerson(person: Person, line: StudentLine, result: StudentResult, people: People): Person {
  const stored = person.student
  person.appliedAt = line.number
  person.lines++
  if (
    result.student === stored.data &&
    result.newestYear === stored.newestYear &&
    result.aliases.length === 0
  )
    return person
  people.change(person, {
    ...stored,
    data: result.student,
    newestYear: result.newestYear,
    ine10s: ine10sOf(result, stored),
  })
  person.changedAt = line.number
  return person
}

function ine10sOf(result: StudentResult, stored: StoredStudent): string[] {
  const ines = [result.student.ine, ...result.aliases].filter((ine) => ine !== null)
  return [...new Set([...ines.map((ine) => ine.slice(0, 10)), ...stored.ine10s])]
}

function takeEnrolment(line: StudentLine, person: Person, model: ImportModel) {
  const key = enrolmentKey(line.enrolment)
  const known = person.enrolments.find((enrolment) => enrolment.key === key)
  const stored = known === undefined ? null : { ...known.data, studentId: person.student.id }
  const result = applyToEnrolment(line, stored, model)
  if (known === undefined)
    person.enrolments.push({ key, data: result.enrolment, before: null, changedAt: line.number })
  else if (result.changes.length > 0) {
    known.data = result.enrolment
    known.changedAt = line.number
  }
  return result
}

function rejected(line: StudentLine, issue: Issue): TakenLine {
  return {
    person: null,
    aliases: [],
    result: {
      outcome: 'rejected',
      issues: [...line.warnings, issue],
      changes: noChanges as readonly Change[],
    },
  }
}

const noStudents: readonly StoredStudent[] = Object.freeze([])

function studentsOf(persons: readonly Person[]): readonly StoredStudent[] {
  return persons.length === 0 ? noStudents : persons.map((person) => person.student)
}

/** Both lists as one, without making a list where there is nothing to say. */
function joined<T>(first: readonly T[], second: readonly T[], none: readonly T[]): readonly T[] {
  if (first.length === 0) return second.length === 0 ? none : second
  return second.length === 0 ? first : [...first, ...second]
}
