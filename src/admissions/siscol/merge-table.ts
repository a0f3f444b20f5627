import type pg from 'pg'
import type { SisKind } from '../../platform/connection-definitions.ts'
import { copyRows } from '../../platform/copy-rows.ts'
import { copyBoolean, copyNumber, copyText } from '../../platform/copy-text.ts'
import { checkRow } from './check-row.ts'
import {
  countBoth,
  createStaging,
  dropRepeated,
  firstRejects,
  insertNew,
  rejectAmbiguous,
  rejectOrphans,
  retireAbsent,
  stagedColumns,
  updateChanged,
} from './merge-sql.ts'
import type { SourceRow } from './source/siscol-source.ts'
import { type ReferenceTable, referenceTable } from './tables.ts'

export interface MergeCounts {
  readonly read: number
  readonly inserted: number
  readonly updated: number
  /** Gone from the source: out of service, or removed where rows are replaced. */
  readonly outOfService: number
  readonly rejected: number
  /** The first twenty; code null: it has none, or may not be told. */
  readonly rejects: readonly Reject[]
}

export interface Reject {
  readonly line: number
  readonly code: string | null
  readonly cause: string
}

/** The table is left as it was: what came would lose too much. Words in French. */
export class TableRefused extends Error {
  readonly counts: MergeCounts
  constructor(message: string, counts: MergeCounts) {
    super(message)
    this.counts = counts
  }
}

export interface Merge {
  readonly table: ReferenceTable
  readonly kind: SisKind
  /** Least share of the rows in service that have to come, in percent. */
  readonly leastPercent: number
  /** ISO 8601. */
  readonly now: string
  readonly signal: AbortSignal
}

const rowsAtOnce = 2000

/**
 * Reads, checks and merges one table, in the transaction of `client` (admissions.md 3.10): staged whole, then one
 * statement each for what changed, what is new and what is gone. Throws `TableRefused`, or what the source throws: the
 * caller's transaction is to be rolled back.
 */
export async function mergeTable(
  client: pg.PoolClient,
  merge: Merge,
  rows: AsyncIterable<SourceRow>,
): Promise<MergeCounts> {
  const { table, kind, now } = merge
  // For groups and joins of a whole table in memory.
  await client.query(`set local work_mem = '64MB'`)
  const read = await stage(client, merge, rows)
  await client.query('analyze staged')
  await client.query(dropRepeated(table))
  await client.query(rejectAmbiguous(table))
  for (const column of table.columns) {
    const parent = column.parent === null ? null : referenceTable(column.parent)!
    if (parent !== null) await client.query(rejectOrphans(column, parent, parentWords[parent.code]!), [kind])
  }
  const { rows: figures } = await client.query<{ current: number; accepted: number; rejected: number }>(
    countBoth(table),
    [kind],
  )
  const { current, accepted, rejected } = figures[0]!
  const { rows: rejects } = await client.query<Reject>(firstRejects(table))
  const nothing = { read, rejected, rejects, inserted: 0, updated: 0, outOfService: 0 }
  const refusal = refusalOf(merge.leastPercent, { read, accepted, current })
  if (refusal !== null) throw new TableRefused(refusal, nothing)

  const updated = await client.query(updateChanged(table), [kind, now])
  const inserted = await client.query(insertNew(table), [kind, now])
  const gone = table.replaced
    ? await client.query(retireAbsent(table), [kind])
    : await client.query(retireAbsent(table), [kind, now, await lastMerge(client, table, kind)])
  return {
    ...nothing,
    inserted: inserted.rowCount ?? 0,
    updated: updated.rowCount ?? 0,
    outOfService: gone.rowCount ?? 0,
  }
}

/** Why what came may not be all there is, or null. */
export function refusalOf(
  leastPercent: number,
  { read, accepted, current }: { read: number; accepted: number; current: number },
): string | null {
  if (read === 0) return 'la source est vide'
  if (accepted === 0) return `aucune des ${read} lignes reçues ne peut être reprise`
  if (accepted * 100 >= current * leastPercent) return null
  return `${accepted} lignes valables pour ${current} codes en service : moins de ${leastPercent} %`
}

async function stage(client: pg.PoolClient, merge: Merge, rows: AsyncIterable<SourceRow>): Promise<number> {
  const { table, signal } = merge
  await client.query(createStaging(table))
  let read = 0
  let waiting: string[] = []
  const send = async () => {
    signal.throwIfAborted()
    await copyRows(client, stagedColumns(table), waiting)
    waiting = []
  }
  for await (const row of rows) {
    read++
    const { values, cause } = checkRow(table, row)
    const cells = values.map((value) => (typeof value === 'boolean' ? copyBoolean(value) : copyText(value)))
    waiting.push(`${copyNumber(read)}\t${cells.join('\t')}\t${copyText(cause)}\n`)
    if (waiting.length === rowsAtOnce) await send()
  }
  await send()
  return read
}

async function lastMerge(
  client: pg.PoolClient,
  { code }: ReferenceTable,
  kind: SisKind,
): Promise<Date | null> {
  const { rows } = await client.query<{ merged_at: Date | null }>(
    'select merged_at from admissions.siscol_sync where table_name = $1 and sis_kind = $2',
    [code, kind],
  )
  return rows[0]?.merged_at ?? null
}

const parentWords: Readonly<Record<string, string>> = {
  bac: 'bac',
  bac_option: 'option de bac',
  bac_speciality: 'spécialité de bac',
  cge: 'centre de gestion',
  dept: 'département',
  commune: 'commune',
}
