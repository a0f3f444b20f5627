import type { Queryable } from '../../../platform/database.ts'

/** The next `count` identifiers of a table of schema `learning`, for rows that others of the chunk refer to. */
export async function newIds(db: Queryable, table: string, count: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    // The sequence is looked up once, not for each of them.
    `select nextval(sequence.name) as id
     from (select pg_get_serial_sequence($1, 'id')::regclass as name offset 0) sequence, generate_series(1, $2)`,
    [`learning.${table}`, count],
  )
  return rows.map((row) => row.id)
}
