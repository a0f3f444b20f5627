import type { Temporal } from 'temporal-polyfill'
import type { SisKind } from '../../platform/connection-definitions.ts'

/**
 * What every feeder stands on, be it called by the API or by the loading of a CSV file:
 *
 *     feedX(client, records, context) → one outcome each, in their order
 *
 * `client` is a transaction of the caller's: who only wants to know what would be done rolls it back. Records are applied in
 * their order: a later one with the key of an earlier one sees what that one made. Feeders write no audit entry: the caller does.
 */
export interface FeedContext {
  readonly sisKind: SisKind
  readonly now: Temporal.Instant
  readonly timeZone: string
  /** Who feeds: a login, `api:<token>`, a batch code. At most 50 characters are kept. */
  readonly author: string
  readonly runId: number | null
  /** CANDIDAT_NB_JOUR_KEEP_CPT_MIN and CANDIDAT_PREFIXE_NUM_DOSS, of new accounts. */
  readonly unvalidatedDays: number
  readonly dossierPrefix: string
  /** LC_IS_CALCUL_RANG_REEL: real ranks follow what is fed. */
  readonly liveRanks: boolean
}
