import { openRemoteDatabase, type RemoteDatabase, RemoteFailure } from '../../../platform/remote-database.ts'
import { OpiTargetUnavailable } from './opi-target.ts'

/** A connection to the establishment's tables, opened when it is first needed. */
export interface TargetSession {
  /** A connection that is lost is opened again once, and the work done again. */
  within<T>(work: (database: RemoteDatabase) => Promise<T>): Promise<T>
  /** For work that cannot be done twice. */
  once<T>(work: (database: RemoteDatabase) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Throws `OpiTargetUnavailable` for every failure of the other system that `work` lets through. */
export function targetSession(url: string): TargetSession {
  let opened: RemoteDatabase | null = null

  async function attempt<T>(work: (database: RemoteDatabase) => Promise<T>, tries: number): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        opened ??= await openRemoteDatabase(url)
        return await work(opened)
      } catch (error) {
        if (!(error instanceof RemoteFailure)) throw error
        await opened?.close()
        opened = null
        if (error.kind !== 'broken' || attempt >= tries) throw new OpiTargetUnavailable(error.message)
      }
    }
  }

  return {
    within: (work) => attempt(work, 2),
    once: (work) => attempt(work, 1),
    close: async () => {
      await opened?.close()
      opened = null
    },
  }
}

/** Codes of a statement that no record can make right: a table that is not there, a database that is only read. */
const misconfigured =
  /^(42|25006|53|54|XX|0A|ER_NO_SUCH_TABLE|ER_BAD_FIELD_ERROR|ER_BAD_TABLE|ER_PARSE_ERROR|ER_OPTION_PREVENTS|ER_RECORD_FILE_FULL|ER_DISK_FULL|ER_READ_ONLY)/

/** Whether the database took offence at what it was given, and not at the whole. */
export function isRefusal(error: unknown): error is RemoteFailure {
  return error instanceof RemoteFailure && error.kind === 'rejected' && !misconfigured.test(error.code ?? '')
}

/** What a refusal says; null: it is none. */
export function detailOf(error: unknown): string | null {
  return isRefusal(error) ? error.message.slice(0, 500) : null
}
