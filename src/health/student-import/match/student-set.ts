import type pg from 'pg'
import type { IdSet } from '../../../exchange/id-set.ts'
import type { KeyFilter } from '../../../exchange/key-filter.ts'
import type { Encryption } from '../../../platform/encryption.ts'
import { nirPlace } from '../../students/nir-place.ts'
import type { ImportModel } from '../line/import-model.ts'
import type { StudentLine } from '../line/student-line.ts'
import type { StudentIds } from '../store/student-ids.ts'
import { findEnrolments, findStudents, type LookupKeys } from '../store/student-lookup.ts'
import type { StudentWrites } from '../store/student-writes.ts'
import type { WriteTarget } from '../store/write-target.ts'
import { noChanges } from './merge-field.ts'
import {
  addEnrolments,
  foundPerson,
  identityKey,
  isUndone,
  makePeople,
  type People,
  type Person,
} from './people.ts'
import { plannedRows } from './planned-rows.ts'
import type { EntryResult, StudentEntry } from './student-entry.ts'
import { type TakenLine, takeLine } from './take-line.ts'

/** The plan of one set of lines: what becomes of each, and the rows that make it so. */
export interface StudentPlan {
  readonly results: readonly EntryResult[]
  /** Whom the accepted lines are about. */
  readonly applied: readonly number[]
  readonly writes: StudentWrites
}

/** What a set of lines is matched with and planned for. */
export interface PlanContext {
  readonly client: pg.PoolClient
  readonly target: WriteTarget
  readonly model: ImportModel
  readonly encryption: Encryption | null
  readonly ids: StudentIds
  /** Answers which keys may already exist; see `known-keys.ts`. */
  readonly known: KeyFilter | null
  /** Students changed by earlier lines of the file; this set adds its own. */
  readonly touched: Set<number>
  /** Students whom earlier sets of the file were about, changed or not. */
  readonly met: Pick<IdSet, 'has'>
  /** Gathers the INEs (ten characters) that several students carry (E_MULTI). */
  readonly sharedInes: Set<string>
  readonly modelActive: boolean
}

/**
 * Loads whom a set of lines may concern. `entries` are in file order. The students found are also those whom the
 * lines may change: lines that were skipped because of their marks must be read after all when they are among them.
 */
export async function loadPeople(
  entries: readonly StudentEntry[],
  keys: LookupKeys | null,
  context: PlanContext,
): Promise<People> {
  const people = makePeople()
  const { client, target, model } = context
  if (keys === null) return people
  const decrypt = (bytes: Buffer, studentId: number) => {
    // Without its key a NIR would be read as none, and written back as none.
    if (context.encryption === null)
      throw new Error('des NIR sont conservés chiffrés : réglez NOCTURNE_ENCRYPTION_KEYS')
    return context.encryption.decrypt(bytes, nirPlace(studentId))
  }
  const found = await findStudents(client, target, keys, model.id, decrypt)
  for (const student of found) people.add(foundPerson(student))
  const years = [...new Set(entries.map((entry) => entry.line.enrolment.year))]
  const ids = found.map(({ student }) => student.id)
  addEnrolments(people, await findEnrolments(client, target, ids, years))
  return people
}

/**
 * Takes the lines in order, each meeting what the lines before it have left (health.md 3.8-6), and plans the
 * rows to write. Writes nothing; changes `people`, and `context.touched`.
 */
export function planStudents(
  entries: readonly StudentEntry[],
  people: People,
  context: PlanContext,
): StudentPlan {
  const { model, modelActive, touched, met, sharedInes, encryption } = context
  const sharedIne = (ine10: string) => sharedInes.add(ine10)
  const taking = { people, model, modelActive, met, sharedIne, nextId: context.ids.next }
  const taken = withoutUndone(entries.map((entry) => takeLine(entry.line, taking)))
  const writes = plannedRows(entries, taken, people, encryption)
  for (const person of people.all())
    if (
      person.before !== null &&
      (person.changedAt > 0 || person.enrolments.some(({ changedAt }) => changedAt > 0))
    )
      touched.add(person.student.id)
  const applied: number[] = []
  for (const { person } of taken) if (person !== null) applied.push(person.student.id)
  return { results: taken.map((line) => line.result), applied, writes }
}

/**
 * Where two lines of the set undid each other, nothing has changed: they are told as unchanged, so that the same
 * file taken in twice changes nothing the second time.
 */
function withoutUndone(taken: readonly TakenLine[]): readonly TakenLine[] {
  const undone = new Set<Person>()
  for (const { person } of taken)
    if (person !== null && person.lines > 1 && person.before !== null && isUndone(person)) undone.add(person)
  if (undone.size === 0) return taken
  return taken.map((line) =>
    line.person !== null && undone.has(line.person) && line.result.outcome === 'updated'
      ? { ...line, result: { ...line.result, outcome: 'unchanged', changes: noChanges } }
      : line,
  )
}

/**
 * The keys worth a look-up: all of them, or those that `known` has seen. Null: nobody can be found, and what
 * becomes of these lines does not depend on what is in the database.
 */
export function lookupKeys(entries: readonly StudentEntry[], known: KeyFilter | null): LookupKeys | null {
  const ine10s = new Set<string>()
  const logins = new Set<string>()
  const identities = new Map<string, StudentLine>()
  for (const { line } of entries) {
    const { student } = line
    if (line.ine10 !== null && (known === null || known.add(ineFilterKey(line.ine10)))) ine10s.add(line.ine10)
    const login = student.login?.toLowerCase()
    if (login !== undefined && (known === null || known.add(loginFilterKey(login)))) logins.add(login)
    if (student.birthDate === null) continue
    const identity = identityKey(line.nameKey, line.firstNameKey, student.birthDate, student.nationality.code)
    if (known === null || known.add(identity)) identities.set(identity, line)
  }
  if (ine10s.size + logins.size + identities.size === 0) return null
  const lines = [...identities.values()]
  return {
    ine10s: [...ine10s],
    logins: [...logins],
    identities: {
      nameKeys: lines.map((line) => line.nameKey),
      firstNameKeys: lines.map((line) => line.firstNameKey),
      birthDates: lines.map((line) => line.student.birthDate!),
      nationalities: lines.map((line) => line.student.nationality.code),
    },
  }
}

export const ineFilterKey = (ine10: string) => `i${ine10}`
export const loginFilterKey = (login: string) => `l${login}`
