import type { Queryable } from '../../src/platform/database.ts'

/** So many obviously fictional students, with INEs `9990000001A`, `9990000002A`…; their ids in order. */
export async function insertStudents(db: Queryable, count: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `insert into student (ine, family_name, first_name, name_key, first_name_key, sex, birth_date, nationality_code)
     select '999' || lpad(n::text, 7, '0') || 'A', 'TESTUN ' || n, 'Zoé', 'TESTUN' || n, 'ZOE', 'F',
       date '2005-03-14' + n, '100'
     from generate_series(1, $1::int) n returning id`,
    [count],
  )
  return rows.map(({ id }) => id)
}
