import type { Queryable } from '../../platform/database.ts'

/**
 * Tables that other systems feed: a record has the reference that its system gave it, and the same reference sent again
 * changes that record. One statement reads a chunk of them, one writes it, whatever their number.
 *
 *     records given ──planFed (one read)──> created / updated / unchanged ──writeFed (one write)──> the table
 */
export interface FedTable {
  readonly name: string
  /** The unique column that records are known by; default `reference`. */
  readonly key?: string
  readonly columns: readonly FedColumn[]
}

/**
 * Where records go that are more than a row of one table: read and written as one row each all the same. `fedTable` makes
 * one of a table.
 */
export interface FedStore {
  readonly columns: readonly FedColumn[]
  /** What is there of these references; `lock` where it is about to be written. */
  read(db: Queryable, references: readonly string[], lock: boolean): Promise<Map<string, FedRow>>
  /** Writes what plans create and update. One that is unchanged is left alone; the last of a reference counts. */
  write(db: Queryable, plans: readonly FedPlan[], now: string): Promise<void>
}

export function fedTable(table: FedTable): FedStore {
  return {
    columns: table.columns,
    read: (db, references, lock) => readFed(db, table, references, lock),
    write: (db, plans, now) => writeFed(db, table, plans, now),
  }
}

export interface FedColumn {
  readonly name: string
  readonly type: 'text' | 'bigint' | 'smallint' | 'int' | 'numeric' | 'date' | 'timestamptz' | 'boolean'
  /** Of a new record whose system says nothing of it. */
  readonly default?: FedValue
  /** A new record has the moment of its writing, where nothing else is said. */
  readonly defaultsToNow?: boolean
  /** A new record has what this column has. */
  readonly defaultsToColumn?: string
}

/** Instants are ISO 8601 in UTC with milliseconds, dates `AAAA-MM-JJ`: equal values are equal texts. */
export type FedValue = string | number | boolean | null

/** By column; what is left out stays as it is. */
export type FedValues = Readonly<Record<string, FedValue | undefined>>

/** All columns of a record. */
export type FedRow = Readonly<Record<string, FedValue>>

export interface FedRecord {
  readonly reference: string
  readonly values: FedValues
}

export interface FedPlan {
  readonly reference: string
  readonly outcome: 'created' | 'updated' | 'unchanged'
  /** All columns, as they will be. */
  readonly values: FedRow
  readonly changes: readonly {
    readonly column: string
    readonly before: FedValue
    readonly after: FedValue
  }[]
  /** The record as it stands, or null. */
  readonly before: FedRow | null
}

/** What is there of these references; `lock` where it is about to be written. */
export async function readFed(
  db: Queryable,
  table: FedTable,
  references: readonly string[],
  lock = false,
): Promise<Map<string, FedRow>> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select ${keyOf(table)} as reference, ${table.columns.map(({ name }) => name).join(', ')}
     from ${table.name} where ${keyOf(table)} = any ($1)
     ${lock ? 'order by id for update' : ''}`,
    [references],
  )
  return fedRows(rows)
}

function keyOf({ key = 'reference' }: FedTable): string {
  return key
}

/** What a query found, each row with its `reference`, as records that can be compared with given ones. */
export function fedRows(rows: readonly Record<string, unknown>[]): Map<string, FedRow> {
  return new Map(
    rows.map(({ reference, ...values }) => [
      reference as string,
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, comparable(value)])),
    ]),
  )
}

function comparable(value: unknown): FedValue {
  return value instanceof Date ? value.toISOString() : (value as FedValue)
}

/**
 * Pure: what these records make of those that are there. A later record of the same reference sees what an earlier one
 * made of it: `known` goes on with it.
 */
export function planFed(
  table: Pick<FedStore, 'columns'>,
  records: readonly FedRecord[],
  known: Map<string, FedRow>,
  now: string,
): FedPlan[] {
  return records.map(({ reference, values }) => {
    const before = known.get(reference) ?? null
    const after = Object.fromEntries(
      table.columns.map((column) => [
        column.name,
        values[column.name] ?? (values[column.name] === null ? null : leftOut(column)),
      ]),
    )
    function leftOut({ name, default: initial = null, ...column }: FedColumn): FedValue {
      if (before !== null) return before[name] ?? null
      if (column.defaultsToColumn !== undefined) return values[column.defaultsToColumn] ?? initial
      return column.defaultsToNow ? now : initial
    }
    const changes = table.columns.flatMap(({ name }) => {
      const [old, now] = [before?.[name] ?? null, after[name] ?? null]
      return old === now ? [] : [{ column: name, before: old, after: now }]
    })
    known.set(reference, after)
    const outcome = before === null ? 'created' : changes.length === 0 ? 'unchanged' : 'updated'
    return { reference, outcome, values: after, changes, before }
  })
}

/** Writes what a plan creates and updates; the last record of a reference counts. */
export async function writeFed(
  db: Queryable,
  table: FedTable,
  plans: readonly FedPlan[],
  now: string,
): Promise<void> {
  const rows = changedPlans(plans)
  if (rows.length === 0) return
  const names = table.columns.map(({ name }) => name)
  const places = table.columns.map(({ type }, at) => `$${at + 3}::${type}[]`)
  await db.query(
    `insert into ${table.name} as kept (${keyOf(table)}, ${names.join(', ')}, changed_at)
     select reference, ${names.join(', ')}, $1::timestamptz
     from unnest($2::text[], ${places.join(', ')}) as given (reference, ${names.join(', ')})
     on conflict (${keyOf(table)}) do update
       set ${names.map((name) => `${name} = excluded.${name}`).join(', ')},
           changed_at = excluded.changed_at, version = kept.version + 1`,
    [
      now,
      rows.map(({ reference }) => reference),
      ...names.map((name) => rows.map(({ values }) => values[name] ?? null)),
    ],
  )
}

/** What of these plans is to be written: the last of each reference that something of changes. */
export function changedPlans(plans: readonly FedPlan[]): FedPlan[] {
  const last = new Map(
    plans.filter(({ outcome }) => outcome !== 'unchanged').map((plan) => [plan.reference, plan]),
  )
  return [...last.values()]
}
