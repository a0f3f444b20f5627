import type pg from 'pg'
import type { Database } from '../../src/platform/database.ts'

/**
 * Command files taken in as a tool written without thought does it: a handful of statements for each line, prepared, a
 * commit every 500 lines. It knows no report, no journal, no retry file and no rule beyond the look-ups.
 */
export async function naiveMsOf(
  database: Database,
  kind: 'users' | 'enrolments' | 'groupMembers',
  text: string,
  lines: number,
): Promise<number> {
  const client = await database.pool.connect()
  const [header, ...rows] = text.trimEnd().split('\n')
  const names = header!.split(';')
  try {
    const begun = performance.now()
    await client.query('begin')
    for (const [index, row] of rows.slice(0, lines).entries()) {
      const cells = row.split(';')
      await takeIn[kind](client, (name) => cells[names.indexOf(name)] ?? '')
      if ((index + 1) % 500 === 0) await client.query('commit; begin')
    }
    await client.query('commit')
    return performance.now() - begun
  } finally {
    client.release()
  }
}

type Cell = (name: string) => string
type Row = Record<string, number>

async function one(
  client: pg.PoolClient,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row | undefined> {
  return (await client.query<Row>({ name, text, values })).rows[0]
}

const takeIn = {
  async users(client: pg.PoolClient, cell: Cell): Promise<void> {
    const found =
      (await one(
        client,
        'user-by-idnumber',
        'select id from learning.app_user where idnumber = $1 and not deleted',
        [cell('idnumber')],
      )) ??
      (await one(
        client,
        'user-by-name',
        'select id from learning.app_user where username = $1 and not deleted',
        [cell('username')],
      ))
    await one(
      client,
      'user-by-email',
      'select id from learning.app_user where lower(email) = lower($1) and not deleted',
      [cell('email')],
    )
    const user =
      found ??
      (await one(
        client,
        'new-user',
        `insert into learning.app_user (username, idnumber, firstname, lastname, email, city, country, lang)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
        ['username', 'idnumber', 'firstname', 'lastname', 'email', 'city', 'country', 'lang'].map(cell),
      ))
    const cohort =
      (await one(client, 'cohort', 'select id from learning.cohort where name = $1', [cell('cohort')])) ??
      (await one(
        client,
        'new-cohort',
        'insert into learning.cohort (name, idnumber) values ($1, $2) returning id',
        [cell('cohort'), cell('cohortid')],
      ))
    await one(
      client,
      'join-cohort',
      'insert into learning.cohort_member (cohort_id, user_id) values ($1, $2) on conflict do nothing',
      [cohort!.id, user!.id],
    )
  },
  async enrolments(client: pg.PoolClient, cell: Cell): Promise<void> {
    const course = await one(
      client,
      'course',
      'select id from learning.course where shortname = $1 and lower(shortname) = lower($1)',
      [cell('cid')],
    )
    const user = await one(
      client,
      'user-by-name',
      'select id from learning.app_user where username = $1 and not deleted',
      [cell('uid')],
    )
    const role = await one(client, 'role', 'select id from learning.role where shortname = $1', [
      cell('rolename'),
    ])
    const method = await one(
      client,
      'method',
      `select id from learning.enrol_method where course_id = $1 and method = $2 and status = 'enabled'`,
      [course!.id, cell('enrol')],
    )
    await one(
      client,
      'enrol',
      `insert into learning.enrolment (enrol_method_id, user_id, start_at) values ($1, $2, now())
       on conflict (enrol_method_id, user_id) do update set status = 'active', modified_at = now()`,
      [method!.id, user!.id],
    )
    await one(
      client,
      'assign',
      `insert into learning.role_assignment (role_id, user_id, context_kind, context_id, component, item_id)
       values ($1, $2, 'course', $3, 'enrol_manual', $4) on conflict do nothing`,
      [role!.id, user!.id, course!.id, method!.id],
    )
    const group =
      (await one(client, 'group', 'select id from learning.course_group where course_id = $1 and name = $2', [
        course!.id,
        cell('g1'),
      ])) ??
      (await one(
        client,
        'new-group',
        'insert into learning.course_group (course_id, name, created_by_sync) values ($1, $2, true) returning id',
        [course!.id, cell('g1')],
      ))
    await one(
      client,
      'join-group',
      `insert into learning.group_member (group_id, user_id, component) values ($1, $2, 'tool_sync') on conflict do nothing`,
      [group!.id, user!.id],
    )
  },
  async groupMembers(client: pg.PoolClient, cell: Cell): Promise<void> {
    const course = await one(
      client,
      'course',
      'select id from learning.course where shortname = $1 and lower(shortname) = lower($1)',
      [cell('courseid')],
    )
    const group = await one(
      client,
      'group-by-idnumber',
      'select id from learning.course_group where course_id = $1 and idnumber = $2',
      [course!.id, cell('groupid')],
    )
    const user = await one(
      client,
      'user-by-name',
      'select id from learning.app_user where username = $1 and not deleted',
      [cell('userid')],
    )
    await one(
      client,
      'has-role',
      `select 1 as id from learning.role_assignment where user_id = $1 and context_kind = 'course' and context_id = $2 limit 1`,
      [user!.id, course!.id],
    )
    await one(
      client,
      'join-group',
      `insert into learning.group_member (group_id, user_id, component) values ($1, $2, 'tool_sync') on conflict do nothing`,
      [group!.id, user!.id],
    )
  },
} as const
