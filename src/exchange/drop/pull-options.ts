import type pg from 'pg'
import type { Clock } from '../../platform/clock.ts'
import type { FileArea } from '../file-area/file-area.ts'
import type { Alarms, TellAlarm } from './drop-alarms.ts'
import type { DropRules } from './drop-rules.ts'

/** Told before each step of a pull: for tests that stop it there. */
export type PullStep =
  | 'locked'
  | 'recorded'
  | 'claimed'
  | 'copied'
  | 'staged'
  | 'published'
  | 'delivered'
  | 'removed'
  | 'quarantining'
  | 'ending'

export interface PullOptions {
  /** Absolute; created when it is not there. */
  readonly directory: string
  readonly area: FileArea
  readonly pool: pg.Pool
  readonly clock: Clock
  /** Who we are, in `lock.txt`. */
  readonly host: string
  readonly pid?: number
  /** Codes and file names, never what is in the files. */
  readonly log: { info(message: string): void; warn(message: string): void }
  readonly tellAlarm: TellAlarm
  readonly rules: DropRules
  readonly signal?: AbortSignal
  readonly onStep?: (step: PullStep, name: string) => void | Promise<void>
}

/** What the parts of one pull share while it holds the lock. */
export interface PullPlace extends PullOptions {
  /** The connection that holds the lock of the database: once it is lost, nothing more can be written down. */
  readonly client: pg.PoolClient
  readonly alarms: Alarms
  readonly nowMs: () => number
  readonly step: (step: PullStep, name: string) => Promise<void>
}
