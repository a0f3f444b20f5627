import { createHash } from 'node:crypto'
import type { Recipient } from '../letters/letter.ts'

/** An address of a student's record. */
export type PostalAddress = Pick<
  Recipient,
  'address1' | 'address2' | 'address3' | 'postalCode' | 'town' | 'countryCode' | 'countryName'
>

/**
 * Stands for an address where the post could not deliver: a new address has another hash and counts as good, while
 * capitals, accents and spaces make none new.
 */
export function addressHash(address: PostalAddress): string {
  const parts = [address.address1, address.address2, address.address3, address.postalCode, address.town]
  const bare = [...parts, address.countryCode ?? '100'].map((part) =>
    (part ?? '')
      .normalize('NFD')
      .replaceAll(/[^\p{L}\p{N}]/gu, '')
      .toUpperCase(),
  )
  return createHash('sha256').update(bare.join('\n')).digest('hex')
}

/** Columns of both addresses of `student`, as `personal` and `family`. */
export const addressColumns = `
  json_build_object('address1', student.address1, 'address2', student.address2, 'address3', student.address3,
    'postalCode', student.postal_code, 'town', student.town,
    'countryCode', coalesce(country.code, student.country_code), 'countryName', country.label) as personal,
  json_build_object('address1', student.family_address1, 'address2', student.family_address2,
    'address3', student.family_address3, 'postalCode', student.family_postal_code, 'town', student.family_town,
    'countryCode', coalesce(family_country.code, student.family_country_code),
    'countryName', family_country.label) as family`

export const addressJoins = `
  left join nomenclature_item country on country.id = student.country_id
  left join nomenclature_item family_country on family_country.id = student.family_country_id`
