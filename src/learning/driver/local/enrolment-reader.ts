import type pg from 'pg'
import type { Reader } from '../reader.ts'
import type { MethodRecord, RoleRecord } from '../records.ts'

const method = `id, course_id as "courseId", method, status = 'enabled' as enabled, default_role_id as "defaultRoleId",
  extract(epoch from start_at)::bigint as "startsAt", extract(epoch from end_at)::bigint as "endsAt",
  cohort_id as "cohortId", linked_course_id as "linkedCourseId", make_group as "makeGroup", group_id as "groupId"`

/** Roles, ways into courses, and who is in. */
export function enrolmentReader(
  client: pg.PoolClient,
): Pick<Reader, 'roles' | 'methods' | 'bindingsOfCohorts' | 'enrolments' | 'courseRoles'> {
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
    enrolments: () => Promise.reject(new Error('not yet')),
    courseRoles: () => Promise.reject(new Error('not yet')),
  }
}
