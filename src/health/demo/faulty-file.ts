import { at, type ColumnName } from '../student-import/line/columns.ts'
import { schoolKey } from '../student-import/line/ine.ts'
import { headerBytes, studentLine } from './student-file.ts'

/**
 * A student file as a bad night brings it: the students of yesterday, some of whom have moved, a few new ones, and every
 * fault that a file can have, each in a line of its own. Faults that refuse the whole file (encoding, header) and
 * those that only a database can cause (a model switched off, a technical failure) are not among them.
 */
export interface FaultyFile {
  readonly bytes: Buffer
  /** What each faulty line is for, in the order of the file: codes of `issue.ts`. */
  readonly cases: readonly string[]
}

/** Existing students whom the faults are about; their ordinary lines are left out. */
const firstVictim = 101
const victims = 40

/** Pairs of students made by `makeRegistryMistakes`: one INE for two, one identity for two. */
export const sameIne = [151, 152] as const
export const sameIdentity = [153, 154] as const

/**
 * `students`: how many the base has, numbered from 1. `edition` changes what a registry changes from night to night.
 * `year`: the academic year.
 */
export function faultyStudentFile({
  students,
  edition,
  year,
}: {
  students: number
  edition: number
  year: number
}): FaultyFile {
  const faults = faultyLines(students, year)
  const lines: string[] = []
  for (let n = 1; n <= students; n++) {
    if (n >= firstVictim && n <= sameIdentity[1]) continue
    // One in a hundred has moved since yesterday.
    lines.push(studentLine(n, n % 100 === edition % 100 ? { edition, year } : { year }))
  }
  for (let n = 1; n <= 25; n++) lines.push(studentLine(students + 1000 * edition + n, { year }))
  lines.push('\r\n', `${';'.repeat(45)}\r\n`, ...faults.flatMap(([, ...texts]) => texts))
  return {
    // One character a byte: the line with a byte that no character has needs no other treatment.
    bytes: Buffer.concat([headerBytes, Buffer.from(lines.join(''), 'latin1')]),
    cases: faults.map(([code]) => code),
  }
}

/** Code, then the line or lines that cause it. */
function faultyLines(students: number, year: number): [code: string, ...lines: string[]][] {
  const { changed, replacedIne, movedTwice } = linesOf(year)
  let victim = firstVictim
  let stranger = students + 500
  /** An existing student with other values. */
  const known = (values: Cells) => changed(victim++, values)
  /** One that the base does not have. */
  const unknown = (values: Cells) => changed(stranger++, values)

  const lines: [string, ...string[]][] = [
    ['E_ABSENT', unknown({ NOM: '' })],
    ['E_ABSENT', unknown({ PRENOM1: '' })],
    ['E_ABSENT', unknown({ DATENAI: '' })],
    ['E_ABSENT', unknown({ CODE_NATIO: '' })],
    ['E_ABSENT', unknown({ COD_ANU: '' })],
    ['E_ABSENT', unknown({ SEXE: '' })],
    ['E_ABSENT', unknown({ ETB: '' })],
    ['E_ABSENT', unknown({ CMP: '' })],
    ['E_ABSENT', unknown({ NOM: '   ', SEXE: '', CMP: '' })],
    ['E_MULTI', changed(sameIne[0], {})],
    ['E_DATE', unknown({ DATENAI: '31/02/2001' })],
    ['E_DATE_MAJ', known({ DATENAI: '01/09/04', TELEPH: '0199000099' })],
    ['E_CLES', known({ PRENOM1: 'Autreprénom' })],
    ['E_DOUBLON', changed(sameIdentity[0], { COD_NNE: '' })],
    ['E_INE', known({ COD_NNE: '999999999ZZ' })],
    ['E_CAS', known({ IDENTIFIANT: 'test1' })],
    ['E_ANNEE', unknown({ COD_ANU: '25' })],
    // A `;` in a value cannot be protected: it shifts all that follows.
    ['E_CHAMPS', unknown({ NOM: 'TESTUN;DEUX' })],
    ['E_CHAMPS', `${unknown({}).split(';').slice(0, 20).join(';')}\r\n`],
    ['E_CARACTERE', unknown({ ADR1: '12 RUE\u0081DES ESSAIS' })],

    ['W_CODE', unknown({ CMP: 'ZZZ' })],
    ['W_CODE', unknown({ BAC: 'X9' })],
    ['W_INE', unknown({ COD_NNE: 'INCONNU' })],
    ['W_INE_CLE', unknown({ COD_NNE: withWrongKey('9999999001') })],
    ['W_INE_ALIAS', ...replacedIne(stranger++)],
    ['W_NIR', unknown({ COD_NNI: '12345' })],
    ['W_NIR_CLE', unknown({ COD_NNI: '205039999900199' })],
    ['W_NIR_SEXE', unknown({ COD_NNI: '205039999900139', SEXE: 'M', DATENAI: '14/03/2005' })],
    ['W_NIR_MOIS', unknown({ COD_NNI: '205039999900139', SEXE: 'F', DATENAI: '14/06/2005' })],
    ['W_SEXE', unknown({ SEXE: 'X' })],
    ['W_AGE', unknown({ DATENAI: '01/01/1901' })],
    ['W_LONGUEUR', known({ ADR1: `12 RUE DES ESSAIS ${'TRÈS '.repeat(8)}LONGUE` })],
    ['W_LONGUEUR', known({ COD_ETU: '123456789012345678901' })],
    ['W_CODE_POSTAL', known({ COD_BDI: '1000', PAYS: '100' })],
    ['W_CODE_POSTAL', known({ COD_BDI: '99 00', PAYS: '100' })],
    ['W_TELEPHONE', known({ TELEPH: 'sur liste rouge' })],
    ['W_MAIL', known({ MAIL: 'a@b' })],
    ['W_OUI_NON', known({ TEM_AFFL_SSO: 'X' })],
    ['W_ANNEE', known({ DATEBAC: 'juin' })],
    ['W_DATE', known({ DAA_ETB: '31/02/2024' })],
    ['W_CHAMPS', known({}).replace('\r\n', ';;\r\n')],
    ['W_UTF8', known({ COMMUNE: 'CITÃ© DES ESSAIS' })],
    ['W_GUILLEMETS', known({ DIPLOME: '"LICENCE TEST"' })],
    ['W_ADRESSE', ...movedTwice(stranger++)],
  ]
  if (victim > firstVictim + victims) throw new Error('more faults than students set apart for them')
  return lines
}

type Cells = Partial<Record<ColumnName, string>>

function linesOf(year: number) {
  /** The line of student `n` with other values. */
  function changed(n: number, values: Cells): string {
    const cells = studentLine(n, { year }).replace('\r\n', '').split(';')
    for (const [column, value] of Object.entries(values)) cells[at[column as ColumnName]] = value
    return `${cells.join(';')}\r\n`
  }

  /** Known by a school's INE, then by the national one that replaces it. */
  function replacedIne(n: number): string[] {
    const old = String(9_000_000_000 + n)
    return [changed(n, { COD_NNE: old + schoolKey(old) }), changed(n, {})]
  }

  /** The same person twice in one file, at two addresses. */
  function movedTwice(n: number): string[] {
    return [changed(n, {}), changed(n, { ADR1: '99 RUE DES ESSAIS' })]
  }

  return { changed, replacedIne, movedTwice }
}

function withWrongKey(tenDigits: string): string {
  return tenDigits + (schoolKey(tenDigits) === 'A' ? 'B' : 'A')
}
