import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import type { Mailer } from '../platform/mail.ts'
import type { Settings } from '../platform/settings.ts'
import type { Application } from './application.ts'
import type { EndedRun } from './end-runs.ts'
import type { Notice } from './notices.ts'
import type { RecoveryResult } from './recovery.ts'
import type { Place } from './run-context.ts'
import type { TickResult } from './schedule-tick.ts'

export interface EngineOptions {
  readonly database: Database
  readonly applications: readonly Application[]
  readonly settings: Settings
  readonly mail: Mailer
  readonly place: Place
  /** Default: the database's clock. */
  readonly clock?: Clock
  /** Launches what is due. Default true. */
  readonly scheduler?: boolean
  /** Runs what waits; without it, only runs asked for by `runHere`. Default true. */
  readonly runner?: boolean
  /** Places: how many runs of the work lane may be under way here at once. Default 20. */
  readonly concurrency?: number
  readonly version?: string
  /** What people call this node. Default: the machine's name. */
  readonly nodeName?: string
  /** The scheduler looks at least this often. Default 30 s. */
  readonly checkPeriodMs?: number
  /** The scheduler's first look comes this long after the start (C18). Default 0. */
  readonly startDelayMs?: number
  /** The runner looks at least this often, should a notice be lost. Default 5 s. */
  readonly pollMs?: number
  /** Dead nodes are looked for this often. Default 1 s. */
  readonly recoveryPeriodMs?: number
  /** How long runs may take to react to being told to stop. Default 10 s. */
  readonly graceMs?: number
  readonly events?: EngineEvents
}

/** For alerts, logs and metrics. Handlers must not throw. */
export interface EngineEvents {
  readonly tick?: (result: TickResult) => void
  readonly ended?: (runs: readonly EndedRun[]) => void
  readonly recovered?: (result: RecoveryResult) => void
  /** The node could not prove that it lives; it has given up its runs and joins again. */
  readonly lost?: (reason: string) => void
  readonly notice?: (notice: Notice) => void
  readonly error?: (error: Error) => void
}
