import { isDeepStrictEqual } from 'node:util'
import type { EnrolmentData } from '../line/student-line.ts'
import type { FoundStudent } from '../store/student-lookup.ts'
import { enrolmentKey } from '../store/student-table.ts'
import type { StoredEnrolment, StoredStudent } from './stored-student.ts'

/**
 * The students that a set of lines meets, as they stand while the lines are taken in order: what the database
 * holds, plus what earlier lines of the set have made of it. A line sees exactly what it would see if every line
 * before it had been written at once.
 */
export interface Person {
  student: StoredStudent
  /** Null for a new student. */
  readonly rowVersion: string | null
  readonly knownToModel: boolean
  /** As first met, to see what the whole set changes; null for a new student. */
  readonly before: StoredStudent | null
  /** Those of the years that the set speaks of: a handful. */
  readonly enrolments: PersonEnrolment[]
  /** Number of the last line that changed the student's own data; 0: none in this set. */
  changedAt: number
  /** Number of the last line that was applied to this student, changing him or not; 0: none in this set. */
  appliedAt: number
  /** How many lines of this set were applied to him. */
  lines: number
}

export interface PersonEnrolment {
  readonly key: string
  data: EnrolmentData
  /** As first met; null for a new enrolment. */
  readonly before: EnrolmentData | null
  changedAt: number
}

export interface People {
  get(id: number): Person
  byIne(ine10: string): readonly Person[]
  byIdentity(key: string): readonly Person[]
  /** The student who carries this login (any case), or null. */
  byLogin(login: string): Person | null
  add(person: Person): void
  /** Gives a person his new data and files him under his new keys. */
  change(person: Person, student: StoredStudent): void
  all(): Iterable<Person>
}

/** Shared by all keys that nobody has. */
export const nobody: readonly Person[] = Object.freeze([])

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
    rowVersion: found.rowVersion,
    knownToModel: found.knownToModel,
    before: found.student,
    enrolments: [],
    changedAt: 0,
    appliedAt: 0,
    lines: 0,
  }
}

export function newPerson(student: StoredStudent, line: number): Person {
  return {
    student,
    rowVersion: null,
    knownToModel: false,
    before: null,
    enrolments: [],
    changedAt: line,
    appliedAt: line,
    lines: 1,
  }
}

export function addEnrolments(people: People, enrolments: readonly StoredEnrolment[]): void {
  for (const { studentId, ...data } of enrolments)
    people.get(studentId).enrolments.push({ key: enrolmentKey(data), data, before: data, changedAt: 0 })
}

export function makePeople(): People {
  const byId = new Map<number, Person>()
  const byIne = new Map<string, Person[]>()
  const byIdentity = new Map<string, Person[]>()
  const byLogin = new Map<string, Person>()

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
    get: (id) => byId.get(id)!,
    byIne: (ine10) => byIne.get(ine10) ?? nobody,
    byIdentity: (key) => byIdentity.get(key) ?? nobody,
    byLogin: (login) => byLogin.get(login.toLowerCase()) ?? null,
    add(person) {
      byId.set(person.student.id, person)
      file(person)
    },
    change(person, student) {
      unfile(person)
      person.student = student
      file(person)
    },
    all: () => byId.values(),
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
    !isDeepStrictEqual(student.data, before.data)
  )
}

export function enrolmentDiffers({ data, before }: PersonEnrolment): boolean {
  return before === null || !isDeepStrictEqual(data, before)
}

/** Two lines of the set undid each other: nothing is to be written, and nothing has changed. */
export function isUndone(person: Person): boolean {
  return !studentDiffers(person) && !person.enrolments.some(enrolmentDiffers)
}
