import type { CodeBook } from './code-book.ts'
import type { DateNumber } from './dates.ts'
import { dateOf } from './dates.ts'
import type { ImportModel } from './import-model.ts'

/** What the check of every line of one import needs to know beside the line. */
export interface CheckContext {
  readonly model: ImportModel
  readonly codes: CodeBook
  /** The day of the import in the establishment's zone. */
  readonly today: DateNumber
  readonly currentYear: number
}

/** `today` is `AAAA-MM-JJ` in the establishment's zone. */
export function checkContext(model: ImportModel, codes: CodeBook, today: string): CheckContext {
  const date = dateOf(today)
  return { model, codes, today: date, currentYear: Math.trunc(date / 10_000) }
}
