import type pg from 'pg'
import type { CourseUser } from '../reader.ts'

/** People in courses that are asked for: the courses and the people, each once, and whether a pair is one of those asked for. */
export interface WantedPairs {
  readonly courseIds: readonly number[]
  readonly userIds: readonly number[]
  has(pair: CourseUser): boolean
}

export function wantedPairs(pairs: readonly CourseUser[]): WantedPairs {
  const usersOf = new Map<number, Set<number>>()
  const users = new Set<number>()
  for (const { courseId, userId } of pairs) {
    users.add(userId)
    const ofCourse = usersOf.get(courseId)
    if (ofCourse === undefined) usersOf.set(courseId, new Set([userId]))
    else ofCourse.add(userId)
  }
  return {
    courseIds: [...usersOf.keys()],
    userIds: [...users],
    has: ({ courseId, userId }) => usersOf.get(courseId)?.has(userId) ?? false,
  }
}

/** The courses of all ways in, or groups, that these courses have, by identifier. */
export async function courseById(
  client: pg.PoolClient,
  table: 'enrol_method' | 'course_group',
  courseIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await client.query<{ id: number; course: number }>(
    `select id, course_id as course from learning.${table} where course_id = any($1)`,
    [courseIds],
  )
  return new Map(rows.map(({ id, course }) => [id, course]))
}
