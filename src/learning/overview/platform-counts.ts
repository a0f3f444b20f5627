import type { Queryable } from '../../platform/database.ts'

/** What the platform holds: the living, and without the site's own course. */
export interface PlatformCounts {
  readonly categories: number
  readonly courses: number
  readonly users: number
  readonly enrolments: number
  readonly cohorts: number
  readonly groups: number
}

export async function readPlatformCounts(db: Queryable): Promise<PlatformCounts> {
  const { rows } = await db.query<PlatformCounts>(
    `select (select count(*) from learning.course_category) as categories,
            (select count(*) from learning.course where not is_site) as courses,
            (select count(*) from learning.app_user where not deleted) as users,
            (select count(*) from learning.enrolment) as enrolments,
            (select count(*) from learning.cohort) as cohorts,
            (select count(*) from learning.course_group) as groups`,
  )
  return rows[0]!
}
