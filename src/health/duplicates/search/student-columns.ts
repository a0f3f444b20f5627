import type { ComparedName, ComparedRecord, Sex } from '../compared-record.ts'

/**
 * All live students as columns of numbers, some seventy bytes a student, in no order. Texts are indexes into lists or
 * numbers of `number-key.ts` (0: none); a name of -1 is none.
 */
export interface StudentColumns {
  readonly size: number
  readonly id: Float64Array
  readonly ine: Float64Array
  readonly name: Int32Array
  readonly firstName: Int32Array
  readonly usageName: Int32Array
  readonly secondName: Int32Array
  readonly birthDate: Int32Array
  readonly nationality: Int32Array
  readonly sex: Uint8Array
  readonly email: Float64Array
  readonly phone: Float64Array
  readonly studentCode: Float64Array
  /** 1: changed since the last search (in a complete search: everybody). */
  readonly changed: Uint8Array
  readonly names: readonly ComparedName[]
  readonly nationalities: readonly string[]
  /** Of the few who have any: other INEs than their own. */
  readonly aliases: Map<number, number[]>
  /** Of those whose student code somebody else has as well. */
  readonly establishments: Map<number, string[]>
}

export const sexes: readonly Sex[] = ['INCONNU', 'F', 'M']

export function emptyColumns(size: number): Omit<StudentColumns, 'names'> & { nationalities: string[] } {
  return {
    size,
    id: new Float64Array(size),
    ine: new Float64Array(size),
    name: new Int32Array(size),
    firstName: new Int32Array(size),
    usageName: new Int32Array(size),
    secondName: new Int32Array(size),
    birthDate: new Int32Array(size),
    nationality: new Int32Array(size),
    sex: new Uint8Array(size),
    email: new Float64Array(size),
    phone: new Float64Array(size),
    studentCode: new Float64Array(size),
    changed: new Uint8Array(size),
    nationalities: [],
    aliases: new Map(),
    establishments: new Map(),
  }
}

const none: readonly never[] = Object.freeze([])

/** One student, as scores want him. */
export function recordAt(columns: StudentColumns, index: number): ComparedRecord {
  const { names } = columns
  const ine = columns.ine[index]!
  const aliases = columns.aliases.get(index)
  const usageName = columns.usageName[index]!
  const secondName = columns.secondName[index]!
  return {
    id: columns.id[index]!,
    ines: aliases === undefined ? (ine === 0 ? none : [ine]) : ine === 0 ? aliases : [ine, ...aliases],
    birthDate: columns.birthDate[index]!,
    name: names[columns.name[index]!]!,
    firstName: names[columns.firstName[index]!]!,
    usageName: usageName === -1 ? null : names[usageName]!,
    secondName: secondName === -1 ? null : names[secondName]!,
    sex: sexes[columns.sex[index]!]!,
    nationality: columns.nationalities[columns.nationality[index]!]!,
    email: columns.email[index]!,
    phone: columns.phone[index]!,
    studentCode: columns.studentCode[index]!,
    establishments: columns.establishments.get(index) ?? none,
  }
}
