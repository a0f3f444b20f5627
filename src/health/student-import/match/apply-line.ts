import { familyColumns, personalColumns } from '../line/address.ts'
import type { ImportModel } from '../line/import-model.ts'
import type { Sex, StudentData, StudentLine } from '../line/student-line.ts'
import type { Issue } from '../messages/issue.ts'
import { noIssues } from '../messages/issue.ts'
import {
  addressDiffersInFile,
  birthDateNotUpdated,
  columnWarning,
  loginOfAnother,
} from '../messages/messages.ts'
import type { EnrolmentResult } from './apply-enrolment.ts'
import type { Decision } from './decide.ts'
import { mergeAddress } from './merge-address.ts'
import type { Change, Merge } from './merge-field.ts'
import {
  changed,
  isProtected,
  mergeCaseless,
  mergeCode,
  mergeOf,
  mergeReference,
  mergeValue,
  noChanges,
  sameCaseless,
  silenceErases,
} from './merge-field.ts'
import { keptSpelling } from './spelling.ts'
import type { StoredStudent, StoredStudentData } from './stored-student.ts'

/** What a line makes of its student. */
export interface StudentResult {
  /** The whole record; the stored object itself when nothing changes. */
  readonly student: StoredStudentData
  readonly newestYear: number
  /** Empty for a new student: everything is new. */
  readonly changes: readonly Change[]
  /** INEs by which the student becomes known as well. */
  readonly aliases: readonly string[]
  /** E_CAS and E_DATE_MAJ (the line is then partial), and warnings. */
  readonly issues: readonly Issue[]
}

const noAliases: readonly string[] = Object.freeze([])

/** Stands for both values of a change of the NIR, which appears nowhere (health.md 5-3). */
const masked = '•••'

/** A decision under which the line is written. */
export type Acceptance = Exclude<Decision, { kind: 'reject' }>

/**
 * What an accepted line writes of its student (health.md 3.8). `stored` is the decision's student, as earlier
 * lines of the file left it, or null to create. `loginTaken`: another live student has the line's login.
 * `addressFromThisFile`: an earlier line of the same file wrote this student's address.
 */
export function applyToStudent(
  line: StudentLine,
  decision: Acceptance,
  stored: StoredStudent | null,
  model: ImportModel,
  loginTaken: boolean,
  addressFromThisFile = false,
): StudentResult {
  if (stored === null) return newStudent(line, loginTaken)

  const { year } = line.enrolment
  const partial: readonly Issue[] =
    decision.kind === 'update-without-birth-date'
      ? [birthDateNotUpdated(line.birthDateText, line.displayIne)]
      : noIssues
  // What an older file says of a person is older than what is known: its enrolment alone is written.
  if (stored.newestYear !== null && year < stored.newestYear)
    return {
      student: stored.data,
      newestYear: stored.newestYear,
      changes: noChanges,
      aliases: noAliases,
      issues: partial,
    }

  const merge = mergeOf(line, model)
  const old = stored.data
  const now = line.student
  const issues: Issue[] = []
  const aliases: string[] = []

  const ine = mergeIne(old.ine, now.ine, decision, merge, aliases, issues)
  const nir = mergeNir(old.nir, now.nir, merge)
  const studentCode = mergeValue(old.studentCode, now.studentCode, 'COD_ETU', merge)
  const familyName = mergeName(old.familyName, now.familyName, 'NOM', merge)
  const usageName = mergeValue(old.usageName, now.usageName, 'NOMUSAGE', merge)
  const firstName = mergeName(old.firstName, now.firstName, 'PRENOM1', merge)
  const secondName = mergeValue(old.secondName, now.secondName, 'PRENOM2', merge)
  const thirdName = mergeValue(old.thirdName, now.thirdName, 'PRENOM3', merge)
  const sex = mergeSex(old.sex, now.sex, merge)
  const nationality = mergeReference(old.nationality, now.nationality, 'CODE_NATIO', merge)
  const familySituation = mergeCode(old.familySituation, now.familySituation, 'SITUAFAM', merge)
  const spouseProfession = mergeCode(old.spouseProfession, now.spouseProfession, 'PCS', merge)
  const phone = mergeValue(old.phone, now.phone, 'TELEPH', merge)
  const email = mergeCaseless(old.email, now.email, 'MAIL', merge)
  const login = mergeLogin(old.login, line, loginTaken, merge, issues)
  const personalAddress = mergeAddress(old.personalAddress, now.personalAddress, personalColumns, merge)
  const familyAddress = mergeAddress(old.familyAddress, now.familyAddress, familyColumns, merge)
  const familyPhone = mergeValue(old.familyPhone, now.familyPhone, 'TELEPHFIX', merge)

  if (addressFromThisFile) {
    if (personalAddress !== old.personalAddress) issues.push(addressDiffersInFile('ADR1'))
    if (familyAddress !== old.familyAddress) issues.push(addressDiffersInFile('ADR1FIX'))
  }
  const allIssues = issues.length === 0 ? partial : [...partial, ...issues]
  if (merge.changes === null)
    return { student: old, newestYear: year, changes: noChanges, aliases, issues: allIssues }
  return {
    student: {
      ine,
      nir,
      studentCode,
      familyName,
      usageName,
      firstName,
      secondName,
      thirdName,
      sex,
      birthDate: old.birthDate,
      nationality,
      familySituation,
      spouseProfession,
      phone,
      email,
      login,
      personalAddress,
      familyAddress,
      familyPhone,
    },
    newestYear: year,
    changes: merge.changes,
    aliases,
    issues: allIssues,
  }
}

/** What became of an accepted line: `partial` goes before the others, since its sender has to act. */
export type AcceptedOutcome = 'created' | 'updated' | 'unchanged' | 'partial'

export function acceptedOutcome(
  decision: Acceptance,
  student: StudentResult,
  enrolment: EnrolmentResult,
): AcceptedOutcome {
  for (const issue of student.issues) if (issue.severity === 'error') return 'partial'
  if (decision.kind === 'create') return 'created'
  return enrolment.created ||
    enrolment.changes.length > 0 ||
    student.changes.length > 0 ||
    student.aliases.length > 0
    ? 'updated'
    : 'unchanged'
}

function newStudent(line: StudentLine, loginTaken: boolean): StudentResult {
  const refused = loginTaken && line.student.login !== null
  return {
    student: firstRecord(line.student, refused),
    newestYear: line.enrolment.year,
    changes: noChanges,
    aliases: noAliases,
    issues: refused ? [loginOfAnother(line.student.login!, line.displayIne)] : noIssues,
  }
}

function firstRecord(data: StudentData, withoutLogin: boolean): StoredStudentData {
  const { birthDate } = data
  if (birthDate === null) throw new Error('a student without a birth date is never created: see decide')
  // The usual line is stored as it is; only statements of absence (empty text) become nulls.
  if (data.usageName !== '' && !withoutLogin) return data as StoredStudentData
  return {
    ...data,
    birthDate,
    usageName: data.usageName === '' ? null : data.usageName,
    login: withoutLogin ? null : data.login,
  }
}

function mergeIne(
  stored: string | null,
  incoming: string | null,
  decision: Acceptance,
  merge: Merge,
  aliases: string[],
  issues: Issue[],
): string | null {
  if (decision.kind !== 'update' || incoming === null) return stored
  if (decision.addIne) {
    changed(merge, 'COD_NNE', stored, incoming)
    return incoming
  }
  if (!decision.oldIneBecomesAlias || stored === null) return stored
  // A protected INE stays the record's own; the new one must all the same find the student next time.
  if (isProtected(merge, 'COD_NNE')) {
    aliases.push(incoming)
    issues.push(columnWarning('W_INE_ALIAS', 'COD_NNE', 'nouvel INE gardé comme alias'))
    return stored
  }
  aliases.push(stored)
  issues.push(columnWarning('W_INE_ALIAS', 'COD_NNE', 'INE remplacé, ancien INE gardé comme alias'))
  changed(merge, 'COD_NNE', stored, incoming)
  return incoming
}

function mergeNir(stored: string | null, incoming: string | null, merge: Merge): string | null {
  if (incoming === stored) return stored
  if (stored !== null && isProtected(merge, 'COD_NNI')) return stored
  // A model that keeps no NIR says nothing of it.
  if (incoming === null && !(merge.model.keepNir && silenceErases(merge, 'COD_NNI'))) return stored
  changed(merge, 'COD_NNI', stored === null ? null : masked, incoming === null ? null : masked)
  return incoming
}

function mergeName(stored: string, incoming: string, field: 'NOM' | 'PRENOM1', merge: Merge): string {
  if (stored === incoming || isProtected(merge, field)) return stored
  const kept = keptSpelling(stored, incoming)
  if (kept !== stored) changed(merge, field, stored, kept)
  return kept
}

/** `INCONNU` tells nothing: it never replaces a sex that is known. */
function mergeSex(stored: Sex, incoming: Sex, merge: Merge): Sex {
  if (incoming === stored || incoming === 'INCONNU') return stored
  if (stored !== 'INCONNU' && isProtected(merge, 'SEXE')) return stored
  changed(merge, 'SEXE', stored, incoming)
  return incoming
}

/** A login that is another's is left out (E_CAS): it would open somebody's appointments to another person. */
function mergeLogin(
  stored: string | null,
  line: StudentLine,
  taken: boolean,
  merge: Merge,
  issues: Issue[],
): string | null {
  const incoming = line.student.login
  if (taken && incoming !== null && !sameCaseless(incoming, stored)) {
    if (stored !== null && isProtected(merge, 'IDENTIFIANT')) return stored
    issues.push(loginOfAnother(incoming, line.displayIne))
    return stored
  }
  return mergeCaseless(stored, incoming, 'IDENTIFIANT', merge)
}
