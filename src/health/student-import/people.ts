import type { StoredEnrolment, StoredStudent } from './stored-student.ts'
import type { EnrolmentData } from './student-line.ts'
import type { FoundStudent } from './student-lookup.ts'
import { enrolmentKey } from './student-table.ts'

/**
 * The students that a set of lines meets, as they stand while the lines are taken in order: what the database
 * holds, plus what earlier lines of the set have made of it. A line sees exactly what it would see if every line
 * before it had been written at once.
 */
export interface Person {
  student: StoredStudent
  readonly isNew: boolean
  /** Null for a new student. */
  readonly rowVersion: string | null
  readonly knownToModel: boolean
  /** As first met, to see what the whole set changes; null for a new student. */
  readonly before: StoredStudent | null
  readonly enrolments: Map<string, PersonEnrolment>
  /** Number of the last line that changed the student's own data; 0: none in this set. */
  changedAt: number
  /** Some line of this set was applied to this student, changing him or not. */
  appliedAt: number
}

export interface PersonEnrolment {
  data: EnrolmentData
  /** As first met; null for a new enrolment. */
  readonly before: EnrolmentData | null
  changedAt: number
}

export interface People {
  byIne(ine10: string): Person[]
  byIdentity(key: string): Person[]
  /** The student who carries this login (any case), or null. */
  byLogin(login: string): Person | null
  add(person: Person): void
  /** Gives a person his new data and files him under his new keys. */
  change(person: Person, student: StoredStudent): void
  all(): Iterable<Person>
}

/** The four data of health.md 3.7 as one text. */
export function identityKey(
  nameKey: string,
  firstNameKey: string,
  birthDate: string,
  nationality: string,
): string {
  return `${nameKey}\t${firstNameKey}\t${birthDate}\t${nationality}`
}

export function foundPerson(found: FoundStudent): Person {
  return {
    student: found.student,
    isNew: false,
    rowVersion: found.rowVersion,
    knownToModel: found.knownToModel,
    before: found.student,
    enrolments: new Map(),
    changedAt: 0,
    appliedAt: 0,
  }
}

export function newPerson(student: StoredStudent, line: number): Person {
  return {
    student,
    isNew: true,
    rowVersion: null,
    knownToModel: false,
    before: null,
    enrolments: new Map(),
    changedAt: line,
    appliedAt: line,
  }
}

export function addEnrolments(
  people: ReadonlyMap<number, Person>,
  enrolments: readonly StoredEnrolment[],
): void {
  for (const enrolment of enrolments)
    people
      .get(enrolment.studentId)
      ?.enrolments.set(enrolmentKey(enrolment), { data: enrolment, before: enrolment, changedAt: 0 })
}

export function makePeople(): People {
  const persons: Person[] = []
  const byIne = new Map<string, Person[]>()
  const byIdentity = new Map<string, Person[]>()
  const byLogin = new Map<string, Person>()
  const none: Person[] = []

  function file(person: Person): void {
    const { student } = person
    for (const ine10 of student.ine10s) insert(byIne, ine10, person)
    insert(byIdentity, keyOf(student), person)
    if (student.data.login !== null) byLogin.set(student.data.login.toLowerCase(), person)
  }

  function unfile(person: Person): void {
    const { student } = person
    for (const ine10 of student.ine10s) remove(byIne, ine10, person)
    remove(byIdentity, keyOf(student), person)
    const login = student.data.login?.toLowerCase()
    if (login !== undefined && byLogin.get(login) === person) byLogin.delete(login)
  }

  return {
    byIne: (ine10) => byIne.get(ine10) ?? none,
    byIdentity: (key) => byIdentity.get(key) ?? none,
    byLogin: (login) => byLogin.get(login.toLowerCase()) ?? null,
    add(person) {
      persons.push(person)
      file(person)
    },
    change(person, student) {
      unfile(person)
      person.student = student
      file(person)
    },
    all: () => persons,
  }
}

function keyOf({ nameKey, firstNameKey, data }: StoredStudent): string {
  return identityKey(nameKey, firstNameKey, data.birthDate, data.nationality.code)
}

function insert(index: Map<string, Person[]>, key: string, person: Person): void {
  const list = index.get(key)
  if (list === undefined) index.set(key, [person])
  else if (!list.includes(person)) list.push(person)
}

function remove(index: Map<string, Person[]>, key: string, person: Person): void {
  const list = index.get(key)
  const at = list?.indexOf(person) ?? -1
  if (list !== undefined && at !== -1) list.splice(at, 1)
}

/** Whether the set leaves the student's own data other than it met them. */
export function studentDiffers({ student, before }: Person): boolean {
  return (
    before === null ||
    student.newestYear !== before.newestYear ||
    JSON.stringify(student.data) !== JSON.stringify(before.data)
  )
}

export function enrolmentDiffers({ data, before }: PersonEnrolment): boolean {
  return before === null || (data !== before && JSON.stringify(data) !== JSON.stringify(before))
}

/** Two lines of the set undid each other: nothing is to be written, and nothing has changed. */
export function isUndone(person: Person): boolean {
  return !studentDiffers(person) && ![...person.enrolments.values()].some(enrolmentDiffers)
}
