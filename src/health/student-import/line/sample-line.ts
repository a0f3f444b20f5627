import type { StoredEnrolment, StoredStudent } from '../match/stored-student.ts'
import { checkContext } from './check-context.ts'
import type { CheckedLine } from './check-line.ts'
import { checkLine } from './check-line.ts'
import type { CodeBook, NomenclatureCode } from './code-book.ts'
import type { ColumnName } from './columns.ts'
import { at, columnNames } from './columns.ts'
import type { ImportModel } from './import-model.ts'
import type { CodedValue, StudentLine } from './student-line.ts'

/** Builders for the tests of the student import: one fictional student, and what a test changes of her. */

export type Cells = Partial<Record<ColumnName, string>>

/** The day of the worked example (health.md 6.2). */
export const today = '2026-03-02'

const zoe: Cells = {
  COD_ANU: '2025',
  COD_NNE: '9990000011P',
  NOM: 'TESTUN',
  PRENOM1: 'Zoé',
  SEXE: 'F',
  DATENAI: '14/03/2005',
  CODE_NATIO: '100',
  ETB: '0990001X',
  CMP: 'SCI',
}

/** The 46 values of a line that has no fault, but for `cells`. */
export function cellsOf(cells: Cells = {}): string[] {
  const fields = columnNames.map(() => '')
  for (const [column, value] of Object.entries({ ...zoe, ...cells })) fields[at[column as ColumnName]] = value
  return fields
}

export function modelWith(changes: Partial<ImportModel> = {}): ImportModel {
  return {
    id: 1,
    code: 'APOGEE',
    label: 'Apogée',
    active: true,
    formatVersion: '1.2.1',
    nightly: true,
    emptyErases: false,
    keepNir: false,
    strictCodes: false,
    protectedColumns: [],
    defaultEstablishment: null,
    ...changes,
  }
}

const known: Readonly<Record<NomenclatureCode, Readonly<Record<string, number>>>> = {
  PAYS: { '100': 1100, '109': 1109, '131': 1131 },
  ETABLISSEMENT: { '0990001X': 2001, '0990002Y': 2002 },
  'SITUATION FAMILIALE DE L ETUDIANT': { C: 3001 },
  PROFESSION: { '42': 4042 },
  BACCAULAUREAT: { S: 5001 },
}
const components: Readonly<Record<string, number>> = { '0990001X/SCI': 2101, '0990002Y/LET': 2201 }

/** The nomenclatures of the worked example and a few more; `more` adds components (`ETB/CMP`) to them. */
export function bookOf(more: Readonly<Record<string, number>> = {}): CodeBook {
  const below = { ...components, ...more }
  return {
    resolve: (nomenclature, code): CodedValue => ({ code, id: known[nomenclature][code] ?? null }),
    resolveComponent: (establishment, code): CodedValue => ({
      code,
      id: below[`${establishment.code}/${code}`] ?? null,
    }),
    fingerprint: 'test',
  }
}

export interface SampleOptions {
  readonly number?: number
  readonly model?: Partial<ImportModel>
  readonly codes?: CodeBook
}

export function check(cells: Cells = {}, options: SampleOptions = {}): CheckedLine {
  const context = checkContext(modelWith(options.model), options.codes ?? bookOf(), today)
  return checkLine(cellsOf(cells), options.number ?? 2, context)
}

/** A line that passes the check; fails the test when it does not. */
export function lineOf(cells: Cells = {}, options: SampleOptions = {}): StudentLine {
  const checked = check(cells, options)
  if (!checked.ok) throw new Error(checked.issues.map((issue) => issue.message).join('\n'))
  return checked.line
}

/** Error messages of a rejected line; empty when it passes. */
export function errorsOf(cells: Cells, options: SampleOptions = {}): string[] {
  const checked = check(cells, options)
  return checked.ok ? [] : checked.issues.map((issue) => issue.message)
}

export function warningsOf(cells: Cells, options: SampleOptions = {}): string[] {
  return lineOf(cells, options).warnings.map((issue) => issue.message)
}

/** The student that an earlier import of these cells left. */
export function storedStudent(cells: Cells = {}, changes: Partial<StoredStudent> = {}): StoredStudent {
  const line = lineOf(cells)
  const { usageName } = line.student
  return {
    id: 1,
    data: { ...line.student, usageName: usageName || null, birthDate: line.student.birthDate! },
    nameKey: line.nameKey,
    firstNameKey: line.firstNameKey,
    ine10s: line.ine10 === null ? [] : [line.ine10],
    newestYear: line.enrolment.year,
    ...changes,
  }
}

export function storedEnrolment(cells: Cells = {}): StoredEnrolment {
  const { enrolment } = lineOf(cells)
  return { ...enrolment, scholarshipCode: enrolment.scholarshipCode || null, studentId: 1 }
}
