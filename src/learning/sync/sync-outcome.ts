import type { Text } from '../../platform/text.ts'
import { missingFile } from './command-files-of.ts'
import type { FileResult } from './file-result.ts'

/** What a run has come to so far. */
export interface SyncOutcome {
  readonly results: FileResult[]
  /** Names or patterns that no file answers to. */
  readonly missing: string[]
  /** Files that merely still lie there. */
  readonly taken: string[]
  /** Why files could not be processed. */
  readonly failures: string[]
}

export function emptyOutcome(): SyncOutcome {
  return { results: [], missing: [], taken: [], failures: [] }
}

export function missingText(outcome: SyncOutcome): Text {
  const texts = outcome.missing.map(missingFile)
  return { fr: texts.map(({ fr }) => fr).join(' ; '), en: texts.map(({ en }) => en).join('; ') }
}
