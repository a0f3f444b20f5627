/**
 * The administrative values of a record, as somebody who merges two chooses among them. Values that mean something only
 * together (an address, a code with the item that it stands for, a name with the key that it is found by) go together.
 *
 * Not among them: the NIR (never shown; the kept record's, else the other's: health.md 5.3) and the CAS login (the kept
 * record's wins; the other goes to the journal: health.md 2.6).
 */
export const administrativeValues = {
  ine: ['ine'],
  studentCode: ['student_code'],
  familyName: ['family_name', 'name_key'],
  usageName: ['usage_name'],
  firstName: ['first_name', 'first_name_key'],
  secondName: ['second_name'],
  thirdName: ['third_name'],
  sex: ['sex'],
  birthDate: ['birth_date'],
  nationality: ['nationality_code', 'nationality_id'],
  familySituation: ['family_situation_code', 'family_situation_id'],
  spouseProfession: ['spouse_profession_code', 'spouse_profession_id'],
  phone: ['phone'],
  email: ['email'],
  address: ['address1', 'address2', 'address3', 'postal_code', 'town', 'country_code', 'country_id'],
  familyAddress: [
    'family_address1',
    'family_address2',
    'family_address3',
    'family_postal_code',
    'family_town',
    'family_country_code',
    'family_country_id',
  ],
  familyPhone: ['family_phone'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type ValueName = keyof typeof administrativeValues
export const valueNames = Object.keys(administrativeValues) as ValueName[]

/** From which of the two records a value is taken. */
export type Side = 'kept' | 'absorbed'

/** A row of `student` by column, as `to_jsonb` gives it. */
export type StudentRecord = Readonly<Record<string, unknown>>

/** Columns that follow from another one of their value: they neither show nor make a difference. */
const derived = /(_id|_key)$/

/** What people see of a value: its lines, without those that are empty. */
export function shownLines(record: StudentRecord, name: ValueName): string[] {
  return administrativeValues[name]
    .filter((column) => !derived.test(column))
    .map((column) => String(record[column] ?? '').trim())
    .filter((line) => line !== '')
}

export function isEmpty(record: StudentRecord, name: ValueName): boolean {
  if (name === 'sex' && record.sex === 'INCONNU') return true
  return shownLines(record, name).length === 0
}

/** Whether the two records say something else; an empty value differs from one that is there. */
export function differs(one: StudentRecord, other: StudentRecord, name: ValueName): boolean {
  return administrativeValues[name]
    .filter((column) => !derived.test(column))
    .some((column) => (one[column] ?? '') !== (other[column] ?? ''))
}

/** Where a value comes from unless somebody chooses: the kept record, or the other where the kept one is empty. */
export function usualSide(kept: StudentRecord, absorbed: StudentRecord, name: ValueName): Side {
  return isEmpty(kept, name) && !isEmpty(absorbed, name) ? 'absorbed' : 'kept'
}

/** The columns that the kept record takes over, by what was chosen; the rest of the choice is as usual. */
export function columnsTakenOver(
  kept: StudentRecord,
  absorbed: StudentRecord,
  chosen: Partial<Readonly<Record<ValueName, Side>>>,
): string[] {
  const columns = valueNames
    .filter((name) => (chosen[name] ?? usualSide(kept, absorbed, name)) === 'absorbed')
    .filter((name) => differs(kept, absorbed, name))
    .flatMap((name) => [...administrativeValues[name]] as string[])
  if (isNothing(kept.login) && !isNothing(absorbed.login)) columns.push('login')
  if (isNothing(kept.nir_encrypted) && !isNothing(absorbed.nir_encrypted)) columns.push('nir_encrypted')
  return columns
}

/** The INE that is not the kept record's own any more, by which it must still be found; null: there is none. */
export function ineGivenUp(
  kept: StudentRecord,
  absorbed: StudentRecord,
  chosen: Partial<Readonly<Record<ValueName, Side>>>,
): string | null {
  const side = chosen.ine ?? usualSide(kept, absorbed, 'ine')
  const [own, other] = side === 'kept' ? [kept.ine, absorbed.ine] : [absorbed.ine, kept.ine]
  return isNothing(other) || other === own ? null : String(other)
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}
