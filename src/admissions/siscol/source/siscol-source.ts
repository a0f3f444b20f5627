import { RemoteFailure, type RemoteFailureKind } from '../../../platform/remote-database.ts'
import type { ReferenceTable } from '../tables.ts'

/** A row as its source has it, by our column names; what is absent is null. */
export type SourceRow = Readonly<Record<string, unknown>>

/**
 * Where reference tables come from (admissions.md 5.2, 5.3). One connection or session at most, opened when it is first
 * needed. Every failure is a `SourceFailure`; after one the next read may succeed.
 */
export interface SiscolSource {
  /**
   * The rows of a table, in the source's order; null: this system has no such table. Reading to the end without a failure
   * means that they were all there.
   */
  read(table: ReferenceTable): Promise<AsyncIterable<SourceRow> | null>
  /** What the system says of its version; null: it says nothing. */
  version(): Promise<string | null>
  close(): Promise<void>
}

/**
 * What `RemoteFailure` knows, and: `unreadable`, what came cannot be understood; `incomplete`, a part of it is missing.
 */
export type SourceFailureKind = RemoteFailureKind | 'unreadable' | 'incomplete'

/** Words for a run's log, in French, without a secret and without a value that was read. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure'
  readonly kind: SourceFailureKind

  constructor(kind: SourceFailureKind, message: string) {
    super(message)
    this.kind = kind
  }
}

export function sourceFailure(error: unknown): Error {
  if (error instanceof RemoteFailure) return new SourceFailure(error.kind, error.message)
  return error instanceof Error ? error : new Error(String(error))
}
