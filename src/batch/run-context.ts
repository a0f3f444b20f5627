import type pg from 'pg'
import type { Clock } from '../platform/clock.ts'
import type { Connections } from '../platform/connections.ts'
import type { Database } from '../platform/database.ts'
import type { Encryption } from '../platform/encryption.ts'
import type { Mailer } from '../platform/mail.ts'
import type { Settings } from '../platform/settings.ts'
import type { Trigger } from './run-state.ts'

/** All that a batch may use while it runs. */
export interface RunContext<Parameters = unknown> {
  readonly run: RunIdentity
  /** The batch's parameters for this run: the definition's defaults, the plan's values, then the request's. */
  readonly parameters: Parameters
  /** For reading, and for writes that do no harm when a dead run does them late. */
  readonly database: Database
  /**
   * One transaction that can only commit while this run is still this node's own: a zombie (a node that
   * others declared dead, then woke up) is refused with `RunLostError` at its commit.
   */
  transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>
  /** Lines kept with the run and streamed to whoever watches. No personal data: codes, ids, line numbers. */
  readonly log: RunLog
  /** How far the work is; written down at most a few times a second, whatever the rate of calls. */
  progress(done: number, total?: number, phase?: string): void
  /** Aborted by cancellation, timeout, stop of the node or loss of the run; `signal.reason` says which. */
  readonly signal: AbortSignal
  readonly files: RunFiles
  readonly mail: Mailer
  readonly settings: Settings
  readonly clock: Clock
  /** Start-up facts of the installation that a batch may need. */
  readonly place: Place
}

/** PEM files by which this installation makes itself known to where it sends statistics; null: not configured. */
export interface SenderFiles {
  readonly certificate: string | null
  readonly key: string | null
  readonly ca: string | null
  readonly signingKey: string | null
}

export interface RunIdentity {
  readonly id: number
  readonly code: string
  readonly trigger: Trigger
  /** The planned instant that this run answers (ISO 8601, UTC), or null for a request. */
  readonly dueAt: string | null
  /** Who asked, for a request: a login or `cli:<user>`. */
  readonly requestedBy: string | null
}

export interface Place {
  /** The establishment's time zone, such as `Europe/Paris`. */
  readonly timeZone: string
  /** The data folder: below it the program keeps what it writes. */
  readonly dataDirectory: string
  /** For encrypted columns; null or absent when no key is configured. */
  readonly encryption?: Encryption | null
  readonly senderFiles?: SenderFiles
  /** The systems around this one, secrets included. */
  readonly connections?: Connections
}

export interface RunLog {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

/** The files that a run leaves, downloadable from its page. */
export interface RunFiles {
  /** A directory of this run's own, created at first use. */
  directory(): Promise<string>
  /**
   * Lists a finished file with the run. `path` is absolute, inside or outside `directory()`;
   * `personal` files are shown only to those who may see personal data.
   */
  add(path: string, options?: { mediaType?: string; personal?: boolean; keepDays?: number }): Promise<void>
}

/** Thrown where a run finds that it is no longer its node's own; its transaction is rolled back. */
export class RunLostError extends Error {
  readonly code = 'RUN_LOST'
}
