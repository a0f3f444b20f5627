import type pg from 'pg'
import type { OperationOf } from '../operation.ts'
import type { ResetAsked, ResetCount } from '../reset-count.ts'
import type { IdMap } from './id-map.ts'

/**
 * Who leaves and what goes is said once, as conditions on `asked`, a row for each course; counting and clearing use the
 * same words. People whom a cohort or a master course brings in stay: they would be back at the next synchronisation.
 */
const asked = `asked as materialized (
  select * from jsonb_to_recordset($1) as plan (
    course_id bigint, kinds text[], all_modules boolean, keep_modules text[], unenrol_all boolean,
    unenrol_roles bigint[], local_roles boolean, groups text, groupings text)
)`

const derived = `('enrol_cohort', 'enrol_meta')`

/** Enrolments that a reset may end. */
const ownEnrolment = `select method.course_id, enrolment.enrol_method_id, enrolment.user_id
  from learning.enrolment join learning.enrol_method method on method.id = enrolment.enrol_method_id
  where method.method not in ('cohort', 'meta')`

const leaver = `leaver as materialized (
  select distinct asked.course_id, role.user_id
  from asked join learning.role_assignment role
    on role.context_kind = 'course' and role.context_id = asked.course_id
  where role.component not in ${derived} and (asked.unenrol_all or role.role_id = any(asked.unenrol_roles))
  union
  select asked.course_id, own.user_id from asked join (${ownEnrolment}) own using (course_id)
  where asked.unenrol_all
)`

const dataGoes = `(data.kind = any(asked.kinds)
  or asked.all_modules and data.kind like 'module:%' and substr(data.kind, 8) <> all(asked.keep_modules))`

/** Carries out the plans of several courses, a few statements for all. */
export async function resetCourses(
  client: pg.PoolClient,
  operations: readonly OperationOf<'reset-course'>[],
  ids: IdMap,
): Promise<void> {
  for (const round of rounds(
    operations.map(({ courseId, plan }) => ({ courseId: ids.real(courseId), plan })),
  ))
    await reset(client, round)
}

async function reset(client: pg.PoolClient, plans: readonly ResetAsked[]): Promise<void> {
  const parameters = [asParameter(plans)]
  await client.query(
    `with ${asked}
     delete from learning.course_user_data data using asked
     where data.course_id = asked.course_id and ${dataGoes}`,
    parameters,
  )
  // One statement: who leaves is told by the roles and enrolments that it deletes.
  await client.query(
    `with ${asked}, ${leaver},
     enrolments_gone as (
       delete from learning.enrolment where (enrol_method_id, user_id) in (
         select own.enrol_method_id, own.user_id from (${ownEnrolment}) own join leaver using (course_id, user_id))
     ), roles_gone as (
       delete from learning.role_assignment role using leaver
       where role.context_kind = 'course' and role.context_id = leaver.course_id and role.user_id = leaver.user_id
         and role.component not in ${derived}
     )
     delete from learning.group_member member using learning.course_group, leaver
     where course_group.id = member.group_id and course_group.course_id = leaver.course_id
       and member.user_id = leaver.user_id
       and not exists (
         select from learning.enrolment join learning.enrol_method method on method.id = enrolment.enrol_method_id
         where method.course_id = leaver.course_id and enrolment.user_id = leaver.user_id
           and method.method in ('cohort', 'meta'))`,
    parameters,
  )
  await client.query(
    `with ${asked}
     delete from learning.role_assignment role using asked
     where role.context_kind = 'course' and role.context_id = asked.course_id and role.component = ''
       and asked.local_roles`,
    parameters,
  )
  await client.query(
    `with ${asked}
     delete from learning.group_member member using learning.course_group, asked
     where course_group.id = member.group_id and course_group.course_id = asked.course_id
       and asked.groups in ('members', 'all')`,
    parameters,
  )
  await client.query(
    `with ${asked}
     delete from learning.course_group using asked
     where course_group.course_id = asked.course_id and asked.groups in ('groups', 'all')`,
    parameters,
  )
  await client.query(
    `with ${asked}
     delete from learning.grouping_group link using asked
     where link.course_id = asked.course_id and asked.groupings in ('members', 'all')`,
    parameters,
  )
  await client.query(
    `with ${asked}
     delete from learning.grouping using asked
     where grouping.course_id = asked.course_id and asked.groupings in ('groups', 'all')`,
    parameters,
  )
}

/** What `resetCourses` would clear, counted for many courses in one statement. */
export async function countResets(
  client: pg.PoolClient,
  plans: readonly ResetAsked[],
): Promise<readonly ResetCount[]> {
  if (plans.length === 0) return []
  const { rows } = await client.query<ResetCount>(
    `with ${asked}, ${leaver},
     kinds_gone as (
       select data.course_id, data.kind, count(*) as count
       from learning.course_user_data data join asked on data.course_id = asked.course_id
       where ${dataGoes} group by data.course_id, data.kind
     ), data as (
       select course_id, jsonb_agg(jsonb_build_object('kind', kind, 'count', count) order by kind) as kinds
       from kinds_gone group by course_id
     ), unenrolled as (
       select course_id, count(*) as count from leaver group by course_id
     ), local as (
       select role.context_id as course_id, count(*) as count
       from learning.role_assignment role join asked on role.context_id = asked.course_id
       where role.context_kind = 'course' and role.component = '' and asked.local_roles
         and not exists (select from leaver where (leaver.course_id, leaver.user_id) = (asked.course_id, role.user_id))
       group by role.context_id
     ), groups as (
       select course_group.course_id, count(distinct course_group.id) as groups, count(member.user_id) as members
       from learning.course_group join asked using (course_id)
       left join learning.group_member member on member.group_id = course_group.id
       where asked.groups <> 'none' group by course_group.course_id
     ), groupings as (
       select grouping.course_id, count(distinct grouping.id) as groupings, count(link.group_id) as links
       from learning.grouping join asked using (course_id)
       left join learning.grouping_group link on link.grouping_id = grouping.id
       where asked.groupings <> 'none' group by grouping.course_id
     )
     select asked.course_id as "courseId", coalesce(data.kinds, '[]') as data,
            coalesce(unenrolled.count, 0) as unenrolled, coalesce(local.count, 0) as "localRoles",
            case when asked.groups in ('groups', 'all') then coalesce(groups.groups, 0) else 0 end as groups,
            coalesce(groups.members, 0) as memberships,
            case when asked.groupings in ('groups', 'all') then coalesce(groupings.groupings, 0) else 0 end as groupings,
            case when asked.groupings = 'members' then coalesce(groupings.links, 0) else 0 end as "groupsOfGroupings"
     from asked left join data using (course_id) left join unenrolled using (course_id)
     left join local using (course_id) left join groups using (course_id) left join groupings using (course_id)`,
    [asParameter(plans)],
  )
  return rows
}

function asParameter(plans: readonly ResetAsked[]): string {
  return JSON.stringify(
    plans.map(({ courseId, plan }) => ({
      course_id: courseId,
      kinds: plan.kinds,
      all_modules: plan.allModules,
      keep_modules: plan.keepModules,
      unenrol_all: plan.unenrolRoles === 'all',
      unenrol_roles: plan.unenrolRoles === 'all' ? [] : plan.unenrolRoles,
      local_roles: plan.localRoles,
      groups: plan.groups,
      groupings: plan.groupings,
    })),
  )
}

/** No course twice in one round. */
function rounds(plans: readonly ResetAsked[]): ResetAsked[][] {
  const result: ResetAsked[][] = []
  const times = new Map<number, number>()
  for (const plan of plans) {
    const at = times.get(plan.courseId) ?? 0
    times.set(plan.courseId, at + 1)
    result[at] ??= []
    result[at].push(plan)
  }
  return result
}
