import type { AddressColumns } from '../line/address.ts'
import { isEmptyAddress, noAddress } from '../line/address.ts'
import type { CodedValue, PostalAddress } from '../line/student-line.ts'
import type { Merge } from './merge-field.ts'
import { changed, codeText, isProtected, mergeReference, silenceErases } from './merge-field.ts'

/**
 * An address after the merge (health.md 3.8-2): replaced as a block when the line fills at least one of its
 * fields, kept otherwise. A block is never mixed from two addresses: one protected field that would change
 * keeps it whole, since the street of one town under the name of another reaches nobody.
 */
export function mergeAddress(
  stored: PostalAddress,
  incoming: PostalAddress,
  columns: AddressColumns,
  merge: Merge,
): PostalAddress {
  if (isEmptyAddress(incoming)) {
    if (isEmptyAddress(stored) || !columns.every((column) => silenceErases(merge, column))) return stored
    return replaced(stored, noAddress, null, columns, merge)
  }
  const sameText =
    incoming.address1 === stored.address1 &&
    incoming.address2 === stored.address2 &&
    incoming.address3 === stored.address3 &&
    incoming.postalCode === stored.postalCode &&
    incoming.town === stored.town
  if (sameText) {
    if (incoming.country === null && stored.country === null) return stored
    if (incoming.country?.code === stored.country?.code) {
      const country = mergeReference(stored.country!, incoming.country!, columns[5], merge)
      return country === stored.country ? stored : { ...stored, country }
    }
  }
  return replaced(stored, incoming, countryOf(stored.country, incoming.country), columns, merge)
}

/** The incoming country, with the reference that the stored one has where the code is the same. */
function countryOf(stored: CodedValue | null, incoming: CodedValue | null): CodedValue | null {
  return stored !== null && incoming !== null && incoming.id === null && stored.code === incoming.code
    ? stored
    : incoming
}

function replaced(
  stored: PostalAddress,
  incoming: PostalAddress,
  country: CodedValue | null,
  columns: AddressColumns,
  merge: Merge,
): PostalAddress {
  const old = texts(stored)
  const now = texts({ ...incoming, country })
  const differs = columns.map((_, index) => old[index] !== now[index])
  if (columns.some((column, index) => differs[index] && old[index] !== null && isProtected(merge, column)))
    return stored
  columns.forEach((column, index) => {
    if (differs[index]) changed(merge, column, old[index]!, now[index]!)
  })
  return { ...incoming, country }
}

function texts(address: PostalAddress): (string | null)[] {
  return [
    address.address1,
    address.address2,
    address.address3,
    address.postalCode,
    address.town,
    codeText(address.country),
  ]
}
