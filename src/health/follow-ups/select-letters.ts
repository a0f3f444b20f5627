import type { Queryable } from '../../platform/database.ts'
import { addressLines } from '../letters/address/address-lines.ts'
import type { Letter, LetterKind } from '../letters/letter.ts'
import { nameKey } from '../student-import/line/name-key.ts'
import type { FollowUpState } from './follow-up-state.ts'
import { addressColumns, addressHash, addressJoins, type PostalAddress } from './postal-address.ts'
import { selections } from './selection.ts'

/** Who is to be written to, as they stood when they were read. */
export interface SelectedLetters {
  readonly followUps: readonly SelectedFollowUp[]
  /** In the order of the pages: country, postal code, name. */
  readonly letters: readonly Letter[]
  /** Ids of those without an address that the post could use. */
  readonly withoutAddress: readonly number[]
}

/** What tells whether a follow-up is still as it was. */
export interface SelectedFollowUp {
  readonly id: number
  readonly version: number
  readonly studentId: number
}

export interface LetterSelection {
  readonly kind: LetterKind
  /** `lastDay` of the selection. */
  readonly until: string
  readonly familyAddressAllowed: boolean
}

interface Row extends SelectedFollowUp {
  readonly state: FollowUpState
  readonly letterText: string
  readonly letterOn: string | null
  readonly firstName: string
  readonly familyName: string
  readonly usageName: string | null
  readonly returned: string | null
  readonly personal: PostalAddress
  readonly family: PostalAddress
}

/** Reads the selection; `lock` keeps its follow-ups as they are until the end of the transaction. */
export async function selectLetters(
  db: Queryable,
  { kind, until, familyAddressAllowed }: LetterSelection,
  lock: boolean,
): Promise<SelectedLetters> {
  const { rows } = await db.query<Row>(
    `select follow_up.id, follow_up.version, follow_up.student_id as "studentId", follow_up.state,
            follow_up.letter_text as "letterText", follow_up.letter_on as "letterOn",
            student.first_name as "firstName", student.family_name as "familyName",
            student.usage_name as "usageName", returned_mail.address_hash as returned, ${addressColumns}
     from follow_up
     join student on student.id = follow_up.student_id
     left join returned_mail on returned_mail.student_id = student.id
     ${addressJoins}
     where ${selections[kind]}
     order by follow_up.id
     ${lock ? 'for update of follow_up' : ''}`,
    [until],
  )
  const letters: Letter[] = []
  const withoutAddress: number[] = []
  for (const row of rows) {
    const address = usableAddress(row, familyAddressAllowed)
    if (address === null) withoutAddress.push(row.id)
    else
      letters.push({
        id: row.id,
        recipient: {
          firstName: row.firstName,
          familyName: row.familyName,
          usageName: row.usageName,
          ...address,
        },
        text: row.letterText,
        firstLetterOn: kind === 'follow-up-reminder' ? row.letterOn : null,
      })
  }
  letters.sort(inPostalOrder)
  return {
    followUps: rows.map(({ id, version, studentId }) => ({ id, version, studentId })),
    letters,
    withoutAddress,
  }
}

/**
 * The address to write to: the personal one; the family's only where the run allows it, because a health letter opened
 * by parents breaks medical secrecy. Null where there is none that the post could use, or it came back from there.
 */
export function usableAddress(
  student: Pick<Row, 'firstName' | 'familyName' | 'usageName' | 'personal' | 'family' | 'returned'>,
  familyAddressAllowed: boolean,
): PostalAddress | null {
  const { firstName, familyName, usageName, personal, family, returned } = student
  for (const given of familyAddressAllowed ? [personal, family] : [personal]) {
    if (returned !== null && addressHash(given) === returned) continue
    const address = { ...given, countryCode: given.countryCode ?? presumedCountry(given.postalCode) }
    if (addressLines({ firstName, familyName, usageName, ...address }) !== null) return address
  }
  return null
}

/** Registries leave the country out at home: with a postal code of five digits it is France. */
function presumedCountry(postalCode: string | null): string | null {
  return /^\s*\d{5}\s*$/.test(postalCode ?? '') ? '100' : null
}

/** France bears the lowest country code, 100, and stands for those that have none. */
function inPostalOrder(one: Letter, other: Letter): number {
  const key = ({ recipient, id }: Letter) => [
    recipient.countryCode ?? '100',
    recipient.postalCode ?? '',
    nameKey(recipient.usageName ?? recipient.familyName),
    nameKey(recipient.firstName),
    String(id).padStart(16, '0'),
  ]
  const [ours, theirs] = [key(one), key(other)]
  for (let index = 0; index < ours.length; index++) {
    if (ours[index]! < theirs[index]!) return -1
    if (ours[index]! > theirs[index]!) return 1
  }
  return 0
}
