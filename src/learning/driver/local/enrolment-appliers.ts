import type { Appliers } from './applier.ts'
import { newIds } from './new-ids.ts'
import { plainArray } from './plain-array.ts'

/**
 * Ways into courses, enrolments and roles. Rows travel as arrays, one for each column, and what is already as asked is
 * not written again.
 */
export const enrolmentAppliers: Pick<
  Appliers,
  'create-method' | 'update-method' | 'delete-method' | 'enrol' | 'unenrol' | 'assign-role' | 'unassign-role'
> = {
  async 'create-method'(client, operations, ids) {
    const created = await newIds(client, 'enrol_method', operations.length)
    operations.forEach((operation, index) => {
      ids.created(operation.id, created[index]!)
    })
    await client.query(
      `insert into learning.enrol_method (id, course_id, method, status, sort_order, default_role_id, start_at, end_at,
         cohort_id, linked_course_id, make_group, group_id)
       overriding system value
       select id, course_id, method, case when enabled then 'enabled' else 'disabled' end,
         coalesce((select max(sort_order) + 1 from learning.enrol_method of_course
                   where of_course.course_id = new.course_id), 0),
         default_role_id, to_timestamp(start_at), to_timestamp(end_at), cohort_id, linked_course_id, make_group, group_id
       from unnest($1::bigint[], $2::bigint[], $3::text[], $4::boolean[], $5::bigint[], $6::float8[], $7::float8[],
         $8::bigint[], $9::bigint[], $10::boolean[], $11::bigint[])
         as new (id, course_id, method, enabled, default_role_id, start_at, end_at, cohort_id, linked_course_id,
           make_group, group_id)`,
      [
        created,
        operations.map((o) => ids.real(o.courseId)),
        operations.map((o) => o.method),
        operations.map((o) => o.enabled),
        operations.map((o) => o.defaultRoleId),
        operations.map((o) => o.startsAt),
        operations.map((o) => o.endsAt),
        operations.map((o) => ids.realOrNull(o.cohortId)),
        operations.map((o) => ids.realOrNull(o.linkedCourseId)),
        operations.map((o) => o.makeGroup),
        operations.map((o) => ids.realOrNull(o.groupId)),
      ],
    )
  },

  async 'update-method'(client, operations, ids) {
    await client.query(
      `update learning.enrol_method m set
         status = coalesce(case when new.enabled then 'enabled' when not new.enabled then 'disabled' end, m.status),
         start_at = case when new.sets_start then to_timestamp(new.start_at) else m.start_at end,
         end_at = case when new.sets_end then to_timestamp(new.end_at) else m.end_at end,
         make_group = coalesce(new.make_group, m.make_group),
         group_id = case when new.sets_group then new.group_id else m.group_id end
       from unnest($1::bigint[], $2::boolean[], $3::boolean[], $4::float8[], $5::boolean[], $6::float8[], $7::boolean[],
         $8::boolean[], $9::bigint[])
         as new (id, enabled, sets_start, start_at, sets_end, end_at, make_group, sets_group, group_id)
       where m.id = new.id`,
      [
        operations.map((o) => ids.real(o.id)),
        operations.map((o) => o.enabled ?? null),
        operations.map((o) => o.startsAt !== undefined),
        operations.map((o) => o.startsAt ?? null),
        operations.map((o) => o.endsAt !== undefined),
        operations.map((o) => o.endsAt ?? null),
        operations.map((o) => o.makeGroup ?? null),
        operations.map((o) => o.groupId !== undefined),
        operations.map((o) => ids.realOrNull(o.groupId ?? null)),
      ],
    )
  },

  async 'delete-method'(client, operations, ids) {
    const methods = operations.map((operation) => ids.real(operation.id))
    await client.query(
      `delete from learning.role_assignment r using learning.enrol_method m
       where m.id = any($1) and r.context_kind = 'course' and r.context_id = m.course_id
         and r.component = 'enrol_' || m.method and r.item_id = m.id`,
      [methods],
    )
    await client.query('delete from learning.enrol_method where id = any($1)', [methods])
  },

  async enrol(client, operations, ids) {
    await client.query(
      `insert into learning.enrolment as e (enrol_method_id, user_id, status, start_at, end_at)
       select method_id, user_id, case when active then 'active' else 'suspended' end,
         to_timestamp(start_at), to_timestamp(end_at)
       from unnest($1::bigint[], $2::bigint[], $3::boolean[], $4::float8[], $5::float8[])
         as new (method_id, user_id, active, start_at, end_at)
       on conflict (enrol_method_id, user_id) do update
         set status = excluded.status, start_at = excluded.start_at, end_at = excluded.end_at, modified_at = now()
         where (e.status, e.start_at, e.end_at) is distinct from (excluded.status, excluded.start_at, excluded.end_at)`,
      [
        plainArray(operations.map((o) => ids.real(o.methodId))),
        plainArray(operations.map((o) => ids.real(o.userId))),
        plainArray(operations.map((o) => o.active)),
        plainArray(operations.map((o) => o.startsAt)),
        plainArray(operations.map((o) => o.endsAt)),
      ],
    )
  },

  async unenrol(client, operations, ids) {
    await client.query(
      `delete from learning.enrolment e
       using unnest($1::bigint[], $2::bigint[]) as gone (method_id, user_id)
       where e.enrol_method_id = gone.method_id and e.user_id = gone.user_id`,
      [
        plainArray(operations.map((o) => ids.real(o.methodId))),
        plainArray(operations.map((o) => ids.real(o.userId))),
      ],
    )
  },

  async 'assign-role'(client, operations, ids) {
    await client.query(
      `insert into learning.role_assignment (context_kind, context_id, user_id, role_id, component, item_id)
       select 'course', course_id, user_id, role_id, component, item_id
       from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[])
         as new (course_id, user_id, role_id, component, item_id)
       on conflict do nothing`,
      [
        plainArray(operations.map((o) => ids.real(o.courseId))),
        plainArray(operations.map((o) => ids.real(o.userId))),
        plainArray(operations.map((o) => o.roleId)),
        operations.map((o) => o.component),
        plainArray(operations.map((o) => ids.real(o.itemId))),
      ],
    )
  },

  async 'unassign-role'(client, operations, ids) {
    await client.query(
      `delete from learning.role_assignment r
       using unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[])
         as gone (course_id, user_id, role_id, component, item_id)
       where r.context_kind = 'course' and r.context_id = gone.course_id and r.user_id = gone.user_id
         and r.role_id = gone.role_id and r.component = gone.component and r.item_id = gone.item_id`,
      [
        plainArray(operations.map((o) => ids.real(o.courseId))),
        plainArray(operations.map((o) => ids.real(o.userId))),
        plainArray(operations.map((o) => o.roleId)),
        operations.map((o) => o.component),
        plainArray(operations.map((o) => ids.real(o.itemId))),
      ],
    )
  },
}
