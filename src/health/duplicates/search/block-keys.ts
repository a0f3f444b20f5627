import { areNear } from '../near-dates.ts'
import { haveLikeNames, type NamedPerson } from '../score.ts'
import { NumberIndex } from './number-index.ts'
import type { StudentColumns } from './student-columns.ts'

/** The ways in which two records may meet (health.md 2.6); the order is that of the run's detail. */
export const blockCodes = ['B1', 'B2', 'B3', 'B4a', 'B4b', 'B5', 'B6'] as const

export type BlockCode = (typeof blockCodes)[number]

/** A way of meeting: entries with one key may be one person. */
export interface Blocking {
  readonly code: BlockCode
  readonly keys: Float64Array
  /** Entry → student, where a student has several entries or none. */
  readonly owners?: Int32Array
  /** Entries from this one on meet those before it only, and those before it them only. */
  readonly secondSide?: number
  /** Whether two that have met are worth a score. */
  readonly keep?: (a: number, b: number) => boolean
  /** They have met in another block of this code as well: counted there. */
  readonly countedElsewhere?: (a: number, b: number) => boolean
}

/** The ways one after the other: their keys are made when their turn comes, eight bytes a student. */
export function* blockings(columns: StudentColumns): Generator<Blocking> {
  const { size, birthDate, email, names, usageName } = columns
  const phonetics = phoneticNumbers(columns)
  const sound = (names: Int32Array, index: number) => phonetics.of[names[index]!]!
  const name = (index: number) => sound(columns.name, index)
  const firstName = (index: number) => sound(columns.firstName, index)
  const dated = (index: number, phonetic: number) => birthDate[index]! * phonetics.count + phonetic + 1

  yield { code: 'B1', ...ineEntries(columns) }
  yield { code: 'B2', keys: keys(size, (index) => dated(index, name(index))) }
  const named = (index: number): NamedPerson => ({
    name: names[columns.name[index]!]!,
    usageName: usageName[index] === -1 ? null : names[usageName[index]!]!,
  })
  const likeNames = (a: number, b: number) =>
    columns.name[a] === columns.name[b] || haveLikeNames(named(a), named(b))
  yield { code: 'B3', keys: keys(size, (index) => dated(index, firstName(index))), keep: likeNames }

  const bothNames = new NumberIndex(size)
  const both = Int32Array.from({ length: size }, (_, index) =>
    bothNames.add(name(index) * phonetics.count + firstName(index)),
  )
  const datesAreNear = (a: number, b: number) => areNear(birthDate[a]!, birthDate[b]!)
  const year = (index: number) => Math.floor(birthDate[index]! / 10_000)
  yield {
    code: 'B4a',
    keys: keys(size, (index) => both[index]! * 10_000 + year(index) + 1),
    keep: datesAreNear,
  }
  const day = (index: number) => birthDate[index]! % 10_000
  yield {
    code: 'B4b',
    keys: keys(size, (index) => both[index]! * 10_000 + day(index) + 1),
    keep: datesAreNear,
  }

  yield { code: 'B5', keys: email }
  const sameEmail = (a: number, b: number) => email[a] !== 0 && email[a] === email[b]
  yield { code: 'B5', ...studentCodeEntries(columns), countedElsewhere: sameEmail }

  const crossed = new Float64Array(2 * size)
  const owners = new Int32Array(2 * size)
  for (let index = 0; index < size; index++) {
    crossed[index] = dated(index, name(index))
    crossed[size + index] = dated(index, firstName(index))
    owners[index] = owners[size + index] = index
  }
  const bothWays = (a: number, b: number) => a > b && name(a) === firstName(b) && firstName(a) === name(b)
  yield { code: 'B6', keys: crossed, owners, secondSide: size, countedElsewhere: bothWays }
}

function keys(size: number, keyOf: (index: number) => number): Float64Array {
  const keys = new Float64Array(size)
  for (let index = 0; index < size; index++) keys[index] = keyOf(index)
  return keys
}

/** Number of each name's phonetic key. */
function phoneticNumbers({ names }: StudentColumns): { of: Int32Array; count: number } {
  const numbers = new Map<string, number>()
  const of = Int32Array.from(names, ({ phonetic }) => {
    let number = numbers.get(phonetic)
    if (number === undefined) {
      number = numbers.size
      numbers.set(phonetic, number)
    }
    return number
  })
  return { of, count: numbers.size }
}

/** A student's own INE, and his aliases behind all of those. */
function ineEntries({ size, ine, aliases }: StudentColumns): Pick<Blocking, 'keys' | 'owners'> {
  if (aliases.size === 0) return { keys: ine }
  const more = [...aliases].flatMap(([index, numbers]) => numbers.map((number) => [index, number] as const))
  const all = new Float64Array(size + more.length)
  const owners = new Int32Array(size + more.length)
  all.set(ine)
  for (let index = 0; index < size; index++) owners[index] = index
  for (const [place, [index, number]] of more.entries()) {
    all[size + place] = number
    owners[size + place] = index
  }
  return { keys: all, owners }
}

/** One entry for each establishment at which a repeated code is borne. */
function studentCodeEntries({
  studentCode,
  establishments,
}: StudentColumns): Required<Pick<Blocking, 'keys' | 'owners'>> {
  const codes = new NumberIndex()
  const places = new Map<string, number>()
  const keys: number[] = []
  const owners: number[] = []
  for (const [index, list] of establishments)
    for (const establishment of list) {
      if (!places.has(establishment)) places.set(establishment, places.size)
      keys.push(codes.add(studentCode[index]!) * 1_000_000 + places.get(establishment)! + 1)
      owners.push(index)
    }
  return { keys: Float64Array.from(keys), owners: Int32Array.from(owners) }
}
