import type { Queryable } from '../../platform/database.ts'

/**
 * Tables whose records other systems know by a natural key (a code, a dossier number, a reference). One statement reads what is
 * there, one inserts, one updates, whatever the number of records; what is the same writes nothing.
 *
 *     records ──read (locked)──> plan, pure: created / updated / unchanged ──insert, update──> one `Applied` each
 */
export interface KeyedTable {
  readonly name: string
  /** Its identifying column. */
  readonly identity: string
  readonly key: readonly Column[]
  readonly columns: readonly Column[]
  /** Columns that say when, and by whom, a row was written; `version`: counted up at each change. */
  readonly changedAt?: string
  readonly changedBy?: string
  readonly version?: boolean
}

export interface Column {
  readonly name: string
  /** As SQL writes it. */
  readonly type: string
  /** Of a new row whose record says nothing; default: null. */
  readonly initial?: Value
}

export type Value = string | number | boolean | null | readonly string[]
export type Values = Readonly<Record<string, Value | undefined>>

export interface Keyed {
  readonly key: Readonly<Record<string, Value>>
  /** By column; undefined: stays as it is. */
  readonly values: Values
}

export interface Applied {
  readonly outcome: 'created' | 'updated' | 'unchanged'
  readonly id: number
  readonly changes: readonly { readonly column: string; readonly before: Value; readonly after: Value }[]
}

type Row = Readonly<Record<string, Value>>

/** Makes the table agree with these records, in their order. */
export async function applyKeyed(
  client: Queryable,
  table: KeyedTable,
  records: readonly Keyed[],
  by: { readonly now: string; readonly author: string },
): Promise<Applied[]> {
  if (records.length === 0) return []
  const known = await readKeyed(client, table, records)
  const plan = planKeyed(table, records, known)
  const ids = new Map([...known].map(([key, row]) => [key, row[table.identity] as number]))
  for (const [key, id] of await insert(client, table, [...plan.created.values()], by)) ids.set(key, id)
  await update(client, table, [...plan.updated.values()], by)
  return plan.outcomes.map(({ key, outcome, changes }) => ({ outcome, changes, id: ids.get(key)! }))
}

/** What is there of these keys, by `keyText`, locked. */
async function readKeyed(
  client: Queryable,
  table: KeyedTable,
  records: readonly Keyed[],
): Promise<Map<string, Row>> {
  const keys = table.key.map(({ name }) => name).join(', ')
  const { rows } = await client.query<{ row: Record<string, Value> }>(
    `select to_jsonb(kept) as row from ${table.name} as kept
     where (${keys}) in (select ${keys} from jsonb_to_recordset($1) as given (${typed(table.key)}))
     order by ${keys} for update`,
    [JSON.stringify(records.map(({ key }) => key))],
  )
  return new Map(
    rows.map(({ row }) => {
      for (const { name, type } of table.columns)
        if (type === 'timestamptz' && row[name] !== null)
          row[name] = new Date(row[name] as string).toISOString()
      return [keyText(table, row), row]
    }),
  )
}

interface Plan {
  readonly outcomes: readonly {
    readonly key: string
    readonly outcome: Applied['outcome']
    readonly changes: Applied['changes']
  }[]
  /** As they will be, by key. */
  readonly created: ReadonlyMap<string, Row>
  readonly updated: ReadonlyMap<string, Row>
}

/** Pure: what the records make of the rows that are there. */
export function planKeyed(
  table: KeyedTable,
  records: readonly Keyed[],
  known: ReadonlyMap<string, Row>,
): Plan {
  const created = new Map<string, Row>()
  const updated = new Map<string, Row>()
  const outcomes = records.map(({ key, values }) => {
    const text = keyText(table, key)
    const before = created.get(text) ?? updated.get(text) ?? known.get(text)
    const after = Object.fromEntries(
      table.columns.map(({ name, initial = null }) => [
        name,
        values[name] !== undefined ? values[name] : before === undefined ? initial : (before[name] ?? null),
      ]),
    )
    const row: Row = { ...key, ...after }
    if (before === undefined) {
      created.set(text, row)
      return { key: text, outcome: 'created' as const, changes: [] }
    }
    const changes = table.columns.flatMap(({ name }) => {
      const [old, now] = [before[name] ?? null, row[name] ?? null]
      return JSON.stringify(old) === JSON.stringify(now) ? [] : [{ column: name, before: old, after: now }]
    })
    if (changes.length === 0) return { key: text, outcome: 'unchanged' as const, changes }
    if (created.has(text)) created.set(text, row)
    else updated.set(text, row)
    return { key: text, outcome: 'updated' as const, changes }
  })
  return { outcomes, created, updated }
}

function keyText(table: KeyedTable, row: Row): string {
  return JSON.stringify(table.key.map(({ name }) => row[name]))
}

async function insert(
  client: Queryable,
  table: KeyedTable,
  rows: readonly Row[],
  by: { now: string; author: string },
): Promise<[string, number][]> {
  if (rows.length === 0) return []
  const columns = [...table.key, ...table.columns]
  const names = columns.map(({ name }) => name)
  const stamps = stampsOf(table)
  const made = await client.query<{ row: Row }>(
    `insert into ${table.name} as made (${[...names, ...stamps.map(({ name }) => name)].join(', ')})
     select ${[...names, ...stamps.map(({ value }) => value)].join(', ')}
     from jsonb_to_recordset($1) as given (${typed(columns)})
     where $2::timestamptz is not null and $3::text is not null
     returning to_jsonb(made) as row`,
    [JSON.stringify(rows), by.now, by.author],
  )
  return made.rows.map(({ row }) => [keyText(table, row), row[table.identity] as number])
}

async function update(
  client: Queryable,
  table: KeyedTable,
  rows: readonly Row[],
  by: { now: string; author: string },
): Promise<void> {
  if (rows.length === 0) return
  const sets = [
    ...table.columns.map(({ name }) => `${name} = given.${name}`),
    ...stampsOf(table).map(({ name, value }) => `${name} = ${value}`),
    ...(table.version ? ['version = kept.version + 1'] : []),
  ]
  await client.query(
    `update ${table.name} as kept set ${sets.join(', ')}
     from jsonb_to_recordset($1) as given (${typed([...table.key, ...table.columns])})
     where ${table.key.map(({ name }) => `kept.${name} = given.${name}`).join(' and ')}
       and $2::timestamptz is not null and $3::text is not null`,
    [JSON.stringify(rows), by.now, by.author],
  )
}

function stampsOf(table: KeyedTable): { name: string; value: string }[] {
  return [
    ...(table.changedAt === undefined ? [] : [{ name: table.changedAt, value: '$2::timestamptz' }]),
    ...(table.changedBy === undefined ? [] : [{ name: table.changedBy, value: '$3::text' }]),
  ]
}

function typed(columns: readonly Column[]): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join(', ')
}
