/** What the letter batches hand to the printer, and what they get back. */

export const letterKinds = ['follow-up', 'follow-up-reminder'] as const
export type LetterKind = (typeof letterKinds)[number]

/** One letter, not yet laid out. */
export interface Letter {
  /** Of the follow-up: tells which letter failed, never printed. */
  readonly id: number
  readonly recipient: Recipient
  /** What the practitioner wrote for the student; plain text, blank lines part paragraphs. */
  readonly text: string
  /** Civil date (`2026-03-05`) of the first letter, which a reminder recalls. */
  readonly firstLetterOn: string | null
}

/** Who it is sent to, as the student's record holds it. */
export interface Recipient {
  readonly firstName: string
  readonly familyName: string
  readonly usageName: string | null
  /** Number and street. */
  readonly address1: string | null
  /** Flat, floor, care of. */
  readonly address2: string | null
  /** Building, residence. */
  readonly address3: string | null
  readonly postalCode: string | null
  readonly town: string | null
  /** Three-digit INSEE code, `100` for France; null: unknown. */
  readonly countryCode: string | null
  /** Its name, printed on a letter that leaves the country. */
  readonly countryName: string | null
}

export interface PrintedLetters {
  /** Complete and synced on disk. Empty when there was no letter to print. */
  readonly files: readonly PrintedFile[]
  /** Letters that could not be laid out, with why, without personal data. */
  readonly failures: readonly { readonly id: number; readonly reason: string }[]
  /** Letters whose address had to be abbreviated, cut at a space or printed smaller. */
  readonly longAddresses: number
}

export interface PrintedFile {
  readonly path: string
  readonly fileName: string
  readonly bytes: number
  /** Hexadecimal. */
  readonly sha256: string
  readonly pages: number
  /** Ids of its letters, in the order of the pages. */
  readonly letters: readonly number[]
}
