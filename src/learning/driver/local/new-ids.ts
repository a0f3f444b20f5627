import type { Queryable } from '../../../platform/database.ts'

/** The next `count` identifiers of a table of schema `learning`, for rows that others of the chunk refer to. */
export async function newIds(db: Queryable, table: string, count: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select nextval(pg_get_serial_sequence($1, 'id')) as id from generate_series(1, $2)`,
    [`learning.${table}`, count],
  )
  return rows.map((row) => row.id)
}
