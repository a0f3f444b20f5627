import type { CheckContext } from './check-context.ts'
import { country } from './coded-value.ts'
import type { ColumnName } from './columns.ts'
import { at } from './columns.ts'
import { france } from './country-code.ts'
import { code, words } from './field-values.ts'
import type { LineNotes } from './line-notes.ts'
import { note } from './line-notes.ts'
import type { PostalAddress } from './student-line.ts'

/** The six columns of one address, in the order of the file. */
export type AddressColumns = readonly [
  line1: ColumnName,
  line2: ColumnName,
  line3: ColumnName,
  postalCode: ColumnName,
  town: ColumnName,
  country: ColumnName,
]

export const personalColumns: AddressColumns = ['ADR1', 'ADR2', 'ADR3', 'COD_BDI', 'COMMUNE', 'PAYS']
export const familyColumns: AddressColumns = [
  'ADR1FIX',
  'ADR2FIX',
  'ADR3FIX',
  'BDIFIX',
  'COMMUNEFIX',
  'PAYSFIX',
]

/** An address that says nothing; shared, so that a line without one makes none. */
export const noAddress: PostalAddress = Object.freeze({
  address1: null,
  address2: null,
  address3: null,
  postalCode: null,
  town: null,
  country: null,
})

export function isEmptyAddress(address: PostalAddress): boolean {
  return (
    address === noAddress ||
    (address.address1 === null &&
      address.address2 === null &&
      address.address3 === null &&
      address.postalCode === null &&
      address.town === null &&
      address.country === null)
  )
}

/** Reads one address (health.md 3.2, columns 19–24 and 28–33). */
export function readAddress(
  fields: readonly string[],
  columns: AddressColumns,
  context: CheckContext,
  notes: LineNotes,
): PostalAddress {
  const first = at[columns[0]]
  const line1 = fields[first]!
  const line2 = fields[first + 1]!
  const line3 = fields[first + 2]!
  const postalText = fields[first + 3]!
  const town = fields[first + 4]!
  const countryText = fields[first + 5]!
  if (line1 === '' && line2 === '' && line3 === '' && postalText === '' && town === '' && countryText === '')
    return noAddress

  let place = country(countryText, columns[5], context, notes)
  let postalCode = code(postalText, 10, columns[3], notes)
  if (postalCode !== null) {
    const french = countryText === '' || place?.code === france
    // Spreadsheets take the first zero of 01000 away.
    if (french && postalCode.length === 4 && isDigits(postalCode)) {
      postalCode = `0${postalCode}`
      note(notes, 'W_CODE_POSTAL', columns[3], 'complété à 5 chiffres par un zéro')
    }
    const fiveDigits = postalCode.length === 5 && isDigits(postalCode)
    if (countryText === '') {
      if (fiveDigits) place = country(france, columns[5], context, notes)
    } else if (french && !fiveDigits)
      note(notes, 'W_CODE_POSTAL', columns[3], 'pas 5 chiffres, enregistré tel quel')
  }
  return {
    address1: words(line1, 50, columns[0], notes),
    address2: words(line2, 50, columns[1], notes),
    address3: words(line3, 50, columns[2], notes),
    postalCode,
    town: words(town, 60, columns[4], notes),
    country: place,
  }
}

function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x30 || code > 0x39) return false
  }
  return true
}
