import type { RemoteDatabase, RemoteValue } from '../../../platform/remote-database.ts'
import { findRecords, places } from './find-records.ts'
import type { OpiRecord, RefusedWish } from './opi-target.ts'
import {
  type OpiWish,
  type RecordField,
  recordFields,
  type WishField,
  wishFields,
  wishKey,
} from './record-fields.ts'
import { columnIn, type TableNames, tableIn } from './table-names.ts'

/** Writes records with their wishes, in the transaction given: new ones and wishes by one statement each. */
export async function writeRecords(
  tx: RemoteDatabase,
  names: TableNames,
  records: readonly OpiRecord[],
): Promise<void> {
  const ids = await writePeople(tx, names, records)
  await dropWishes(tx, names, [...ids.values()])
  await insertWishes(
    tx,
    names,
    records.flatMap((record) =>
      withId(ids, record).flatMap((id) => record.wishes.map((wish): [string, OpiWish] => [id, wish])),
    ),
  )
}

/**
 * The same for one record, wish by wish: a wish that the database refuses is told (`detailOf`: what it says, null for a
 * failure that is no refusal), and leaves the others.
 */
export async function writeRecord(
  tx: RemoteDatabase,
  names: TableNames,
  record: OpiRecord,
  detailOf: (error: unknown) => string | null,
): Promise<RefusedWish[]> {
  const ids = await writePeople(tx, names, [record])
  await dropWishes(tx, names, [...ids.values()])
  const refused: RefusedWish[] = []
  for (const id of withId(ids, record))
    for (const wish of record.wishes) {
      await tx.execute('savepoint wish')
      try {
        await insertWishes(tx, names, [[id, wish]])
        await tx.execute('release savepoint wish')
      } catch (error) {
        const detail = detailOf(error)
        if (detail === null) throw error
        await tx.execute('rollback to savepoint wish')
        refused.push({ key: wishKey(wish), detail })
      }
    }
  return refused
}

/** A target that took a record and did not keep it has none: reading back will say so. */
function withId(ids: ReadonlyMap<number, string>, { candidateId }: OpiRecord): string[] {
  const id = ids.get(candidateId)
  return id === undefined ? [] : [id]
}

const fields = Object.keys(recordFields) as RecordField[]

/** Updates the records that are there, adds the others; by candidate the identifier that the target has for each now. */
async function writePeople(
  tx: RemoteDatabase,
  names: TableNames,
  records: readonly OpiRecord[],
): Promise<Map<number, string>> {
  const table = tableIn(names, 'IND_OPI')
  const id = columnIn(names, 'IND_OPI', 'COD_IND_OPI')!
  const columns = fields.flatMap((field) => {
    const column = columnIn(names, 'IND_OPI', recordFields[field].column)
    return column === null ? [] : [{ field, column }]
  })
  const ids = new Map<number, string>()
  const added: (OpiRecord & { recordId: null })[] = []
  for (const record of records) {
    if (record.recordId === null) {
      added.push(record)
      continue
    }
    const { person, recordId } = record
    ids.set(record.candidateId, recordId)
    if (person === null) continue
    await tx.execute(
      `update ${table} set ${columns.map(({ column }) => `${column} = ?`).join(', ')} where ${id} = ?`,
      [...columns.map(({ field }) => person[field]), recordId],
    )
  }
  if (added.length === 0) return ids
  const row = `(${places(columns.length + 1)})`
  await tx.execute(
    `insert into ${table} (${[columnIn(names, 'IND_OPI', 'COD_OPI_INT_EPO'), ...columns.map(({ column }) => column)].join(', ')})
     values ${added.map(() => row).join(', ')}`,
    added.flatMap(({ keys, person }): RemoteValue[] => [
      keys.codes[0]!,
      ...columns.map(({ field }) => person[field]),
    ]),
  )
  // The target may have put it with a record that it had, under that one's code: never by name alone.
  const found = await findRecords(
    tx,
    names,
    added.map(({ keys }) => keys),
  )
  for (const { candidateId } of added) {
    const record = found.get(candidateId)?.find(({ by }) => by !== 'name')
    if (record !== undefined) ids.set(candidateId, record.recordId)
  }
  return ids
}

async function dropWishes(tx: RemoteDatabase, names: TableNames, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.execute(
    `delete from ${tableIn(names, 'VOEUX_INS')} where ${columnIn(names, 'VOEUX_INS', 'COD_IND_OPI')} in (${places(ids.length)})`,
    ids,
  )
}

async function insertWishes(
  tx: RemoteDatabase,
  names: TableNames,
  wishes: readonly (readonly [string, OpiWish])[],
): Promise<void> {
  if (wishes.length === 0) return
  const columns = (Object.keys(wishFields) as WishField[]).flatMap((field) => {
    const column = columnIn(names, 'VOEUX_INS', wishFields[field].column)
    return column === null ? [] : [{ field, column }]
  })
  const row = `(${places(columns.length + 1)})`
  await tx.execute(
    `insert into ${tableIn(names, 'VOEUX_INS')} (${[columnIn(names, 'VOEUX_INS', 'COD_IND_OPI'), ...columns.map(({ column }) => column)].join(', ')})
     values ${wishes.map(() => row).join(', ')}`,
    wishes.flatMap(([id, wish]): RemoteValue[] => [id, ...columns.map(({ field }) => wish[field])]),
  )
}
