/**
 * The declared format of a command file: what a sender must send. A reader refuses, on evidence, what is not so;
 * it guesses and converts nothing.
 */
export interface FileFormat {
  readonly encoding: 'iso-8859-1' | 'utf-8'
  readonly separator: ';' | ','
  /** `none`: quotes are data, and a separator cannot be part of a value. `rfc4180`: doubled quotes and all. */
  readonly quoting: 'none' | 'rfc4180'
  /** Column names as the header must give them; `exact`: in this order, each of them. */
  readonly columns: readonly string[]
  readonly order: 'exact' | 'free'
  /** A longer line is no line of such a file, in bytes. */
  readonly longestLineBytes: number
}
