import type { Queryable } from '../../../platform/database.ts'

/**
 * Every record that undecided pairs link to these ones, themselves included: the members of their groups (health.md
 * 2.6 "Review page": connected components). Merged records are out: their pairs are settled.
 */
export async function linkedRecords(db: Queryable, studentIds: readonly number[]): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `with recursive member (id) as (
       select unnest($1::bigint[])
       union
       select case when pair.a = member.id then pair.b else pair.a end
       from member
       join duplicate_pair pair
         on (pair.a = member.id or pair.b = member.id) and pair.state in ('new', 'later')
     )
     select student.id from member join student on student.id = member.id
     where student.merged_into is null order by 1`,
    [studentIds],
  )
  return rows.map(({ id }) => id)
}
