import type pg from 'pg'
import type { OperationOf } from '../operation.ts'
import type { CourseFields } from '../records.ts'
import type { Appliers } from './applier.ts'
import { courseColumns, courseFieldNames, courseRecordset, courseValue } from './course-columns.ts'
import type { IdMap } from './id-map.ts'
import { newIds } from './new-ids.ts'
import { putContents } from './put-content.ts'
import { resetCourses } from './reset-course.ts'

/** Categories and courses. */
export const courseAppliers: Pick<
  Appliers,
  | 'create-category'
  | 'delete-category'
  | 'create-course'
  | 'update-course'
  | 'delete-course'
  | 'set-section'
  | 'put-content'
  | 'reset-course'
> = {
  async 'create-category'(client, operations, ids) {
    const real = await newIds(client, 'course_category', operations.length)
    for (const [at, operation] of operations.entries()) ids.created(operation.id, real[at]!)
    await client.query(
      `insert into learning.course_category (id, parent_id, name, idnumber, visible) overriding system value
       select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::boolean[])`,
      [
        real,
        operations.map(({ parentId }) => ids.realOrNull(parentId)),
        operations.map(({ name }) => name),
        operations.map(({ idnumber }) => idnumber),
        operations.map(({ visible }) => visible),
      ],
    )
  },
  async 'delete-category'(client, operations, ids) {
    await client.query('delete from learning.course_category where id = any($1)', [
      operations.map(({ id }) => ids.real(id)),
    ])
  },
  async 'create-course'(client, operations, ids) {
    const real = await newIds(client, 'course', operations.length)
    for (const [at, operation] of operations.entries()) ids.created(operation.id, real[at]!)
    const columns = courseFieldNames.map((field) => courseColumns[field].name).join(', ')
    await client.query(
      `insert into learning.course (id, ${columns}) overriding system value
       select id, ${courseFieldNames.map(courseValue).join(', ')}
       from jsonb_to_recordset($1) as given (${courseRecordset(courseFieldNames)})`,
      [JSON.stringify(operations.map(({ id, fields }) => record(ids, id, fields, courseFieldNames)))],
    )
    await client.query(
      `insert into learning.enrol_method (course_id, method, default_role_id)
       select course_id, 'manual', (select id from learning.role where shortname = 'student')
       from unnest($1::bigint[]) as course_id`,
      [real],
    )
  },
  async 'update-course'(client, operations, ids) {
    await letNamesGo(client, operations, ids)
    // One statement for each set of fields that change together; each course once (fold-updates.ts).
    const sets = Map.groupBy(operations, ({ changes }) => fieldsOf(changes).join())
    for (const same of sets.values()) {
      const fields = fieldsOf(same[0]!.changes)
      if (fields.length === 0) continue
      await client.query(
        `update learning.course set ${fields.map((field) => `${courseColumns[field].name} = ${courseValue(field)}`).join(', ')}
         from jsonb_to_recordset($1) as given (${courseRecordset(fields)}) where course.id = given.id`,
        [JSON.stringify(same.map(({ id, changes }) => record(ids, id, changes, fields)))],
      )
    }
  },
  async 'delete-course'(client, operations, ids) {
    const gone = [operations.map(({ id }) => ids.real(id))]
    // Roles that these courses gave in others, as masters of meta-courses: their links go with them, by foreign keys.
    await client.query(
      `delete from learning.role_assignment role
       using learning.enrol_method link
       where link.linked_course_id = any($1)
         and role.context_kind = 'course' and role.context_id = link.course_id
         and role.component = 'enrol_' || link.method and role.item_id = link.id`,
      gone,
    )
    await client.query('delete from learning.course where id = any($1) and not is_site', gone)
  },
  async 'set-section'(client, operations, ids) {
    const merged = new Map<string, { course_id: number; position: number; name?: string; summary?: string }>()
    for (const { courseId, position, name, summary } of operations) {
      const key = `${courseId} ${position}`
      merged.set(key, {
        ...merged.get(key),
        course_id: ids.real(courseId),
        position,
        ...(name === undefined ? {} : { name }),
        ...(summary === undefined ? {} : { summary }),
      })
    }
    await client.query(
      `insert into learning.course_section as section (course_id, position, name, summary)
       select given.course_id, given.position, coalesce(given.name, old.name, ''), coalesce(given.summary, old.summary, '')
       from jsonb_to_recordset($1) as given (course_id bigint, position int, name text, summary text)
       left join learning.course_section old
         on old.course_id = given.course_id and old.position = given.position
       on conflict (course_id, position) do update set name = excluded.name, summary = excluded.summary`,
      [JSON.stringify([...merged.values()])],
    )
  },
  'put-content': putContents,
  'reset-course': resetCourses,
}

/**
 * Names that change hands (a takes b's while b takes a's) would collide half-way: those who get a new one let go of the
 * old one first.
 */
async function letNamesGo(
  client: pg.PoolClient,
  operations: readonly OperationOf<'update-course'>[],
  ids: IdMap,
): Promise<void> {
  const renamed = operations.filter(({ changes }) => changes.shortname !== undefined)
  if (renamed.length > 1)
    await client.query(`update learning.course set shortname = 'renamed ' || id where id = any($1)`, [
      renamed.map(({ id }) => ids.real(id)),
    ])
  const renumbered = operations.filter(({ changes }) => changes.idnumber !== undefined)
  if (renumbered.length > 1)
    await client.query('update learning.course set idnumber = null where id = any($1)', [
      renumbered.map(({ id }) => ids.real(id)),
    ])
}

function fieldsOf(changes: Partial<CourseFields>): (keyof CourseFields)[] {
  return courseFieldNames.filter((field) => changes[field] !== undefined)
}

/** A course as `courseRecordset` reads it. */
function record(
  ids: IdMap,
  id: number,
  fields: Partial<CourseFields>,
  names: readonly (keyof CourseFields)[],
): Record<string, unknown> {
  const result: Record<string, unknown> = { id: ids.real(id) }
  for (const field of names) result[courseColumns[field].name] = fields[field]
  if (fields.categoryId !== undefined) result.category_id = ids.real(fields.categoryId)
  return result
}
