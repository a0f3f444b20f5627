import type { Database } from '../../src/platform/database.ts'

/** Courses with a manual method each, and accounts (numbered `N-<username>`), for tests of what happens in courses. */
export async function newPlatform(
  database: Database,
  { courses, users }: { readonly courses: readonly string[]; readonly users: readonly string[] },
): Promise<void> {
  await database.pool.query(
    `insert into learning.course (category_id, shortname, fullname, idnumber, format)
     select (select min(id) from learning.course_category), name, 'Cours ' || name, 'N-' || name, 'topics'
     from unnest($1::text[]) name`,
    [courses],
  )
  await database.pool.query(
    `insert into learning.enrol_method (course_id, method, default_role_id)
     select id, 'manual', (select id from learning.role where shortname = 'student')
     from learning.course where shortname = any($1)`,
    [courses],
  )
  await database.pool.query(
    `insert into learning.app_user (username, idnumber, firstname, lastname)
     select lower(name), 'N-' || name, 'Camille', 'TESTUN' from unnest($1::text[]) name`,
    [users],
  )
}

/** Removes courses and accounts but those of every installation, and all settings. */
export async function emptyPlatform(database: Database): Promise<void> {
  await database.pool.query(`
    delete from learning.course where not is_site;
    delete from learning.app_user where protected_as is null;
    delete from learning.role_assignment;
    delete from learning.cohort;
    delete from setting`)
}

/** Who and what is in a course, a sentence each, sorted: `E1001 in manual`, `E1001 is student alone`, `group TD-A`. */
export async function courseState(database: Database, shortname: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ told: string }>(
    `with c as (select id from learning.course where shortname = $1)
     select upper(u.username) || ' in ' || m.method
         || coalesce(' ' || to_char(e.start_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')
         || coalesce(' to ' || to_char(e.end_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')
         || case e.status when 'suspended' then ' suspended' else '' end as told
       from learning.enrolment e
       join learning.enrol_method m on m.id = e.enrol_method_id
       join learning.app_user u on u.id = e.user_id
       join c on c.id = m.course_id
     union all
     select upper(u.username) || ' is ' || r.shortname
         || case a.component when '' then ' alone' else ' by ' || a.component end
       from learning.role_assignment a
       join learning.role r on r.id = a.role_id
       join learning.app_user u on u.id = a.user_id
       join c on c.id = a.context_id and a.context_kind = 'course'
     union all
     select upper(u.username) || ' of ' || g.name || case gm.component when '' then ' by hand' else ' by ' || gm.component end
       from learning.group_member gm
       join learning.course_group g on g.id = gm.group_id
       join learning.app_user u on u.id = gm.user_id
       join c on c.id = g.course_id
     union all
     select 'group ' || name || coalesce(' #' || idnumber, '') || coalesce(' « ' || nullif(description, '') || ' »', '')
       from learning.course_group join c on c.id = course_id
     union all
     select 'grouping ' || g.name || coalesce(' #' || g.idnumber, '')
         || coalesce(' « ' || nullif(g.description, '') || ' »', '')
         || coalesce((select ': ' || string_agg(cg.name, ', ' order by cg.name) from learning.grouping_group gg
                      join learning.course_group cg on cg.id = gg.group_id where gg.grouping_id = g.id), '')
       from learning.grouping g join c on c.id = g.course_id`,
    [shortname],
  )
  return rows.map(({ told }) => told).sort()
}
