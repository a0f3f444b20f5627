import type pg from 'pg'
import type { Operation, OperationKind } from './operation.ts'
import type { Reader } from './reader.ts'

/**
 * The learning platform behind the tools:
 *
 *     command file ──> commands ──(tool: check, plan)──> operations ──(driver)──> platform
 *
 * A tool reads through `Reader`, decides, and says what it wants as operations; it knows no SQL and no web service.
 * The local driver keeps the platform in our own database; a remote one will speak to a real Moodle. Both pass the
 * same suite, `driver-suite.ts`.
 */
export interface Driver {
  /** `local`, later `moodle`. */
  readonly name: string
  /** What it cannot do: a tool rejects a line that needs it, « non pris en charge ». */
  readonly unsupported: ReadonlySet<OperationKind>
  open(mode: 'apply' | 'simulate'): Promise<DriverSession>
}

/** One file's dealings with the platform. */
export interface DriverSession {
  /**
   * One chunk: reads, then operations, all or none. What `work` throws, or the platform refuses, undoes the chunk and
   * comes out; the session goes on with the next one. A chunk sees what those before it did, in a simulation too.
   *
   * `alongside` writes our own books (progress, mails) with what makes the chunk permanent: in its very transaction
   * where the platform is ours. It is not called in a simulation.
   */
  chunk<T>(
    work: (unit: DriverUnit) => Promise<T>,
    alongside: (client: pg.PoolClient, result: T) => Promise<void>,
  ): Promise<T>
  /** A simulation leaves nothing behind. May be called twice. */
  close(): Promise<void>
}

export interface DriverUnit {
  readonly read: Reader
  /** In this order as far as anybody can tell; set by set in fact. May be called several times in a chunk. */
  apply(operations: readonly Operation[]): Promise<void>
}
