import type pg from 'pg'
import type { Reader } from '../reader.ts'
import type { CourseRoleRecord, EnrolmentRecord, MethodRecord, RoleRecord } from '../records.ts'
import { plainArray } from './plain-array.ts'
import { courseById, wantedPairs } from './wanted-pairs.ts'

const method = `id, course_id as "courseId", method, status = 'enabled' as enabled, default_role_id as "defaultRoleId",
  extract(epoch from start_at)::bigint as "startsAt", extract(epoch from end_at)::bigint as "endsAt",
  cohort_id as "cohortId", linked_course_id as "linkedCourseId", make_group as "makeGroup", group_id as "groupId"`

const courseRole = `context_id as "courseId", user_id as "userId", role_id as "roleId", component, item_id as "itemId"`

/**
 * Roles, ways into courses, and who is in. A chunk asks for few of many rows, in tables that the same file is filling and
 * whose statistics lag behind: `lateral … offset 0` has them found one by one in their index, where the planner would
 * rather read the whole table. They are sought by user, each once, what is of other courses being left out after that: a
 * file speaks of the same people again and again, and nobody is in many courses. Nothing is joined, where the planner could
 * choose badly (measured: 20 ms or 90 ms a chunk for each pair and a join, 8 ms so).
 */
export function enrolmentReader(
  client: pg.PoolClient,
): Pick<
  Reader,
  'roles' | 'methods' | 'bindingsOfCohorts' | 'linksToCourses' | 'enrolments' | 'courseRoles' | 'roleHolders'
> {
  return {
    async roles() {
      const { rows } = await client.query<RoleRecord>('select id, shortname from learning.role')
      return rows
    },
    async methods(courseIds) {
      if (courseIds.length === 0) return []
      const { rows } = await client.query<MethodRecord>(
        `select ${method} from learning.enrol_method where course_id = any($1) order by sort_order, id`,
        [courseIds],
      )
      return rows
    },
    async bindingsOfCohorts(cohortIds) {
      if (cohortIds.length === 0) return []
      const { rows } = await client.query<MethodRecord>(
        `select ${method} from learning.enrol_method where cohort_id = any($1) order by id`,
        [cohortIds],
      )
      return rows
    },
    async linksToCourses(courseIds) {
      if (courseIds.length === 0) return []
      const { rows } = await client.query<MethodRecord>(
        `select ${method} from learning.enrol_method where linked_course_id = any($1) order by id`,
        [courseIds],
      )
      return rows
    },
    async enrolments(pairs) {
      if (pairs.length === 0) return []
      const wanted = wantedPairs(pairs)
      const courses = await courseById(client, 'enrol_method', wanted.courseIds)
      const { rows } = await client.query<Omit<EnrolmentRecord, 'courseId'>>(
        `select e.enrol_method_id as "methodId", e.user_id as "userId", e.status = 'active' as active,
           floor(date_part('epoch', e.start_at)) as "startsAt", floor(date_part('epoch', e.end_at)) as "endsAt"
         from unnest($2::bigint[]) as wanted (user_id)
         cross join lateral (select * from learning.enrolment where user_id = wanted.user_id offset 0) e
         where e.enrol_method_id = any($1)`,
        [plainArray([...courses.keys()]), plainArray(wanted.userIds)],
      )
      return rows
        .map((row) => ({ ...row, courseId: courses.get(row.methodId)! }))
        .filter((row) => wanted.has(row))
    },
    async courseRoles(pairs) {
      if (pairs.length === 0) return []
      const wanted = wantedPairs(pairs)
      const { rows } = await client.query<CourseRoleRecord>(
        `select ${courseRole} from unnest($2::bigint[]) as wanted (id)
         cross join lateral (select * from learning.role_assignment where user_id = wanted.id offset 0) held
         where context_kind = 'course' and context_id = any($1)`,
        [plainArray(wanted.courseIds), plainArray(wanted.userIds)],
      )
      return rows.filter(wanted.has)
    },
    async roleHolders(courseIds, roleIds) {
      if (courseIds.length === 0 || roleIds.length === 0) return []
      const { rows } = await client.query<CourseRoleRecord>(
        `select ${courseRole} from learning.role_assignment
         where context_kind = 'course' and context_id = any($1) and role_id = any($2)`,
        [courseIds, roleIds],
      )
      return rows
    },
  }
}
