import type pg from 'pg'
import type { CourseUser, Reader } from '../reader.ts'
import type { CourseRoleRecord, EnrolmentRecord, MethodRecord, RoleRecord } from '../records.ts'

const method = `id, course_id as "courseId", method, status = 'enabled' as enabled, default_role_id as "defaultRoleId",
  extract(epoch from start_at)::bigint as "startsAt", extract(epoch from end_at)::bigint as "endsAt",
  cohort_id as "cohortId", linked_course_id as "linkedCourseId", make_group as "makeGroup", group_id as "groupId"`

const courseRole = `context_id as "courseId", user_id as "userId", role_id as "roleId", component, item_id as "itemId"`

/**
 * Roles, ways into courses, and who is in. A chunk asks for few of many rows, in tables that the same file is filling and
 * whose statistics lag behind: `lateral … offset 0` has them found one by one in their index, where the planner would
 * rather read the whole table.
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
      const { rows } = await client.query<EnrolmentRecord>(
        `select e.enrol_method_id as "methodId", m.course_id as "courseId", e.user_id as "userId",
           e.status = 'active' as active,
           extract(epoch from e.start_at)::bigint as "startsAt", extract(epoch from e.end_at)::bigint as "endsAt"
         from unnest($1::bigint[], $2::bigint[]) as pair (course_id, user_id)
         cross join lateral (select id, course_id from learning.enrol_method
                             where course_id = pair.course_id offset 0) m
         cross join lateral (select * from learning.enrolment
                             where enrol_method_id = m.id and user_id = pair.user_id offset 0) e`,
        columnsOf(pairs),
      )
      return rows
    },
    async courseRoles(pairs) {
      if (pairs.length === 0) return []
      const { rows } = await client.query<CourseRoleRecord>(
        `select held.* from unnest($1::bigint[], $2::bigint[]) as pair (course_id, user_id)
         cross join lateral (select ${courseRole} from learning.role_assignment
                             where context_kind = 'course' and context_id = pair.course_id
                               and user_id = pair.user_id offset 0) held`,
        columnsOf(pairs),
      )
      return rows
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

/** Two arrays of one length, each pair once: what `unnest` takes. */
export function columnsOf(pairs: readonly CourseUser[]): [number[], number[]] {
  const usersOf = new Map<number, Set<number>>()
  for (const { courseId, userId } of pairs) {
    const users = usersOf.get(courseId)
    if (users === undefined) usersOf.set(courseId, new Set([userId]))
    else users.add(userId)
  }
  const courses: number[] = []
  const users: number[] = []
  for (const [course, ofCourse] of usersOf)
    for (const user of ofCourse) {
      courses.push(course)
      users.push(user)
    }
  return [courses, users]
}
