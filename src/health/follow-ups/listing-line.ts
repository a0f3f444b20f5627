import { stringify } from 'csv-stringify/sync'
import { toLatin1 } from '../student-import/line/latin1.ts'
import { frenchDate } from './civil-time.ts'
import { type FollowUpState, shownState, stateWords } from './follow-up-state.ts'

/** A follow-up as a listing shows it: never the text of the letter, nor the comment. */
export interface ListedFollowUp {
  readonly ine: string | null
  readonly studentCode: string | null
  readonly familyName: string
  readonly firstName: string
  readonly birthDate: string
  readonly motive: string
  readonly dueOn: string
  readonly state: FollowUpState
  readonly letterOn: string | null
  readonly address1: string | null
  readonly address2: string | null
  readonly address3: string | null
  readonly postalCode: string | null
  readonly town: string | null
  readonly country: string | null
  readonly email: string | null
}

export const listingHeader =
  'INE;COD_ETU;NOM;PRENOM;DATENAI;MOTIF;ECHEANCE;STATUT;DATE_COURRIER;ADR1;ADR2;ADR3;CODE_POSTAL;COMMUNE;PAYS;MAIL\r\n'

/**
 * The lines of a listing (health.md 2.7): `;`, quoting of RFC 4180, CRLF, ISO-8859-1. Values are transliterated before
 * they are looked at: what ISO-8859-1 makes `=` of must not slip through as a formula.
 */
export function listingLines(followUps: readonly ListedFollowUp[], today: string): Buffer {
  const rows = followUps.map((one) =>
    [
      one.ine,
      one.studentCode,
      one.familyName,
      one.firstName,
      frenchDate(one.birthDate),
      one.motive,
      frenchDate(one.dueOn),
      stateWords[shownState(one.state, one.dueOn, today)],
      frenchDate(one.letterOn),
      one.address1,
      one.address2,
      one.address3,
      one.postalCode,
      one.town,
      one.country,
      one.email,
    ].map((value) => toLatin1(value ?? '')),
  )
  const text = stringify(rows, {
    delimiter: ';',
    record_delimiter: 'windows',
    escape_formulas: true,
    // A line end of any kind within a value is quoted too, not only the one that ends lines here.
    quoted_match: /[\r\n]/,
  })
  return Buffer.from(text, 'latin1')
}
