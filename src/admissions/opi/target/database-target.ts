import type { RemoteDatabase } from '../../../platform/remote-database.ts'
import { findRecords } from './find-records.ts'
import type { OpiRecord, OpiTarget, PourOutcome } from './opi-target.ts'
import type { TableNames } from './table-names.ts'
import { detailOf, isRefusal, targetSession } from './target-session.ts'
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
  const { within, close } = targetSession(url)
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
    close,
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
