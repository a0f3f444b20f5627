import type { SisKind } from '../../platform/connection-definitions.ts'
import type { Queryable } from '../../platform/database.ts'
import type { ReferenceTable } from './tables.ts'

export interface RowsQuery {
  readonly kind: SisKind
  /** In keys and labels, whatever their case; empty: all. */
  readonly search: string
  readonly service: 'all' | 'in' | 'out'
  /** The key of the last row of the page before. */
  readonly after: readonly string[] | null
  readonly size: number
}

export interface ReferenceRow {
  /** By column of the table, in its order, but for the service flag. */
  readonly values: readonly (string | boolean | null)[]
  readonly inService: boolean
  /** When the row last changed. */
  readonly changedAt: Date
  readonly key: readonly string[]
}

/** Rows by their key, a page at a time. */
export async function readRows(
  db: Queryable,
  table: ReferenceTable,
  query: RowsQuery,
): Promise<ReferenceRow[]> {
  const keys = table.columns.filter(({ key }) => key).map(({ name }) => `coalesce(${name}, '')`)
  const searched = [...keys, ...table.columns.filter(({ name }) => name === 'label').map(({ name }) => name)]
  const given: unknown[] = [query.kind, `%${query.search.replace(/[\\%_]/g, '\\$&')}%`, query.size]
  const conditions = ['sis_kind = $1', `(${searched.map((one) => `${one} ilike $2`).join(' or ')})`]
  if (!table.replaced && query.service !== 'all')
    conditions.push(query.service === 'in' ? 'in_service' : 'not in_service')
  if (table.replaced && query.service === 'out') conditions.push('false')
  if (query.after !== null) {
    const places = keys.map((_, index) => `$${given.push(query.after![index] ?? '')}`)
    conditions.push(`(${keys.join(', ')}) > (${places.join(', ')})`)
  }
  const { rows } = await db.query<{
    values: (string | boolean | null)[]
    inService: boolean
    changedAt: Date
    key: string[]
  }>(
    `select json_build_array(${shownColumns(table)
      .map(({ name }) => name)
      .join(', ')}) as values,
       ${table.replaced ? 'true' : 'in_service'} as "inService",
       ${table.replaced ? 'seen_at' : 'changed_at'} as "changedAt", array[${keys.join(', ')}] as key
     from admissions.${table.sqlTable}
     where ${conditions.join(' and ')}
     order by ${keys.join(', ')}
     limit $3`,
    given,
  )
  return rows
}

/** What a screen shows of a row beside its service. */
export function shownColumns(table: ReferenceTable) {
  return table.columns.filter(({ name }) => name !== 'in_service')
}
