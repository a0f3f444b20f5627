import type { Appliers } from './applier.ts'

/**
 * What members of cohorts and links between courses give, made true for all methods of some courses at once:
 *
 *     cohort members ──(binding)──> enrolments, roles, groups ──(meta link)──> enrolments and roles of the metacourse
 *
 * What a method gives bears its name: component `enrol_cohort` (`enrol_meta`…), and for roles the method's number. A disabled
 * method keeps its enrolments and places in groups, takes its roles back and admits nobody. A second call writes nothing.
 */
export const derivedEnrolmentAppliers: Pick<Appliers, 'sync-derived-enrolments'> = {
  async 'sync-derived-enrolments'(client, operations, ids) {
    const all = operations.some((operation) => operation.courseIds === 'all')
    const courses = new Set<number>()
    for (const { courseIds } of operations)
      if (courseIds !== 'all') for (const id of courseIds) courses.add(ids.real(id))
    if (!all && courses.size === 0) return
    const scope = [all ? null : [...courses]]
    for (const statement of statements) await client.query(statement, scope)
  },
}

/** `$1`: the courses asked for, null for all of them; their metacourses follow. */
const inScope = `($1::bigint[] is null or m.course_id = any($1) or m.linked_course_id = any($1))`

const unenrolFormerMembers = `
  delete from learning.enrolment e
  using learning.enrol_method m
  where e.enrol_method_id = m.id and m.cohort_id is not null and ${inScope}
    and not exists (select from learning.cohort_member c where c.cohort_id = m.cohort_id and c.user_id = e.user_id)`

const enrolMembers = `
  insert into learning.enrolment as e (enrol_method_id, user_id, status, start_at, end_at)
  select m.id, c.user_id, 'active', m.start_at, m.end_at
  from learning.enrol_method m
  join learning.cohort_member c on c.cohort_id = m.cohort_id
  where m.status = 'enabled' and ${inScope}
    and not exists (
      select from learning.enrolment e
      where e.enrol_method_id = m.id and e.user_id = c.user_id
        and (e.status, e.start_at, e.end_at) is not distinct from ('active', m.start_at, m.end_at))
  on conflict (enrol_method_id, user_id) do update
    set status = excluded.status, start_at = excluded.start_at, end_at = excluded.end_at, modified_at = now()`

/** The group of a cohort may have been deleted since it was made; without members it is not missed. */
const createMissingGroups = `
  insert into learning.course_group (course_id, name, created_by_sync)
  select distinct m.course_id, c.name, true
  from learning.enrol_method m
  join learning.cohort c on c.id = m.cohort_id
  where m.make_group and m.group_id is null and m.status = 'enabled' and ${inScope}
    and exists (select from learning.enrolment e where e.enrol_method_id = m.id)
    and not exists (select from learning.course_group g where g.course_id = m.course_id and g.name = c.name)`

const adoptGroups = `
  update learning.enrol_method m set group_id = g.id
  from learning.cohort c, learning.course_group g
  where m.make_group and m.group_id is null and m.status = 'enabled' and ${inScope}
    and c.id = m.cohort_id and g.course_id = m.course_id and g.name = c.name`

const joinGroups = `
  insert into learning.group_member (group_id, user_id, component)
  select m.group_id, e.user_id, 'enrol_' || m.method
  from learning.enrol_method m
  join learning.enrolment e on e.enrol_method_id = m.id
  where m.cohort_id is not null and m.make_group and m.group_id is not null and m.status = 'enabled' and ${inScope}
    and not exists (select from learning.group_member g where g.group_id = m.group_id and g.user_id = e.user_id)
  on conflict do nothing`

/** Also what methods gave that are no longer there. */
const leaveGroups = `
  delete from learning.group_member gm
  using learning.course_group g
  where g.id = gm.group_id and gm.component like 'enrol\\_%' and ($1::bigint[] is null or g.course_id = any($1))
    and not exists (
      select from learning.enrol_method m
      join learning.enrolment e on e.enrol_method_id = m.id
      where m.course_id = g.course_id and m.group_id = g.id and m.make_group
        and 'enrol_' || m.method = gm.component and e.user_id = gm.user_id)`

const takeRolesBack = `
  delete from learning.role_assignment r
  using learning.enrol_method m
  where m.cohort_id is not null and ${inScope}
    and r.context_kind = 'course' and r.context_id = m.course_id
    and r.component = 'enrol_' || m.method and r.item_id = m.id
    and not (m.status = 'enabled' and r.role_id is not distinct from m.default_role_id and exists (
      select from learning.enrolment e where e.enrol_method_id = m.id and e.user_id = r.user_id and e.status = 'active'))`

const giveRoles = `
  insert into learning.role_assignment (context_kind, context_id, user_id, role_id, component, item_id)
  select 'course', m.course_id, e.user_id, m.default_role_id, 'enrol_' || m.method, m.id
  from learning.enrol_method m
  join learning.enrolment e on e.enrol_method_id = m.id and e.status = 'active'
  where m.cohort_id is not null and m.status = 'enabled' and m.default_role_id is not null and ${inScope}
  on conflict do nothing`

/** Who is in a master course, but by a link of its own: links do not add up to chains. */
const participants = `
  select m.id as method_id, m.start_at, m.end_at, e.user_id,
    case when bool_or(e.status = 'active' and s.status = 'enabled') then 'active' else 'suspended' end as status
  from learning.enrol_method m
  join learning.enrol_method s on s.course_id = m.linked_course_id and s.method <> 'meta'
  join learning.enrolment e on e.enrol_method_id = s.id
  where m.method = 'meta' and ${inScope}
  group by m.id, e.user_id`

const unenrolFormerParticipants = `
  with participant as (${participants})
  delete from learning.enrolment e
  using learning.enrol_method m
  where e.enrol_method_id = m.id and m.method = 'meta' and ${inScope}
    and not exists (select from participant p where p.method_id = m.id and p.user_id = e.user_id)`

const enrolParticipants = `
  with participant as (${participants})
  insert into learning.enrolment as e (enrol_method_id, user_id, status, start_at, end_at)
  select p.method_id, p.user_id, p.status, p.start_at, p.end_at
  from participant p
  join learning.enrol_method m on m.id = p.method_id and m.status = 'enabled'
  where not exists (
    select from learning.enrolment e
    where e.enrol_method_id = p.method_id and e.user_id = p.user_id
      and (e.status, e.start_at, e.end_at) is not distinct from (p.status, p.start_at, p.end_at))
  on conflict (enrol_method_id, user_id) do update
    set status = excluded.status, start_at = excluded.start_at, end_at = excluded.end_at, modified_at = now()`

const takeInheritedRolesBack = `
  delete from learning.role_assignment r
  using learning.enrol_method m
  where m.method = 'meta' and ${inScope}
    and r.context_kind = 'course' and r.context_id = m.course_id and r.component = 'enrol_meta' and r.item_id = m.id
    and not (m.status = 'enabled'
      and exists (
        select from learning.enrolment e
        where e.enrol_method_id = m.id and e.user_id = r.user_id and e.status = 'active')
      and exists (
        select from learning.role_assignment held
        where held.context_kind = 'course' and held.context_id = m.linked_course_id and held.user_id = r.user_id
          and held.role_id = r.role_id and held.component <> 'enrol_meta'))`

const inheritRoles = `
  insert into learning.role_assignment (context_kind, context_id, user_id, role_id, component, item_id)
  select distinct 'course', m.course_id, e.user_id, held.role_id, 'enrol_meta', m.id
  from learning.enrol_method m
  join learning.enrolment e on e.enrol_method_id = m.id and e.status = 'active'
  join learning.role_assignment held
    on held.context_kind = 'course' and held.context_id = m.linked_course_id and held.user_id = e.user_id
    and held.component <> 'enrol_meta'
  where m.method = 'meta' and m.status = 'enabled' and ${inScope}
  on conflict do nothing`

/** Who is in a course no more, by any way or role, is in no group of it either (learning.md 8.1). */
const leaveCourseGroups = `
  delete from learning.group_member gm
  using learning.course_group g
  where g.id = gm.group_id
    and exists (
      select from learning.enrol_method m
      where m.course_id = g.course_id and (m.cohort_id is not null or m.method = 'meta') and ${inScope})
    and not exists (
      select from learning.enrol_method m
      join learning.enrolment e on e.enrol_method_id = m.id
      where m.course_id = g.course_id and e.user_id = gm.user_id)
    and not exists (
      select from learning.role_assignment r
      where r.context_kind = 'course' and r.context_id = g.course_id and r.user_id = gm.user_id)`

/** In this order: what a statement gives, later ones build on. */
const statements = [
  unenrolFormerMembers,
  enrolMembers,
  createMissingGroups,
  adoptGroups,
  joinGroups,
  leaveGroups,
  takeRolesBack,
  giveRoles,
  unenrolFormerParticipants,
  enrolParticipants,
  takeInheritedRolesBack,
  inheritRoles,
  leaveCourseGroups,
]
