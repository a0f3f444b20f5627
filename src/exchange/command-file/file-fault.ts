import type { Text } from '../../platform/text.ts'

/** Why a whole file is refused; no line of it is processed. */
export interface FileFault {
  /** `EMPTY_FILE`, `NO_HEADER`, `WRONG_ENCODING`, `WRONG_SEPARATOR`, `MISSING_COLUMN`, `UNKNOWN_COLUMN`, `DUPLICATE_COLUMN`… */
  readonly code: string
  /** The physical line that shows it, where there is one. */
  readonly line: number | null
  readonly column: string | null
  readonly text: Text
}
