import { nameKey } from '../student-import/line/name-key.ts'
import { dateNumber } from './near-dates.ts'
import { ineNumber, textNumber } from './number-key.ts'
import { phoneticKeyOf } from './phonetic-key.ts'

/** What the search compares of a student (health.md 2.6). Numbers are of `number-key.ts`; 0: none. */
export interface ComparedRecord {
  readonly id: number
  /** First ten characters of his INE and of his aliases. */
  readonly ines: readonly number[]
  /** Such as 20050314. */
  readonly birthDate: number
  readonly name: ComparedName
  readonly firstName: ComparedName
  readonly usageName: ComparedName | null
  readonly secondName: ComparedName | null
  readonly sex: Sex
  readonly nationality: string
  readonly email: number
  readonly phone: number
  readonly studentCode: number
  /** Where the code may be that of several: the establishments at which he is or was enrolled. */
  readonly establishments: readonly string[]
}

/** What `student.sex` holds. */
export type Sex = 'M' | 'F' | 'INCONNU'

export interface ComparedName {
  /** `cle(s)`. */
  readonly key: string
  /** `phon(s)`. */
  readonly phonetic: string
}

/** A student as the database holds him, for the few that are compared outside the search. */
export interface ComparedRow {
  readonly id: number
  readonly ine: string | null
  readonly aliases: readonly string[]
  readonly student_code: string | null
  readonly name_key: string
  readonly first_name_key: string
  readonly usage_name: string | null
  readonly second_name: string | null
  readonly sex: Sex
  readonly birth_date: string
  readonly nationality_code: string
  readonly phone: string | null
  readonly email: string | null
  readonly establishments: readonly string[]
}

export function comparedRecord(row: ComparedRow): ComparedRecord {
  const ines = [row.ine, ...row.aliases].filter((ine) => ine !== null && ine !== '') as string[]
  return {
    id: row.id,
    ines: [...new Set(ines.map((ine) => ineNumber(Buffer.from(ine.slice(0, 10)))))],
    birthDate: dateNumber(row.birth_date),
    name: comparedName(row.name_key),
    firstName: comparedName(row.first_name_key),
    usageName:
      row.usage_name === null || row.usage_name === '' ? null : comparedName(nameKey(row.usage_name)),
    secondName:
      row.second_name === null || row.second_name === '' ? null : comparedName(nameKey(row.second_name)),
    sex: row.sex,
    nationality: row.nationality_code,
    email: optionalNumber(row.email?.toLowerCase()),
    phone: optionalNumber(row.phone),
    studentCode: optionalNumber(row.student_code),
    establishments: row.establishments,
  }
}

export function comparedName(key: string): ComparedName {
  return { key, phonetic: phoneticKeyOf(key) }
}

function optionalNumber(text: string | null | undefined): number {
  return text === null || text === undefined || text === '' ? 0 : textNumber(Buffer.from(text))
}
