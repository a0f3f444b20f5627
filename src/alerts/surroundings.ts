import type { Catalogue } from '../batch/catalogue.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import type { Settings } from '../platform/settings.ts'
import type { Text } from '../platform/text.ts'

/** What alerts stand on. */
export interface Surroundings {
  readonly database: Database
  readonly settings: Settings
  readonly clock: Clock
  readonly catalogue: Catalogue
  /** The establishment's. */
  readonly timeZone: string
  /** Where the back-office is reached, for links; null: texts go without them. */
  readonly publicUrl: string | null
}

/** A batch that the program has no more is known by its code alone. */
export function labelOf(catalogue: Catalogue, code: string): Text {
  return catalogue.get(code)?.batch.label ?? { fr: code, en: code }
}
