import type pg from 'pg'
import type { Reader } from '../reader.ts'
import type { GroupingGroupRecord, GroupingRecord, GroupRecord, MembershipRecord } from '../records.ts'
import { plainArray } from './plain-array.ts'
import { courseById, wantedPairs } from './wanted-pairs.ts'

const group = 'id, course_id as "courseId", name, idnumber, description'

/** Groups, groupings and who is in them. On `lateral … offset 0` see enrolment-reader.ts. */
export function groupReader(
  client: pg.PoolClient,
): Pick<Reader, 'groups' | 'groupsWithIds' | 'groupings' | 'groupingGroups' | 'memberships' | 'emptyGroups'> {
  return {
    async groups(courseIds) {
      if (courseIds.length === 0) return []
      const { rows } = await client.query<GroupRecord>(
        `select ${group} from learning.course_group where course_id = any($1)`,
        [courseIds],
      )
      return rows
    },
    async groupsWithIds(ids) {
      if (ids.length === 0) return []
      const { rows } = await client.query<GroupRecord>(
        `select ${group} from learning.course_group where id = any($1)`,
        [ids],
      )
      return rows
    },
    async groupings(courseIds) {
      if (courseIds.length === 0) return []
      const { rows } = await client.query<GroupingRecord>(
        `select ${group} from learning.grouping where course_id = any($1)`,
        [courseIds],
      )
      return rows
    },
    async groupingGroups(courseIds) {
      if (courseIds.length === 0) return []
      const { rows } = await client.query<GroupingGroupRecord>(
        `select gg.grouping_id as "groupingId", gg.group_id as "groupId", gg.course_id as "courseId"
         from learning.grouping g
         join learning.grouping_group gg on gg.grouping_id = g.id
         where g.course_id = any($1)`,
        [courseIds],
      )
      return rows
    },
    async memberships(pairs) {
      if (pairs.length === 0) return []
      const wanted = wantedPairs(pairs)
      const courses = await courseById(client, 'course_group', wanted.courseIds)
      const { rows } = await client.query<Omit<MembershipRecord, 'courseId'>>(
        `select m.group_id as "groupId", m.user_id as "userId", m.component
         from unnest($2::bigint[]) as wanted (user_id)
         cross join lateral (select * from learning.group_member where user_id = wanted.user_id offset 0) m
         where m.group_id = any($1)`,
        [plainArray([...courses.keys()]), plainArray(wanted.userIds)],
      )
      return rows
        .map((row) => ({ ...row, courseId: courses.get(row.groupId)! }))
        .filter((row) => wanted.has(row))
    },
    async emptyGroups(courseIds) {
      if (courseIds.length === 0) return { groups: [], groupings: [] }
      const groups = await client.query<GroupRecord>(
        `select ${group} from learning.course_group g
         where course_id = any($1)
           and not exists (select from learning.group_member m where m.group_id = g.id)
         order by course_id, name`,
        [courseIds],
      )
      const groupings = await client.query<GroupingRecord>(
        `select ${group} from learning.grouping g
         where course_id = any($1)
           and not exists (select from learning.grouping_group gg
                           join learning.group_member m on m.group_id = gg.group_id
                           where gg.grouping_id = g.id)
         order by course_id, name`,
        [courseIds],
      )
      return { groups: groups.rows, groupings: groupings.rows }
    },
  }
}
