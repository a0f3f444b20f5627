import fc from 'fast-check'
import { columnNames } from '../../src/health/student-import/line/columns.ts'
import { header, line } from './student-import.ts'

/**
 * Random student files about very few people, so that lines meet: the same person twice, an INE of somebody else, a
 * login that changes hands. Faults of every kind are strewn in. All lines are text in ISO-8859-1, without line end.
 */

type Cells = NonNullable<Parameters<typeof line>[0]>

const people: readonly Cells[] = [
  { NOM: 'TESTUN', PRENOM1: 'Zoé', SEXE: 'F', DATENAI: '14/03/2005' },
  { NOM: 'Testun', PRENOM1: 'Zoe', SEXE: 'F', DATENAI: '14/03/2005' },
  { NOM: 'TESTUN', PRENOM1: 'Zoé', SEXE: 'F', DATENAI: '15/03/2005' },
  { NOM: 'TEST DEUX', PRENOM1: 'Paul', SEXE: 'M', DATENAI: '12/06/2003' },
  { NOM: 'Test-Deux', PRENOM1: 'PAUL', SEXE: '1', DATENAI: '12/6/2003' },
  { NOM: 'TESTTROIS', PRENOM1: 'Ali', SEXE: 'X', DATENAI: '01/09/2004' },
]

/** School form, its national successor, ten characters of the first, an odd one, one that is none, none. */
const ines = ['9990000011P', '999000001AB', '9990000011', '9990000022B', '999000002CD', 'n° 12', '', '']
const logins = ['', '', 'testun1', 'TESTUN1', 'testdeux2', 'DOMAIN\\tester']
const addresses: readonly Cells[] = [
  {},
  { ADR1: '12 RUE DES ESSAIS', COD_BDI: '99001', COMMUNE: 'ESSAIVILLE', PAYS: '100' },
  { ADR1: '7 AVENUE DU MODÈLE', COD_BDI: '1000', COMMUNE: 'TESTBOURG' },
  { ADR1FIX: '1 RUE DU FOYER', COMMUNEFIX: 'ESSAIVILLE', TELEPHFIX: '01 99 00 00 09' },
]
const contacts: readonly Cells[] = [
  {},
  { TELEPH: '06.12.34.56.78', MAIL: 'zoe.testun@example.invalid' },
  { TELEPH: '0199000001', MAIL: 'ZOE.Testun@example.invalid', SITUAFAM: 'C' },
  { TELEPH: 'aucun', MAIL: 'a@b' },
]
const enrolments: readonly Cells[] = [
  {},
  { CMP: 'DRT', DIPLOME: 'LICENCE TEST', BAC: 'S', DATEBAC: '2023' },
  { CMP: 'ZZZ' },
  { COD_ANU: '2024', CURSUS: 'L', ANNEE: '2' },
  { CURSUS: 'L', ANNEE: '1', CODEBRS: 'N', TEM_AFFL_SSO: 'O' },
  { ETB: '0990002Y', CMP: 'MED', CODEBRS: '5' },
]
/** What is wrong with a line: its mandatory data, its dates, its shape. */
const faults: readonly ((text: string) => string)[] = [
  (text) => replaced(text, 'CODE_NATIO', ''),
  (text) => replaced(text, 'NOM', '   '),
  (text) => replaced(text, 'COD_ANU', '1789'),
  (text) => replaced(text, 'DATENAI', '31/02/2001'),
  (text) => replaced(text, 'CODE_NATIO', '109'),
  (text) => replaced(text, 'NOM', '"TESTUN"'),
  (text) => replaced(text, 'COMMUNE', 'ESSAI"VILLE'),
  (text) => replaced(text, 'TELEPH', '\x9d'),
  (text) => `${text};`,
  (text) => `${text};x`,
  (text) => text.slice(0, -4),
  (text) => text.split(';').slice(0, 20).join(';'),
  () => '',
  () => ';;; ;;',
]

function replaced(text: string, column: (typeof columnNames)[number], value: string): string {
  const fields = text.split(';')
  fields[columnNames.indexOf(column)] = value
  return fields.join(';')
}

/** A line that is right in itself. */
const goodLine = fc
  .record({
    person: fc.constantFrom(...people),
    ine: fc.constantFrom(...ines),
    login: fc.constantFrom(...logins),
    address: fc.constantFrom(...addresses),
    contact: fc.constantFrom(...contacts),
    enrolment: fc.constantFrom(...enrolments),
  })
  .map(({ person, ine, login, address, contact, enrolment }) =>
    line({ ...person, COD_NNE: ine, IDENTIFIANT: login, ...address, ...contact, ...enrolment }),
  )

/** A line that most often is right. */
export const anyLine = fc
  .tuple(goodLine, fc.option(fc.constantFrom(...faults), { freq: 3 }))
  .map(([text, fault]) => (fault === null ? text : fault(text)))

/** Files of one source, night after night: the lines of a stock, in part repeated, dropped, new. */
export function nightlyFiles(nights: number): fc.Arbitrary<string[][]> {
  return fc
    .tuple(
      fc.array(anyLine, { minLength: 2, maxLength: 8 }),
      fc.array(
        fc.array(fc.oneof({ weight: 4, arbitrary: fc.nat(7) }, { weight: 1, arbitrary: anyLine }), {
          minLength: 1,
          maxLength: 10,
        }),
        { minLength: 2, maxLength: nights },
      ),
    )
    .map(([stock, files]) =>
      files.map((lines) => lines.map((one) => (typeof one === 'number' ? stock[one % stock.length]! : one))),
    )
}

/** The bytes of a file with these line ends; `last` false leaves the last line without one. */
export function fileBytes(lines: readonly string[], lineEnd = '\r\n', last = true): Buffer {
  const text = [header, ...lines].join(lineEnd)
  return Buffer.from(last ? text + lineEnd : text, 'latin1')
}
