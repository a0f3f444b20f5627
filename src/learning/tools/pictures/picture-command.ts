import type { Row } from '../../../exchange/command-file/row.ts'

/** The entry of an archive as a line of a command file: its number in lexicographic order stands for the line's. */
export interface PictureRow extends Row {
  readonly picture: PictureSource
}

/** An image to be loaded when it is known to be wanted. */
export interface PictureSource {
  /** With its folders, as in the archive. */
  readonly name: string
  /** The name without folders and extension, trimmed; accents are one character with their letters. */
  readonly stem: string
  /** Whether an earlier entry has the same stem: exactly, or without regard to case. A second picture would undo the first. */
  readonly again: { readonly exactly: boolean; readonly inAnyCase: boolean }
  /** Throws `UnreadableEntry`. */
  read(): Promise<Buffer>
}

export interface PictureCommand {
  readonly source: PictureSource
  /** What names the user. */
  readonly user: string
}
