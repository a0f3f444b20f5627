/** What an administrator decides of a drop directory. */
export interface DropRules {
  /** A lock older than this is stuck. */
  readonly staleAfterHours: number
  /** Only files with a `.done` beside are taken. */
  readonly doneMarker: boolean
  /** A larger file goes to quarantine. */
  readonly largestBytes: number
}
