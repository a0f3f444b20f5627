import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { play } from '../../../../test/support/learning.ts'
import { newAccount, newCourses } from '../../../../test/support/learning-courses.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import type { MakeTool } from '../tool-place.ts'
import { makeCoursesTool } from './create/courses-tool.ts'
import { makeCoursesDeleteTool } from './delete/delete-tool.ts'
import { makeCoursesMetasTool } from './metas/metas-tool.ts'
import { makeCoursesResetTool } from './reset/reset-tool.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** A small platform, the same before each play. */
async function afresh(): Promise<void> {
  for (const sql of [
    'delete from learning.course where not is_site',
    'delete from learning.course_category where not exists (select from learning.course where category_id = course_category.id)',
    'delete from learning.app_user where protected_as is null',
    'delete from setting',
  ])
    await database.pool.query(sql)
  await newCourses(
    database,
    { shortname: 'A', idnumber: 'ia' },
    { shortname: 'B', idnumber: 'ib' },
    { shortname: 'C' },
  )
  await newAccount(database, { username: 'testun' })
  await database.pool.query(
    `insert into learning.course_section (course_id, position, name)
     select id, 1, 'Un' from learning.course where shortname = 'A'`,
  )
  await database.pool.query(
    `insert into learning.course_user_data (course_id, kind)
     select id, kind from learning.course, unnest(array['event', 'module:forum']) kind where not is_site`,
  )
}

/** What the platform holds, without identifiers and times of writing. */
async function platform(): Promise<unknown> {
  const { rows } = await database.pool.query(
    `select c.shortname, c.fullname, c.idnumber, c.visible, c.summary, category.name as category,
       (select jsonb_agg(concat_ws(' ', position, s.name, s.summary) order by position)
        from learning.course_section s where s.course_id = c.id) as sections,
       (select jsonb_agg(concat_ws(' ', method, status, master.shortname) order by method, master.shortname)
        from learning.enrol_method m left join learning.course master on master.id = m.linked_course_id
        where m.course_id = c.id) as methods,
       (select count(*) from learning.role_assignment r where context_kind = 'course' and context_id = c.id) as roles,
       (select jsonb_agg(kind order by kind) from learning.course_user_data d where d.course_id = c.id) as data
     from learning.course c join learning.course_category category on category.id = category_id
     order by c.shortname`,
  )
  return rows
}

async function played(
  make: MakeTool,
  text: string,
  settings: Record<string, unknown>,
  how: { chunk?: number; simulate?: boolean },
): Promise<{ told: unknown; left: unknown }> {
  await afresh()
  const before = how.simulate ? await platform() : null
  const { verdicts } = await play(database, make, text, { settings, ...how })
  const left = await platform()
  if (before !== null) expect(left).toEqual(before)
  const told = verdicts.map(({ line, outcome, messages, changes }) => ({
    line,
    outcome,
    messages: messages.map(({ code }) => code),
    changes,
  }))
  return { told, left }
}

const name = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'a', 'site', 'NOPE')
const course = fc
  .tuple(
    name,
    fc.constantFrom('Un', 'Deux'),
    fc.constantFrom('', 'ia', 'ib', 'ix'),
    fc.constantFrom('', 'X', 'X/Y', 'X//Y', '999999'),
    fc.constantFrom('', '0', '1', '2'),
    fc.constantFrom('', '0', '1'),
    fc.constantFrom('', '', 'A', 'D', 'NOPE'),
    fc.constantFrom('', 'Début', 'Début|Résumé'),
    fc.constantFrom('', 'Fin'),
    fc.constantFrom('', 'testun', 'personne'),
  )
  .map((cells) => cells.join(';'))
/** Nothing that a line may be refused for: a refused line may succeed once a later one has let go of what it wants. */
const sound = fc
  .tuple(
    fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'),
    fc.constantFrom('Un', 'Deux'),
    fc.constant(''),
    fc.constantFrom('', 'X', '/X/Y/', 'Divers'),
    fc.constantFrom('', '0', '1'),
    fc.constantFrom('', '0', '1'),
    fc.constantFrom('', 'A'),
    fc.constantFrom('', 'Début', 'Début|Résumé'),
    fc.constantFrom('', 'Fin'),
    fc.constantFrom('', 'testun', 'personne'),
  )
  .map((cells) => cells.join(';'))
const yesNo = fc.constantFrom('yes', 'no')
const reset = fc
  .tuple(
    name,
    yesNo,
    fc.constantFrom('all', 'none', 'forum', '-forum', 'a -b'),
    fc.constantFrom('all', 'student etudiant', 'none'),
  )
  .map(
    ([shortname, events, modules, roles]) =>
      `${shortname};${events};no;no;no;${roles};all;all;none;${modules}`,
  )
const link = fc.tuple(name, name, fc.constantFrom('add', 'del', '', 'x')).map((cells) => cells.join(';'))

const kinds: readonly [
  string,
  MakeTool,
  string,
  fc.Arbitrary<string>,
  fc.Arbitrary<Record<string, unknown>>,
][] = [
  [
    'courses.create',
    makeCoursesTool,
    'shortname;fullname;idnumber;category;visible;self;template;topic1;topic3;teacher1_account',
    course,
    fc.record({
      'learning.courses.force-update': fc.boolean(),
      'learning.courses.identifier': fc.constantFrom('shortname', 'idnumber'),
      'learning.courses.template-mode': fc.constantFrom('none', 'add', 'replace'),
      'learning.courses.protect-category': fc.boolean(),
    }),
  ],
  [
    'courses.reset',
    makeCoursesResetTool,
    'shortname;events;logs;notes;grades;roles;local_roles;groups;groupings;modules',
    reset,
    fc.constant({}),
  ],
  ['courses.metas', makeCoursesMetasTool, 'master;meta;cmd', link, fc.constant({})],
  ['courses.delete', makeCoursesDeleteTool, '# cours', name, fc.constant({})],
]

describe.each(kinds)('random files of %s', (_, make, header, row, settings) => {
  it('come to the same whatever the chunks; a simulation tells it and leaves nothing', async () => {
    const runs = 25 * Number(process.env.SOAK ?? 0) + 8
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), settings, async (rows, settings) => {
        const text = [header, ...rows].join('\n')
        const whole = await played(make, text, settings, {})
        expect(await played(make, text, settings, { chunk: 1 })).toEqual(whole)
        expect((await played(make, text, settings, { simulate: true })).told).toEqual(whole.told)
        expect((await played(make, text, settings, { simulate: true, chunk: 2 })).told).toEqual(whole.told)
      }),
      { numRuns: runs },
    )
  })
})

describe('random files of courses.create, each course once', () => {
  it('F26: a second time nothing changes', async () => {
    const header = kinds[0]![2]
    const once = fc.uniqueArray(sound, {
      selector: (line) => line.split(';', 1)[0]!.toLowerCase(),
      minLength: 1,
      maxLength: 8,
    })
    await fc.assert(
      fc.asyncProperty(once, fc.boolean(), async (rows, force) => {
        await afresh()
        const text = [header, ...rows].join('\n')
        const settings = { 'learning.courses.force-update': force }
        const first = await play(database, makeCoursesTool, text, { settings })
        expect(first.verdicts.map(({ outcome }) => outcome)).not.toContain('rejected')
        const left = await platform()
        const second = await play(database, makeCoursesTool, text, { settings, now: 1_800_000_000 })
        expect(second.verdicts.filter(({ operations }) => operations.length > 0)).toEqual([])
        expect(await platform()).toEqual(left)
      }),
      { numRuns: 25 * Number(process.env.SOAK ?? 0) + 8 },
    )
  })
})
