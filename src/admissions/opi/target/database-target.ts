import { openRemoteDatabase, type RemoteDatabase, RemoteFailure } from '../../../platform/remote-database.ts'
import { findRecords } from './find-records.ts'
import { type OpiRecord, type OpiTarget, OpiTargetUnavailable, type PourOutcome } from './opi-target.ts'
import type { TableNames } from './table-names.ts'
import { writeRecord, writeRecords } from './write-records.ts'

/**
 * The establishment's tables IND_OPI and VOEUX_INS (admissions.md 4.5, docs/opi-target/) on PostgreSQL or MariaDB/MySQL.
 * Records are written many at a time in one transaction; where the database refuses that, one at a time, so that it is known
 * whose record, and which wish, it does not take.
 *
 * A connection that is lost is opened again once.
 */
export function databaseTarget(
  url: string,
  { names, signal }: { names: TableNames; signal?: AbortSignal },
): OpiTarget {
  let opened: RemoteDatabase | null = null

  async function within<T>(work: (database: RemoteDatabase) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        opened ??= await openRemoteDatabase(url)
        return await work(opened)
      } catch (error) {
        if (!(error instanceof RemoteFailure)) throw error
        await opened?.close()
        opened = null
        if (error.kind !== 'broken' || attempt === 2) throw new OpiTargetUnavailable(error.message)
      }
    }
  }

  return {
    readBack: (keys) => within((database) => findRecords(database, names, keys)),
    pour: (records) =>
      within(async (database) => {
        if (records.length === 0) return new Map()
        try {
          await database.transaction((tx) => writeRecords(tx, names, records))
          return new Map(records.map(({ candidateId }) => [candidateId, called]))
        } catch (error) {
          if (!isRefusal(error)) throw error
        }
        return await oneAtATime(database, names, records, signal)
      }),
    close: async () => {
      await opened?.close()
      opened = null
    },
  }
}

const called: PourOutcome = { kind: 'called', refusedWishes: [] }

async function oneAtATime(
  database: RemoteDatabase,
  names: TableNames,
  records: readonly OpiRecord[],
  signal: AbortSignal | undefined,
): Promise<Map<number, PourOutcome>> {
  const outcomes = new Map<number, PourOutcome>()
  for (const record of records) {
    signal?.throwIfAborted()
    try {
      const refusedWishes = await database.transaction((tx) => writeRecord(tx, names, record, detailOf))
      outcomes.set(record.candidateId, { kind: 'called', refusedWishes })
    } catch (error) {
      if (!isRefusal(error)) throw error
      outcomes.set(record.candidateId, { kind: 'refused', detail: detailOf(error)! })
    }
  }
  return outcomes
}

/** Codes of a statement that no record can make right: a table that is not there, a database that is only read. */
const misconfigured =
  /^(42|25006|53|54|XX|0A|ER_NO_SUCH_TABLE|ER_BAD_FIELD_ERROR|ER_BAD_TABLE|ER_PARSE_ERROR|ER_OPTION_PREVENTS|ER_RECORD_FILE_FULL|ER_DISK_FULL|ER_READ_ONLY)/

/** Whether the database took offence at what it was given, and not at the whole. */
function isRefusal(error: unknown): error is RemoteFailure {
  return error instanceof RemoteFailure && error.kind === 'rejected' && !misconfigured.test(error.code ?? '')
}

/** What a refusal says; null: it is none. */
function detailOf(error: unknown): string | null {
  return isRefusal(error) ? error.message.slice(0, 500) : null
}
