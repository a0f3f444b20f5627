import type { FileFault } from '../../../exchange/command-file/file-fault.ts'
import type { FileProgress } from '../../../exchange/command-file/file-progress.ts'
import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import type { HoldReason } from '../../../exchange/guard.ts'
import type { Settings } from '../../../platform/settings.ts'
import type { Text } from '../../../platform/text.ts'
import type { SyncPlace } from '../sync-place.ts'
import type { SyncRequest } from '../sync-request.ts'
import type { Shelving } from './shelving.ts'

/** A file whose lines are done, or that was refused as a whole: what is left are its post-treatments. */
export interface FileToClose {
  readonly exchangeId: number
  readonly request: SyncRequest
  readonly progress: FileProgress
  /** Null: refused, or set aside before a line was looked at. */
  readonly read: {
    readonly encoding: 'utf-8' | 'iso-8859-1'
    readonly warnings: readonly LineMessage[]
  } | null
  readonly refusals: readonly FileFault[]
  readonly wouldHold: readonly HoldReason[]
  /** Its process died time after time: set aside, or left where it is. */
  readonly givenUp?: { readonly stopped: 'given-up' | 'crashed'; readonly note: Text }
}

/** What each post-treatment works with. */
export interface Closing {
  readonly place: SyncPlace
  readonly file: FileToClose
  /** Those of the file's beginning. */
  readonly settings: Settings
  /** The working folder, with the copy and the outputs. */
  readonly folder: string
  readonly shelving: Shelving
}
