import type pg from 'pg'
import type { KeyFilter } from '../../exchange/key-filter.ts'
import type { LineOutcome } from '../../exchange/line-outcome.ts'
import type { Encryption } from '../../platform/encryption.ts'
import { applyToEnrolment } from './apply-enrolment.ts'
import { acceptedOutcome, applyToStudent } from './apply-line.ts'
import { decide } from './decide.ts'
import type { ImportModel } from './import-model.ts'
import type { Issue } from './issue.ts'
import type { Change } from './merge-field.ts'
import { noChanges } from './merge-field.ts'
import { modelLinkFailed } from './messages.ts'
import {
  addEnrolments,
  enrolmentDiffers,
  foundPerson,
  identityKey,
  isUndone,
  makePeople,
  newPerson,
  type People,
  type Person,
  studentDiffers,
} from './people.ts'
import type { StudentIds } from './student-ids.ts'
import type { StudentLine } from './student-line.ts'
import { findEnrolments, findStudents, type LookupKeys } from './student-lookup.ts'
import { enrolmentKey, type StudentRow } from './student-table.ts'
import type { ChangeWrite, EnrolmentWrite, SourceWrite, StudentWrites } from './student-writer.ts'
import type { WriteTarget } from './write-target.ts'

/** One line that passed the row rules, on its way through matching. */
export interface StudentEntry {
  readonly line: StudentLine
  /** Hash of the raw line, under which it may be skipped next time. */
  readonly hash: bigint
}

/** What became of an accepted or refused entry. */
export interface EntryResult {
  readonly outcome: LineOutcome
  /** Warnings and errors, those of the row rules first. */
  readonly issues: readonly Issue[]
  /** Field by field, old and new, for a student who was there before; empty otherwise. */
  readonly changes: readonly Change[]
}

/** The plan of one set of lines: what becomes of each, and the rows that make it so. */
export interface StudentPlan {
  readonly results: readonly EntryResult[]
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
  const decrypt = (bytes: Buffer) => context.encryption?.decrypt(bytes) ?? null!
  const found = new Map<number, Person>()
  for (const student of await findStudents(client, target, keys, model.id, decrypt)) {
    const person = foundPerson(student)
    found.set(student.student.id, person)
    people.add(person)
  }
  const years = [...new Set(entries.map((entry) => entry.line.enrolment.year))]
  addEnrolments(found, await findEnrolments(client, target, [...found.keys()], years))
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
  const changes: ChangeWrite[] = []
  const aliases: { studentId: number; ine: string }[] = []
  /** Who each accepted entry was about, to know at the end by which lines he stands. */
  const applied: (Person | null)[] = []
  const taken = entries.map((entry) => {
    const accepted = takeLine(entry.line, people, context, changes, aliases)
    applied.push(accepted.person)
    return accepted.result
  })
  const undone = new Set([...people.all()].filter((person) => person.changedAt > 0 && isUndone(person)))
  const undoneIds = new Set([...undone].map((person) => person.student.id))
  const results =
    undone.size === 0
      ? taken
      : taken.map((result, index) =>
          result.outcome === 'updated' && undone.has(applied[index]!)
            ? { ...result, outcome: 'unchanged' as const, changes: noChanges }
            : result,
        )
  return {
    results,
    writes: {
      ...collectRows(people, context),
      aliases,
      changes: changes.filter((change) => !undoneIds.has(change.studentId)),
      sources: sources(entries, results, applied),
    },
  }
}

function takeLine(
  line: StudentLine,
  people: People,
  context: PlanContext,
  changes: ChangeWrite[],
  aliases: { studentId: number; ine: string }[],
): { person: Person | null; result: EntryResult } {
  const { student: data, enrolment } = line
  const byIne = line.ine10 === null ? [] : people.byIne(line.ine10).map((person) => person.student)
  const identity =
    data.birthDate === null
      ? null
      : identityKey(line.nameKey, line.firstNameKey, data.birthDate, data.nationality.code)
  const byKeys = identity === null ? [] : people.byIdentity(identity).map((person) => person.student)
  const decision = decide(line, byIne, byKeys)
  if (decision.kind === 'reject') return refused(line, decision.issue)
  if (!context.modelActive) return refused(line, modelLinkFailed(line.displayIne, 'modèle inactif'))

  const stored = decision.kind === 'create' ? null : decision.student
  const person =
    stored === null
      ? null
      : [...people.byIne(line.ine10 ?? ''), ...people.byIdentity(identity ?? '')].find(
          (candidate) => candidate.student === stored,
        )!
  const holder = data.login === null ? null : people.byLogin(data.login)
  const loginTaken = holder !== null && holder !== person
  const writtenBefore = person !== null && (person.appliedAt > 0 || context.touched.has(person.student.id))
  const result = applyToStudent(line, decision, stored, context.model, loginTaken, writtenBefore)
  const key = enrolmentKey(enrolment)
  const storedEnrolment = person?.enrolments.get(key)
  const enrolmentResult = applyToEnrolment(
    line,
    storedEnrolment === undefined ? null : { ...storedEnrolment.data, studentId: stored!.id },
    context.model,
  )
  const outcome = acceptedOutcome(decision, result, enrolmentResult)
  const issues =
    line.warnings.length === 0
      ? result.issues
      : result.issues.length === 0
        ? line.warnings
        : [...line.warnings, ...result.issues]

  let owner = person
  if (owner === null) {
    owner = newPerson(
      {
        id: context.ids.next(),
        data: result.student,
        nameKey: line.nameKey,
        firstNameKey: line.firstNameKey,
        ine10s: line.ine10 === null ? [] : [line.ine10],
        newestYear: result.newestYear,
      },
      line.number,
    )
    people.add(owner)
  } else {
    if (
      result.student !== stored!.data ||
      result.newestYear !== stored!.newestYear ||
      result.aliases.length > 0
    ) {
      const ine10s = [result.student.ine, ...result.aliases]
        .filter((ine) => ine !== null)
        .map((ine) => ine.slice(0, 10))
      people.change(owner, {
        ...stored!,
        data: result.student,
        newestYear: result.newestYear,
        ine10s: [...new Set([...ine10s, ...stored!.ine10s])],
      })
      owner.changedAt = line.number
      for (const ine of result.aliases) aliases.push({ studentId: owner.student.id, ine })
    }
    owner.appliedAt = line.number
  }
  if (enrolmentResult.created)
    owner.enrolments.set(key, { data: enrolmentResult.enrolment, before: null, changedAt: line.number })
  else if (enrolmentResult.changes.length > 0) {
    storedEnrolment!.data = enrolmentResult.enrolment
    storedEnrolment!.changedAt = line.number
  }
  const allChanges = [...result.changes, ...enrolmentResult.changes]
  if (allChanges.length > 0)
    changes.push({ studentId: owner.student.id, line: line.number, changes: changesByField(allChanges) })
  return { person: owner, result: { outcome, issues, changes: allChanges } }
}

function refused(line: StudentLine, issue: Issue): { person: null; result: EntryResult } {
  return {
    person: null,
    result: { outcome: 'rejected', issues: [...line.warnings, issue], changes: noChanges },
  }
}

function changesByField(changes: readonly Change[]): Record<string, readonly [unknown, unknown]> {
  return Object.fromEntries(changes.map((change) => [change.field, [change.old, change.new] as const]))
}

/** The rows that make the database what the people of this set have become. */
function collectRows(
  people: People,
  context: PlanContext,
): Pick<StudentWrites, 'newStudents' | 'changedStudents' | 'newEnrolments' | 'changedEnrolments'> {
  const newStudents: StudentRow[] = []
  const changedStudents: (StudentRow & { rowVersion: string; loginChanges: boolean })[] = []
  const newEnrolments: EnrolmentWrite[] = []
  const changedEnrolments: EnrolmentWrite[] = []
  for (const person of people.all()) {
    const { student } = person
    if (person.isNew) newStudents.push(rowOf(person, context))
    else if (person.changedAt > 0 && studentDiffers(person))
      changedStudents.push({
        ...rowOf(person, context),
        rowVersion: person.rowVersion!,
        loginChanges: student.data.login !== person.before!.data.login,
      })
    if (person.appliedAt > 0 && !person.isNew && person.changedAt > 0) context.touched.add(student.id)
    for (const enrolment of person.enrolments.values()) {
      if (enrolment.changedAt === 0 || !enrolmentDiffers(enrolment)) continue
      const write = { studentId: student.id, data: enrolment.data, line: enrolment.changedAt }
      if (enrolment.before === null) newEnrolments.push(write)
      else changedEnrolments.push(write)
      if (!person.isNew) context.touched.add(student.id)
    }
  }
  return { newStudents, changedStudents, newEnrolments, changedEnrolments }
}

function rowOf({ student }: Person, { encryption }: PlanContext): StudentRow {
  const { nir } = student.data
  return {
    id: student.id,
    data: student.data,
    nameKey: student.nameKey,
    firstNameKey: student.firstNameKey,
    newestYear: student.newestYear,
    nirEncrypted: nir === null ? null : encryption!.encrypt(nir),
  }
}

/**
 * The links to the model, with the marks of the lines that the student now stands by: those that said all
 * without a warning and after which no other line of the set changed what they had said.
 */
function sources(
  entries: readonly StudentEntry[],
  results: readonly EntryResult[],
  applied: readonly (Person | null)[],
): SourceWrite[] {
  const writes = new Map<Person, { marks: bigint[]; line: number }>()
  for (const [index, person] of applied.entries()) {
    if (person === null) continue
    const { line, hash } = entries[index]!
    const { outcome, issues } = results[index]!
    const stands =
      issues.length === 0 &&
      outcome !== 'partial' &&
      person.changedAt <= line.number &&
      (person.enrolments.get(enrolmentKey(line.enrolment))?.changedAt ?? 0) <= line.number
    const write = writes.get(person)
    if (write === undefined)
      writes.set(person, { marks: stands ? [BigInt.asIntN(64, hash)] : [], line: line.number })
    else {
      write.line = line.number
      if (stands) write.marks.push(BigInt.asIntN(64, hash))
    }
  }
  const rows: SourceWrite[] = []
  for (const [person, { marks, line }] of writes) {
    const isNew = !person.knownToModel
    const changed =
      person.changedAt > 0 || [...person.enrolments.values()].some((enrolment) => enrolment.changedAt > 0)
    // A line that changes nothing and leaves no mark writes nothing.
    if (isNew || changed || marks.length > 0)
      rows.push({ studentId: person.student.id, line, marks: [...new Set(marks)], isNew })
  }
  return rows
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
