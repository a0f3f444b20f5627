import type { FaultGroup } from '../../../exchange/fault-digest.ts'
import type { HoldReason } from '../../../exchange/guard.ts'
import type { ChangeSample } from './change-digest.ts'

/** What the row of an exchange keeps of a student import besides its counters (`file_exchange.report`). */
export interface ImportDigest {
  readonly faults?: readonly FaultGroup[]
  readonly changedFields?: Readonly<Record<string, number>>
  /** Personal data; gone after `health.import.sample-days`. */
  readonly changedSamples?: Readonly<Record<string, readonly ChangeSample[]>>
  readonly hold?: readonly HoldReason[]
  /** Of a simulation: why the import would be held. */
  readonly wouldHold?: readonly HoldReason[]
}

/**
 * Messages that print a birth date, a login, or a year as received, which in a line whose values have slid is a name:
 * for those who may see personal data (health.md 5-9).
 */
export const printsDatum: ReadonlySet<string> = new Set(['E_DATE_MAJ', 'E_CAS', 'E_ANNEE'])
