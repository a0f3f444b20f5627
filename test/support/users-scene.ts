import { makeUsersTool } from '../../src/learning/tools/users/users-tool.ts'
import { type Play, type Played, play } from './learning.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

export const byUsername = { 'learning.users.primary-identity': 'username' }

/** A platform for tests of the users' file, and how it is looked at. */
export interface UsersScene {
  readonly database: TestDatabase
  /** Nobody; the courses BIO101 (methods `manual` and `self`) and DRT205 (`manual`); default settings. */
  empty(): Promise<void>
  users(text: string, options?: Play): Promise<Played>
  /** The row of an account, a living one first. */
  account(username: string, columns?: string): Promise<Record<string, unknown> | undefined>
  /** The column `it` of each row. */
  lines(sql: string): Promise<string[]>
  /** `BIO101 manual adurand student`. */
  enrolments(): Promise<string[]>
  /** `BIO101 adurand student`, and what gave the role. */
  roles(): Promise<string[]>
  members(): Promise<string[]>
  groups(): Promise<string[]>
  /** Everything that a users' file may write, without identifiers and hashes. */
  store(): Promise<unknown>
  drop(): Promise<void>
}

export async function usersScene(): Promise<UsersScene> {
  const database = await createTestDatabase()
  const { pool } = database
  async function lines(sql: string): Promise<string[]> {
    const { rows } = await pool.query<{ it: string }>(sql)
    return rows.map((row) => row.it)
  }
  return {
    database,
    lines,
    drop: () => database.drop(),
    users: (text, options = {}) => play(database, makeUsersTool, text, options),
    async empty() {
      await pool.query('delete from learning.app_user where protected_as is null')
      await pool.query('delete from learning.course where not is_site')
      await pool.query('delete from learning.cohort')
      await pool.query('delete from learning.profile_field')
      await pool.query('delete from setting')
      await pool.query(
        `insert into learning.course (category_id, shortname, fullname, idnumber, format)
         select k.id, c.shortname, c.shortname, c.idnumber, 'topics'
         from learning.course_category k, (values ('BIO101', 'B1'), ('DRT205', 'D2')) as c (shortname, idnumber)`,
      )
      await pool.query(
        `insert into learning.enrol_method (course_id, method, default_role_id)
         select c.id, m.method, r.id
         from learning.course c, learning.role r, (values ('manual'), ('self')) as m (method)
         where r.shortname = 'student' and not c.is_site and (m.method = 'manual' or c.shortname = 'BIO101')`,
      )
    },
    async account(username, columns = '*') {
      const { rows } = await pool.query(
        `select ${columns} from learning.app_user where username = $1 order by deleted limit 1`,
        [username],
      )
      return rows[0]
    },
    enrolments: () =>
      lines(
        `select concat_ws(' ', c.shortname, m.method, u.username, r.shortname) as it
         from learning.enrolment e
         join learning.enrol_method m on m.id = e.enrol_method_id
         join learning.course c on c.id = m.course_id
         join learning.app_user u on u.id = e.user_id
         left join learning.role_assignment a
           on a.user_id = u.id and a.context_kind = 'course' and a.context_id = c.id and a.item_id = m.id
         left join learning.role r on r.id = a.role_id
         order by 1`,
      ),
    roles: () =>
      lines(
        `select concat_ws(' ', c.shortname, u.username, r.shortname, nullif(a.component, '')) as it
         from learning.role_assignment a
         join learning.course c on a.context_kind = 'course' and c.id = a.context_id
         join learning.role r on r.id = a.role_id
         join learning.app_user u on u.id = a.user_id
         order by 1`,
      ),
    members: () =>
      lines(
        `select concat_ws(' ', c.name, c.idnumber, u.username) as it
         from learning.cohort c
         left join learning.cohort_member m on m.cohort_id = c.id
         left join learning.app_user u on u.id = m.user_id
         order by 1`,
      ),
    groups: () =>
      lines(
        `select concat_ws(' ', c.shortname, g.name, u.username) as it
         from learning.course_group g
         join learning.course c on c.id = g.course_id
         left join learning.group_member m on m.group_id = g.id
         left join learning.app_user u on u.id = m.user_id
         order by 1`,
      ),
    async store() {
      const { rows } = await pool.query(
        `select 'user' as what, to_jsonb(u) - 'id' - 'password_hash' - 'created_at' - 'modified_at' as it
           from learning.app_user u
         union all select 'profile', jsonb_build_array(u.username, f.shortname, v.value)
           from learning.profile_value v
           join learning.app_user u on u.id = v.user_id
           join learning.profile_field f on f.id = v.field_id
         union all select 'cohort', jsonb_build_array(c.name, c.idnumber, u.username)
           from learning.cohort c
           left join learning.cohort_member m on m.cohort_id = c.id
           left join learning.app_user u on u.id = m.user_id
         union all select 'enrolment', jsonb_build_array(c.shortname, m.method, u.username, e.status, e.start_at, e.end_at)
           from learning.enrolment e
           join learning.enrol_method m on m.id = e.enrol_method_id
           join learning.course c on c.id = m.course_id
           join learning.app_user u on u.id = e.user_id
         union all select 'role', jsonb_build_array(c.shortname, r.shortname, u.username, a.component)
           from learning.role_assignment a
           join learning.course c on a.context_kind = 'course' and c.id = a.context_id
           join learning.role r on r.id = a.role_id
           join learning.app_user u on u.id = a.user_id
         union all select 'group', jsonb_build_array(c.shortname, g.name, u.username, m.component)
           from learning.course_group g
           join learning.course c on c.id = g.course_id
           left join learning.group_member m on m.group_id = g.id
           left join learning.app_user u on u.id = m.user_id
         order by 1, 2`,
      )
      return rows
    },
  }
}
