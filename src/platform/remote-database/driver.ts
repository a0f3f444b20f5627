import type { RemoteFailure } from './remote-failure.ts'

/** What a statement may be given: dates and decimals as text. */
export type RemoteValue = string | number | bigint | boolean | Uint8Array | null

/** One connection, in one of the dialects; `remote-database.ts` gives it turns, time limits and transactions. */
export interface Driver {
  run(sql: string, values: readonly RemoteValue[]): Promise<{ rows: readonly unknown[]; affected: number }>
  /** Rows by the hundred or so, no more of them in memory than a few such pieces. */
  pieces(
    sql: string,
    values: readonly RemoteValue[],
    options: { inTransaction: boolean },
  ): AsyncGenerator<readonly unknown[], void, undefined>
  /** Leaves with a farewell. */
  end(): Promise<void>
  /** Leaves at once: what is under way fails. */
  destroy(): void
  /** What an error of this driver means. */
  failure(error: unknown): RemoteFailure
}
