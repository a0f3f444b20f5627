import type { Text } from '../../platform/text.ts'
import type { FaultGroup } from '../fault-digest.ts'
import type { HoldReason } from '../guard.ts'
import type { FileFault } from './file-fault.ts'

/** What the row of an exchange keeps of a command file besides its counters (`file_exchange.report`). */
export interface CommandFileDigest {
  readonly operation: string
  readonly separator: string
  /** As it was read. */
  readonly encoding: string
  /** Why the whole file was refused. */
  readonly refusals: readonly FileFault[]
  /** Warnings of the file as a whole, and what was done after its lines. */
  readonly notes: readonly Text[]
  readonly faults: readonly FaultGroup[]
  /** Why it waits for an approval. */
  readonly hold: readonly HoldReason[]
  /** Of a simulation: why it would wait. */
  readonly wouldHold: readonly HoldReason[]
  /** Names on the shelves of the file area; null: not made. */
  readonly outputs: {
    readonly report: string | null
    readonly journal: string | null
    readonly retry: string | null
    readonly archive: string | null
  }
  /**
   * Why it ended before its last line: somebody or the time limit did it; it crashed whoever processed it and was set aside
   * (`given-up`); or it did so at one place time after time, and stays where it is (`crashed`).
   */
  readonly stopped: 'cancelled' | 'timeout' | 'given-up' | 'crashed' | null
  /** How its figures differ from those of the simulation that was shown before; null: they do not, or none was. */
  readonly simulationDifference: Text | null
  /** What was to follow the lines came to nothing. */
  readonly conclusionFailed: boolean
}
