import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Play, play } from '../../../../../test/support/learning.ts'
import { newAccount, newCourses } from '../../../../../test/support/learning-courses.ts'
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/test-database.ts'
import { makeCoursesResetTool } from './reset-tool.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.pool.query('delete from learning.course where not is_site')
  await database.pool.query('delete from setting')
  await database.pool.query('delete from learning.app_user where protected_as is null')
})

const run = (text: string, options: Play = {}) => play(database, makeCoursesResetTool, text, options)
const told = async (text: string, options: Play = {}) => (await run(text, options)).told

/** A course with data of every kind, a student and a teacher in it, groups, and a local role. */
async function fullCourse(shortname: string): Promise<void> {
  const [course] = await newCourses(database, { shortname, idnumber: `N-${shortname}` })
  const student = await newAccount(database, { username: `student.${shortname.toLowerCase()}` })
  const teacher = await newAccount(database, { username: `teacher.${shortname.toLowerCase()}` })
  const query = (sql: string, ...values: unknown[]) => database.pool.query(sql, values)
  await query(
    `insert into learning.course_user_data (course_id, kind, user_id)
     select $1, kind, $2 from unnest(array['event', 'log', 'note', 'grade_item', 'grade', 'completion', 'comment', 'blog',
       'module:forum', 'module:forum_subscriptions', 'module:quiz', 'module:chat']) kind`,
    course,
    student,
  )
  await query(
    `insert into learning.enrolment (enrol_method_id, user_id)
     select id, unnest($2::bigint[]) from learning.enrol_method where course_id = $1`,
    course,
    [student, teacher],
  )
  await query(
    `insert into learning.role_assignment (role_id, user_id, context_kind, context_id, component, item_id)
     select role.id, given.user_id, 'course', $1, 'enrol_manual', method.id
     from (values ('student', $2::bigint), ('editingteacher', $3::bigint)) given (role, user_id)
     join learning.role on role.shortname = given.role
     join learning.enrol_method method on method.course_id = $1`,
    course,
    student,
    teacher,
  )
  await query(
    `insert into learning.role_assignment (role_id, user_id, context_kind, context_id)
     select id, $2, 'course', $1 from learning.role where shortname = 'manager'`,
    course,
    teacher,
  )
  await query(
    `with made as (insert into learning.course_group (course_id, name) values ($1, 'TD-A') returning id)
     insert into learning.group_member (group_id, user_id) select id, unnest($2::bigint[]) from made`,
    course,
    [student, teacher],
  )
  await query(
    `with made as (insert into learning.grouping (course_id, name) values ($1, 'TD') returning id, course_id)
     insert into learning.grouping_group (grouping_id, group_id, course_id)
     select made.id, course_group.id, made.course_id from made join learning.course_group using (course_id)`,
    course,
  )
}

const ofCourse = `join learning.course c on c.id = course_id where c.shortname = $1`
async function list(sql: string, shortname: string): Promise<unknown[]> {
  const { rows } = await database.pool.query<{ it: unknown }>(sql, [shortname])
  return rows.map(({ it }) => it)
}
const data = (shortname: string) =>
  list(`select kind as it from learning.course_user_data ${ofCourse} order by kind`, shortname)
const enrolled = (shortname: string) =>
  list(
    `select u.username as it from learning.enrolment join learning.enrol_method m on m.id = enrol_method_id
     join learning.app_user u on u.id = user_id ${ofCourse} order by 1`,
    shortname,
  )
const roles = (shortname: string) =>
  list(
    `select r.shortname as it from learning.role_assignment ra join learning.role r on r.id = role_id
     join learning.course c on c.id = context_id and context_kind = 'course' where c.shortname = $1 order by 1`,
    shortname,
  )
const groups = (shortname: string) =>
  list(
    `select name || ' ' || (select count(*) from learning.group_member where group_id = g.id) as it
     from learning.course_group g ${ofCourse}`,
    shortname,
  )
const groupings = (shortname: string) =>
  list(
    `select name || ' ' || (select count(*) from learning.grouping_group where grouping_id = g.id) as it
     from learning.grouping g ${ofCourse}`,
    shortname,
  )

const header = 'shortname;events;logs;notes;grades;roles;local_roles;groups;groupings;modules'
const nothing = { completion: 'no', blog_associations: 'no', comments: 'no' }
/** One line that clears only what `asked` says. */
function only(asked: Record<string, string>, shortname = 'BIO101'): string {
  const cells: Record<string, string> = { shortname, ...nothing, ...asked }
  for (const column of header.split(';')) cells[column] ??= 'no'
  return `${Object.keys(cells).join(';')}\n${Object.values(cells).join(';')}`
}
const everything = [
  'blog',
  'comment',
  'completion',
  'event',
  'grade',
  'grade_item',
  'log',
  'module:chat',
  'module:forum',
  'module:forum_subscriptions',
  'module:quiz',
  'note',
]
const without = (...gone: string[]) => everything.filter((kind) => !gone.includes(kind))

describe('courses.reset', () => {
  it('the example of the specification', async () => {
    await fullCourse('BIO101')
    expect(await told(`${header}\nBIO101;yes;no;yes;all;student;roles;members;none;forum quiz`)).toEqual([
      '2 updated',
    ])
    // Columns that the file does not have (completion, blog_associations, comments) are cleared too.
    expect(await data('BIO101')).toEqual(['log', 'module:chat'])
    expect(await enrolled('BIO101')).toEqual(['teacher.bio101'])
    expect(await roles('BIO101')).toEqual(['editingteacher'])
    expect(await groups('BIO101')).toEqual(['TD-A 0'])
    expect(await groupings('BIO101')).toEqual(['TD 1'])
  })

  it('F26: a second time there is nothing to clear', async () => {
    await fullCourse('BIO101')
    const text = `${header}\nBIO101;yes;yes;yes;all;all;all;all;all;all`
    expect(await told(text)).toEqual(['2 updated'])
    expect(await data('BIO101')).toEqual([])
    expect([await enrolled('BIO101'), await roles('BIO101'), await groups('BIO101')]).toEqual([[], [], []])
    expect(await groupings('BIO101')).toEqual([])
    expect(await told(text)).toEqual(['2 unchanged'])
  })

  it('a simulation tells how much would go, and clears nothing', async () => {
    await fullCourse('BIO101')
    const text = `${header}\nBIO101;yes;no;no;none;student;all;members;members;-quiz`
    const simulated = await run(text, { simulate: true })
    expect(simulated.verdicts[0]?.changes.map(({ field, before }) => `${field} ${before}`)).toEqual([
      'blog 1',
      'comment 1',
      'completion 1',
      'event 1',
      'module:chat 1',
      'module:forum 1',
      'module:forum_subscriptions 1',
      'unenrolled 1',
      'local role 1',
      'group member 2',
      'group of grouping 1',
    ])
    expect(await data('BIO101')).toEqual(everything)
    expect((await run(text)).verdicts[0]?.changes).toEqual(simulated.verdicts[0]?.changes)
  })

  it.each([
    ['events', 'yes', ['event']],
    ['logs', '1', ['log']],
    ['notes', 'YES', ['note']],
    ['completion', 'yes', ['completion']],
    ['blog_associations', 'yes', ['blog']],
    ['comments', '1', ['comment']],
    ['grades', 'all', ['grade', 'grade_item']],
    ['grades', 'items', ['grade_item']],
    ['grades', 'grades', ['grade']],
    ['modules', 'forum', ['module:forum', 'module:forum_subscriptions']],
    ['modules', 'quiz chat', ['module:quiz', 'module:chat']],
    ['forum_all', '1', ['module:forum']],
    ['forum_subscriptions', '1', ['module:forum_subscriptions']],
    ['chat', '1', ['module:chat']],
    ['quiz_attempts', '1', ['module:quiz']],
    ['reset_quiz_attempts', '1', ['module:quiz']],
  ])('%s = %s clears what it says', async (column, value, gone) => {
    await fullCourse('BIO101')
    expect(await told(only({ [column]: value }))).toEqual(['2 updated'])
    expect(await data('BIO101')).toEqual(without(...gone))
    expect(await enrolled('BIO101')).toHaveLength(2)
  })

  it('C14: an unknown role is warned of, the others are unenrolled', async () => {
    await fullCourse('BIO101')
    expect(await told(only({ roles: 'student etudiant' }))).toEqual(['2 updated UNKNOWN_ROLE'])
    expect(await enrolled('BIO101')).toEqual(['teacher.bio101'])
    expect(await groups('BIO101')).toEqual(['TD-A 1'])
  })

  it('C15: modules = all, and all but those with a dash, are applied', async () => {
    await fullCourse('BIO101')
    expect(await told(only({ modules: '-quiz -chat' }))).toEqual(['2 updated'])
    expect(await data('BIO101')).toEqual(without('module:forum', 'module:forum_subscriptions'))
    expect(await told(only({ modules: 'all' }))).toEqual(['2 updated'])
    expect((await data('BIO101')).filter((kind) => String(kind).startsWith('module'))).toEqual([])
  })

  it('-forum keeps all of the forums, subscriptions too', async () => {
    await fullCourse('BIO101')
    await told(only({ modules: '-forum' }))
    expect(await data('BIO101')).toEqual(without('module:quiz', 'module:chat'))
  })

  it('C16: all in a column of yes and no is taken as yes, with a warning', async () => {
    await fullCourse('BIO101')
    expect(await told(only({ events: 'all' }))).toEqual(['2 updated READ_AS_YES'])
    expect(await data('BIO101')).toEqual(without('event'))
  })

  it('a word that means nothing clears nothing, with a warning', async () => {
    await fullCourse('BIO101')
    expect(await told(only({ events: 'ja', grades: 'tout', groups: 'oui' }))).toEqual([
      '2 unchanged READ_AS_NO READ_AS_NO READ_AS_NO',
    ])
    expect(await data('BIO101')).toEqual(everything)
  })

  it('modules named and modules kept cannot be mixed; an unusual name is warned of', async () => {
    await fullCourse('BIO101')
    expect(await told(only({ modules: 'forum -quiz' }))).toEqual(['2 rejected WRONG_MODULES'])
    expect(await told(only({ modules: 'quizz' }))).toEqual(['2 unchanged UNKNOWN_MODULE'])
  })

  it('groups and groupings: removed, or emptied; both words name groupings', async () => {
    for (const shortname of ['A', 'B', 'C', 'D']) await fullCourse(shortname)
    await told(only({ groups: 'groups' }, 'A'))
    expect([await groups('A'), await groupings('A')]).toEqual([[], ['TD 0']])
    await told(only({ groupings: 'members' }, 'B'))
    expect([await groups('B'), await groupings('B')]).toEqual([['TD-A 2'], ['TD 0']])
    await told(only({ groupings: 'groups' }, 'C'))
    await told(only({ groupings: 'groupings' }, 'D'))
    expect([await groupings('C'), await groupings('D')]).toEqual([[], []])
  })

  it('local roles are those that no enrolment gave', async () => {
    await fullCourse('BIO101')
    await told(only({ local_roles: 'roles' }))
    expect(await roles('BIO101')).toEqual(['editingteacher', 'student'])
    expect(await told(only({ local_roles: 'overrides' }))).toEqual(['2 unchanged'])
  })

  it('unknown, empty and site courses are rejected', async () => {
    expect(
      await told(
        `${header}\nNOPE;yes;no;no;no;no;no;no;no;no\nsite;yes;no;no;no;no;no;no;no;no\n;yes;no;no;no;no;no;no;no;no`,
      ),
    ).toEqual(['2 rejected UNKNOWN_COURSE', '3 rejected SITE_COURSE', '4 rejected EMPTY_COURSE'])
  })

  it('the identifier column is named after the setting', async () => {
    await fullCourse('BIO101')
    const settings = { 'learning.courses.reset-identifier': 'idnumber' }
    const text = `${header.replace('shortname', 'idnumber')}\nN-BIO101;yes;no;no;no;no;no;no;no;no`
    expect(await told(text, { settings })).toEqual(['2 updated'])
    expect(await data('BIO101')).not.toContain('event')
  })

  it.each([1, 10])('a course is reset in one way a file (chunks of %i)', async (chunk) => {
    await fullCourse('BIO101')
    const line = 'BIO101;yes;no;no;no;no;no;no;no;no'
    const other = 'BIO101;no;yes;no;no;no;no;no;no;no'
    expect(await told([header, line, line, other].join('\n'), { chunk })).toEqual([
      '2 updated',
      '3 unchanged ALREADY_RESET',
      '4 rejected RESET_TWICE',
    ])
  })

  it('people whom a cohort brings in stay, with what it gave them', async () => {
    await fullCourse('BIO101')
    await database.pool.query(
      `with cohort as (insert into learning.cohort (name) values ('L1') returning id),
       method as (
         insert into learning.enrol_method (course_id, method, cohort_id)
         select course.id, 'cohort', cohort.id from cohort, learning.course where shortname = 'BIO101'
         returning id, course_id),
       member as (
         insert into learning.enrolment (enrol_method_id, user_id)
         select method.id, u.id from method, learning.app_user u where username = 'student.bio101'
         returning user_id)
       insert into learning.role_assignment (role_id, user_id, context_kind, context_id, component, item_id)
       select r.id, member.user_id, 'course', method.course_id, 'enrol_cohort', method.id
       from method, member, learning.role r where r.shortname = 'student'`,
    )
    const text = only({ roles: 'student' })
    expect(await told(text)).toEqual(['2 updated'])
    expect(await enrolled('BIO101')).toEqual(['student.bio101', 'teacher.bio101'])
    expect(await roles('BIO101')).toEqual(['editingteacher', 'manager', 'student'])
    expect(await groups('BIO101')).toEqual(['TD-A 2'])
    expect(await told(text)).toEqual(['2 unchanged'])
  })

  it('what other courses have stays', async () => {
    await fullCourse('BIO101')
    await fullCourse('DRT205')
    await told(`${header}\nBIO101;yes;yes;yes;all;all;all;all;all;all`)
    expect(await data('DRT205')).toEqual(everything)
    expect(await enrolled('DRT205')).toHaveLength(2)
    expect([await roles('DRT205'), await groups('DRT205')]).toEqual([
      ['editingteacher', 'manager', 'student'],
      ['TD-A 2'],
    ])
  })

  it('every line of it destroys', async () => {
    const tool = await makeCoursesResetTool({ settings: { get: async () => 'shortname' } } as never)
    expect(tool.destroys?.({})).toBe(true)
    expect(tool.columns?.recognise?.('reset_forum_all')).toBe('forum_all')
    expect(tool.columns?.recognise?.('forums')).toBe(null)
  })
})
