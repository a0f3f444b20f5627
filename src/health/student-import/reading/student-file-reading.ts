import type { Text } from '../../../platform/text.ts'

/** A student file as the import would read it, told before anybody chooses a model. */
export interface StudentFileReading {
  /** Why the whole file cannot be taken; null: it can. */
  readonly refusal: { readonly code: string; readonly message: string } | null
  readonly encoding: { readonly name: string; readonly proof: Text }
  readonly lineEnding: string | null
  /** Data lines, without header and blank ones. */
  readonly lines: number
  readonly blankLines: number
  readonly header: readonly string[]
  readonly headerErrors: readonly string[]
  /** Recognised by the number of columns. */
  readonly formatVersion: string | null
  readonly firstLines: readonly { readonly line: number; readonly fields: readonly string[] }[]
  /** Shares, 0 to 1, of the data lines. */
  readonly fillRates: readonly { readonly column: string; readonly share: number }[]
  readonly ineShare: number | null
}
