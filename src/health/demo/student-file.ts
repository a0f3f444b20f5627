import { columnNames } from '../student-import/line/columns.ts'
import { encodeLatin1 } from '../student-import/line/latin1.ts'

/**
 * Fictional student lines for the demonstration and the benchmarks: everybody is called TEST-something, lives in
 * ESSAIVILLE or TESTBOURG and can be written to nowhere. Student `n` is always the same person.
 */
export interface LineOptions {
  /** Changes what a registry changes from one night to the next (address, telephone). */
  readonly edition?: number
  /** Academic year, 2025 by default. */
  readonly year?: number
}

const header = `${columnNames.join(';')}\r\n`

export const headerBytes: Buffer = encodeLatin1(header)

const firstNames = [
  ...[
    'Zoé',
    'Inès',
    'Chloé',
    'Léa',
    'Maëlle',
    'Anaïs',
    'Noémie',
    'Camille',
    'Océane',
    'Élise',
    'Sarah',
    'Jeanne',
  ],
  ...['Léo', 'Hugo', 'Raphaël', 'Théo', 'Mathéo', 'Loïc', 'Gaël', 'Jérôme', 'Rémi', 'Adam', 'Paul', 'Ali'],
] as const
const streets = [
  'RUE DES ESSAIS',
  'AVENUE DU MODÈLE',
  'BOULEVARD DE LA RECETTE',
  'IMPASSE DU PROTOTYPE',
] as const
const diplomas = ['LICENCE TEST', 'MASTER ESSAI', 'DOCTORAT MODÈLE', 'DUT PROTOTYPE'] as const
const components = ['SCI', 'DRT', 'LET', 'MED'] as const

/** One line with its CR LF. */
export function studentLine(n: number, { edition = 0, year = 2025 }: LineOptions = {}): string {
  const woman = n % 2 === 0
  const firstName = firstNames[(n % 12) + (woman ? 0 : 12)]!
  const address = n % 3
  const moved = edition === 0 ? 0 : edition * 7
  const level = n % 4
  return `${[
    year,
    `${String(999_000_000 + n).slice(-9)}${ineLetters(n)}`,
    '',
    20_000_000 + n,
    `TEST${letters(n * 7919)}`,
    '',
    firstName,
    n % 5 === 0 ? 'Essai' : '',
    '',
    woman ? 'F' : 'M',
    `${two(1 + (n % 28))}/${two(1 + (n % 12))}/${1995 + (n % 13)}`,
    n % 20 === 0 ? 216 : 100,
    n % 7 === 0 ? 'C' : '',
    n % 4 === 0 ? 'B2' : '',
    '',
    n % 3 === 0 ? 'N' : 'O',
    '',
    '',
    `${1 + ((n + moved) % 180)} ${streets[n % streets.length]}`,
    address === 0 ? 'RÉSIDENCE DU TEST' : '',
    address === 1 ? `BÂTIMENT ${n % 9}` : '',
    n % 2 === 0 ? '99001' : '99002',
    n % 2 === 0 ? 'ESSAIVILLE' : 'TESTBOURG',
    100,
    `01990${String((n * 31 + moved) % 100_000).padStart(5, '0')}`,
    `etudiant${n}@example.invalid`,
    '',
    n % 2 === 0 ? `${1 + (n % 90)} RUE DE LA FAMILLE` : '',
    '',
    '',
    n % 2 === 0 ? '99003' : '',
    n % 2 === 0 ? 'VILLE-EXEMPLE' : '',
    n % 2 === 0 ? 100 : '',
    n % 2 === 0 ? `01991${String(n % 100_000).padStart(5, '0')}` : '',
    n % 3 === 0 ? '0990002Y' : '0990001X',
    components[n % components.length],
    level === 0 ? 'M' : 'L',
    1 + (n % 3),
    diplomas[level],
    n % 2 === 0 ? 'LYCÉE DE TEST' : '',
    'S',
    2023 - (n % 6),
    '',
    2024 - (n % 3),
    2023 - (n % 4),
    `test${n}`,
  ].join(';')}\r\n`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** Seven letters from a number, so that names differ from their first letters on. */
function letters(n: number): string {
  let rest = (n * 2_654_435_761) % 8_031_810_176
  let text = ''
  for (let index = 0; index < 7; index++) {
    text += String.fromCharCode(65 + (rest % 26))
    rest = Math.floor(rest / 26)
  }
  return text
}

function ineLetters(n: number): string {
  return String.fromCharCode(65 + (n % 26)) + String.fromCharCode(65 + (Math.floor(n / 26) % 26))
}
