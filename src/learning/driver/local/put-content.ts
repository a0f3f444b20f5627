import type pg from 'pg'
import type { OperationOf } from '../operation.ts'
import type { IdMap } from './id-map.ts'

type PutContent = OperationOf<'put-content'>

/** Contents given to courses, in a few statements; each course once (apply-operations.ts cuts). */
export async function putContents(
  client: pg.PoolClient,
  operations: readonly PutContent[],
  ids: IdMap,
): Promise<void> {
  const replaced = operations
    .filter(({ mode }) => mode === 'replace')
    .map(({ courseId }) => ids.real(courseId))
  if (replaced.length > 0) {
    await client.query('delete from learning.course_section where course_id = any($1)', [replaced])
    await client.query('delete from learning.grouping where course_id = any($1)', [replaced])
    await client.query('delete from learning.course_group where course_id = any($1)', [replaced])
  }
  const sections = operations.flatMap(({ courseId, content }) =>
    content.sections.map((section) => ({ course_id: ids.real(courseId), ...section })),
  )
  // The general section (0) stays where there is one; the others come after the last.
  await client.query(
    `with given as (
       select * from jsonb_to_recordset($1) as s (course_id bigint, position int, name text, summary text)
     ), last as (
       select course_id, max(position) as position from learning.course_section
       where course_id in (select course_id from given) group by course_id
     )
     insert into learning.course_section (course_id, position, name, summary)
     select given.course_id, case when given.position = 0 then 0 else given.position + coalesce(last.position, 0) end,
            given.name, given.summary
     from given left join last using (course_id)
     where given.position = 0 or given.position + coalesce(last.position, 0) <= 52
     on conflict (course_id, position) do nothing`,
    [JSON.stringify(sections)],
  )
}
