import type { FontFace } from '../../../platform/letter-font.ts'

/** What a line of the letter is. */
export type BlockRole =
  | 'sender'
  | 'date'
  | 'address'
  | 'subject'
  | 'recall'
  | 'paragraph'
  | 'closing'
  | 'signature'

/** A heading or paragraph; its lines name it by its index, also from further pages. */
export interface Block {
  readonly role: BlockRole
  /** What a screen reader is told. */
  readonly tag: 'H1' | 'P'
}

/** A line of text, left aligned at `x`. Lengths in millimetres from the top left corner, `y` being the baseline. */
export interface TextRun {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly text: string
  readonly face: FontFace
  /** In points. */
  readonly size: number
  readonly block: number
}

/** Not read aloud: page numbers. */
export type PageNumber = Omit<TextRun, 'block'>

export interface LetterPage {
  readonly runs: readonly TextRun[]
  /** `1 / 2`, where there are several. */
  readonly number: PageNumber | null
}

export interface LaidOutLetter {
  readonly blocks: readonly Block[]
  readonly pages: readonly LetterPage[]
  /** The address was abbreviated, cut at a space, or printed smaller. */
  readonly longAddress: boolean
}

/** Why a letter cannot be laid out: a word for logs and lists, without personal data. */
export type LayoutFault = 'no-address' | 'address-too-long' | 'missing-character' | 'no-first-letter-date'
