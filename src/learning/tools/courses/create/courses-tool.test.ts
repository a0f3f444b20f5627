import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Play, play } from '../../../../../test/support/learning.ts'
import { newAccount, newCourses } from '../../../../../test/support/learning-courses.ts'
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/test-database.ts'
import { makeCoursesTool } from './courses-tool.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.pool.query('delete from learning.course where not is_site')
  await database.pool.query(
    `delete from learning.course_category where not exists (select from learning.course where category_id = course_category.id)`,
  )
  await database.pool.query('delete from setting')
  await database.pool.query('delete from learning.app_user where protected_as is null')
})

const force = { 'learning.courses.force-update': true }
const run = (text: string, options: Play = {}) => play(database, makeCoursesTool, text, options)
const told = async (text: string, options: Play = {}) => (await run(text, options)).told

async function rows<T extends object = Record<string, unknown>>(sql: string): Promise<T[]> {
  return (await database.pool.query<T>(sql)).rows
}
const course = async (shortname: string) =>
  (await rows(`select * from learning.course where shortname = '${shortname}'`))[0]
const courseCount = async () =>
  (await rows<{ count: number }>('select count(*) from learning.course where not is_site'))[0]!.count
const sections = (shortname: string) =>
  rows(
    `select position, s.name, s.summary from learning.course_section s join learning.course c on c.id = course_id
     where shortname = '${shortname}' order by position`,
  )
const methods = (shortname: string) =>
  rows(
    `select method, status from learning.enrol_method m join learning.course c on c.id = course_id
     where shortname = '${shortname}' order by method`,
  )
const categories = async () =>
  (
    await rows<{ path: string }>(
      `with recursive tree as (
         select id, name::text as path from learning.course_category where parent_id is null
         union all select c.id, path || '/' || c.name from learning.course_category c join tree on tree.id = parent_id
       ) select path from tree where path <> 'Divers' order by path`,
    )
  ).map(({ path }) => path)

const example = `# Ouverture du semestre
shortname;fullname;category;format;visible;self;topic1;topic2
BIO101;Biologie cellulaire;Sciences/Licence 1;topics;1;0;Introduction;Cellule|Structure et rôle
DRT205;Droit des contrats;Droit/Licence 2;weeks;0;1;;`

describe('courses.create', () => {
  it('the example of the specification: categories, courses, sections and self-enrolment', async () => {
    expect(await told(example)).toEqual(['3 created', '4 created'])
    expect(await categories()).toEqual(['Droit', 'Droit/Licence 2', 'Sciences', 'Sciences/Licence 1'])
    expect(await sections('BIO101')).toEqual([
      { position: 1, name: 'Introduction', summary: '' },
      { position: 2, name: 'Cellule', summary: 'Structure et rôle' },
    ])
    expect(await sections('DRT205')).toEqual([])
    expect(await course('DRT205')).toMatchObject({ visible: false, format: 'weeks' })
    expect(await methods('BIO101')).toEqual([{ method: 'manual', status: 'enabled' }])
    expect(await methods('DRT205')).toEqual([
      { method: 'manual', status: 'enabled' },
      { method: 'self', status: 'enabled' },
    ])
  })

  it.each([{}, force])('F26: the same file a second time changes nothing (%o)', async (settings) => {
    await told(example, { settings })
    const { verdicts } = await run(example, { settings, now: 1_799_999_999 })
    expect(verdicts.map(({ outcome, operations }) => [outcome, operations.length])).toEqual([
      ['unchanged', 0],
      ['unchanged', 0],
    ])
  })

  it('a simulation says the same and writes nothing, categories included', async () => {
    const simulated = await run(example, { simulate: true })
    expect([await courseCount(), await categories()]).toEqual([0, []])
    const real = await run(example)
    expect(simulated.told).toEqual(real.told)
    expect(simulated.verdicts.map(({ changes }) => changes)).toEqual(
      real.verdicts.map(({ changes }) => changes),
    )
  })

  it('a created course has the defaults of the site where the file says nothing', async () => {
    await told('shortname;fullname\nBIO101;Biologie', { now: 1_788_249_600 })
    expect(await course('BIO101')).toMatchObject({
      summary: 'Décrivez ici le cours en quelques phrases.',
      format: 'topics',
      visible: true,
      idnumber: null,
      start_at: new Date('2026-09-01T08:00:00Z'),
      group_mode: 0,
      lang: '',
    })
  })

  it('every column is stored', async () => {
    expect(
      await told(
        `shortname;fullname;idnumber;summary;sortorder;showgrades;showreports;newsitems;startdate;marker;maxbytes;legacyfiles;visible;visibleold;coursedisplay;enablecompletion;defaultgroupingid;groupmode;groupmodeforce;lang;theme;timecreated;timemodified
BIO101;Biologie;B-101;Résumé;4294967295;0;1;10;2026-09-01 08:00:00;3;1048576;1;0;1;1;0;12;2;1;fr;boost;1700000000;2026-01-15`,
      ),
    ).toEqual(['2 created'])
    expect(await course('BIO101')).toMatchObject({
      idnumber: 'B-101',
      summary: 'Résumé',
      sort_order: 4294967295,
      show_grades: false,
      show_reports: true,
      news_items: 10,
      start_at: new Date('2026-09-01T06:00:00Z'),
      marker: 3,
      max_bytes: 1048576,
      legacy_files: 1,
      visible: false,
      visible_old: true,
      course_display: 1,
      enable_completion: false,
      default_grouping_id: 12,
      group_mode: 2,
      group_mode_force: true,
      lang: 'fr',
      theme: 'boost',
      created_at: new Date('2023-11-14T22:13:20Z'),
      modified_at: new Date('2026-01-14T23:00:00Z'),
    })
  })

  it('C01: without category column the course goes to the default category', async () => {
    await told('shortname;fullname\nBIO101;Biologie')
    const [{ name }] = (await rows<{ name: string }>(
      `select cc.name from learning.course c join learning.course_category cc on cc.id = category_id where shortname = 'BIO101'`,
    )) as [{ name: string }]
    expect(name).toBe('Divers')
    expect(await categories()).toEqual([])
  })

  it('C02: a category path with an empty level is rejected; slashes around it mean nothing', async () => {
    expect(
      await told(
        'shortname;fullname;category\nA;A;Sciences//Licence\nB;B;Sciences/ /Licence\nC;C;/\nD;D;/Sciences/Licence/',
      ),
    ).toEqual([
      '2 rejected EMPTY_CATEGORY_LEVEL',
      '3 rejected EMPTY_CATEGORY_LEVEL',
      '4 rejected EMPTY_CATEGORY_LEVEL',
      '5 created',
    ])
    expect(await categories()).toEqual(['Sciences', 'Sciences/Licence'])
  })

  it('C03: a numeric category is an id; a name made of digits is rejected with a hint that gives its id', async () => {
    const [{ id }] = (await rows<{ id: number }>(
      `insert into learning.course_category (name) values ('2026') returning id`,
    )) as [{ id: number }]
    const { told, verdicts } = await run(`shortname;fullname;category\nA;A;${id}\nB;B;2026`)
    expect(told).toEqual(['2 created', '3 rejected UNKNOWN_CATEGORY'])
    expect(verdicts[1]?.messages[0]?.text.fr).toContain(`la catégorie nommée « 2026 » porte le numéro ${id}`)
  })

  it('C04: an unknown category number rejects its line only', async () => {
    const { told, verdicts } = await run('shortname;fullname;category\nA;A;999999\nB;B;Sciences')
    expect(told).toEqual(['2 rejected UNKNOWN_CATEGORY', '3 created'])
    expect(verdicts[0]?.messages[0]?.text.fr).toContain('un nombre désigne une catégorie par son numéro')
  })

  it('C05: a value against its rule rejects the line, all its faults told', async () => {
    const long = 'x'.repeat(151)
    expect(
      await told(`shortname;fullname;format;visible;startdate;newsitems;groupmode;sortorder;idnumber
${long};A;grid;2;demain;11;3;-1;${'9'.repeat(101)}
;;;;;;;;`),
    ).toEqual([
      '2 rejected TOO_LONG TOO_LONG UNKNOWN_FORMAT WRONG_NUMBER WRONG_NUMBER WRONG_DATE WRONG_YES_NO WRONG_NUMBER',
      '3 rejected EMPTY_VALUE EMPTY_VALUE',
    ])
    expect(await courseCount()).toBe(0)
  })

  it('C06: an existing course stays as it is while the update is not forced', async () => {
    await newCourses(database, { shortname: 'BIO101' })
    const { told, verdicts } = await run('shortname;fullname;self\nBIO101;Autre nom;1')
    expect(told).toEqual(['2 unchanged'])
    expect(verdicts[0]?.messages[0]?.code).toBe('COURSE_EXISTS')
    expect(await course('BIO101')).toMatchObject({ fullname: 'Cours BIO101' })
    expect(await methods('BIO101')).toHaveLength(1)
  })

  it('C07: a forced update changes the columns given, and nothing else', async () => {
    await told(
      'shortname;fullname;category;idnumber;summary;startdate;self;guest\nBIO101;Biologie;Sciences;B1;Résumé;2026-09-01;1;1',
    )
    const before = await course('BIO101')
    const { told: lines, verdicts } = await run('shortname;fullname\nBIO101;Biologie cellulaire', {
      settings: force,
      now: 1_790_000_000,
    })
    expect(lines).toEqual(['2 updated'])
    expect(verdicts[0]?.changes).toEqual([
      {
        entity: 'course',
        key: 'BIO101',
        field: 'fullname',
        before: 'Biologie',
        after: 'Biologie cellulaire',
      },
    ])
    expect(await course('BIO101')).toEqual({
      ...before,
      fullname: 'Biologie cellulaire',
      modified_at: new Date(1_790_000_000_000),
    })
    expect((await methods('BIO101')).every(({ status }) => status === 'enabled')).toBe(true)
  })

  it('C08: a short name that another course has is rejected, also when only the case differs', async () => {
    await newCourses(database, { shortname: 'BIO101', idnumber: 'B1' })
    const settings = { ...force, 'learning.courses.identifier': 'idnumber' }
    expect(await told('shortname;fullname;idnumber\nBIO101;A;B2\nbio101;B;B3', { settings })).toEqual([
      '2 rejected SHORTNAME_TAKEN',
      '3 rejected SHORTNAME_TAKEN',
    ])
    await newCourses(database, { shortname: 'DRT205', idnumber: 'D1' })
    expect(await told('shortname;fullname;idnumber\nBIO101;A;D1\nDRT206;B;D1', { settings })).toEqual([
      '2 rejected SHORTNAME_TAKEN',
      '3 updated',
    ])
    expect(await course('DRT206')).toMatchObject({ idnumber: 'D1' })
  })

  it('an identification number that another course has is rejected', async () => {
    await newCourses(database, { shortname: 'BIO101', idnumber: 'B1' })
    expect(await told('shortname;fullname;idnumber\nNEW;A;B1\nNEW;A;B2\nNEW2;A;B2')).toEqual([
      '2 rejected IDNUMBER_TAKEN',
      '3 created',
      '4 rejected IDNUMBER_TAKEN',
    ])
  })

  it('C09: topics go to 52 and teachers begin at 1: other columns are unknown', async () => {
    const { columns } = await makeCoursesTool({
      settings: { get: async (one: { default: unknown }) => one.default },
      now: 0,
      timeZone: 'Europe/Paris',
    } as never)
    const known = (name: string) => columns?.recognise?.(name) ?? null
    expect(['topic0', 'topic52', 'teacher1_account', 'teacher12_role'].map(known)).toEqual([
      'topic0',
      'topic52',
      'teacher1_account',
      'teacher12_role',
    ])
    expect(['topic53', 'topic07', 'topic', 'teacher0_account', 'teacher1', 'cost'].map(known)).toEqual(
      Array(6).fill(null),
    )
    expect(columns?.optional).not.toContain('cost')
    for (const column of ['topic53', 'teacher0_account', 'cost'])
      await expect(run(`shortname;fullname;${column}\nA;A;x`)).rejects.toThrow('UNKNOWN_COLUMN')
    expect(await courseCount()).toBe(0)
  })

  it('C10: a template that is unknown or has no content rejects the line', async () => {
    await newCourses(database, { shortname: 'EMPTY' })
    expect(await told('shortname;fullname;template\nA;A;NOPE\nB;B;EMPTY')).toEqual([
      '2 rejected TEMPLATE_UNKNOWN',
      '3 rejected TEMPLATE_WITHOUT_CONTENT',
    ])
    expect(await courseCount()).toBe(1)
  })

  it.each([1, 10])(
    'the same short name twice: the second line sees the first (chunks of %i)',
    async (chunk) => {
      const text = 'shortname;fullname;topic1\nBIO101;A;Un\nBIO101;B;Deux'
      expect(await told(text, { chunk })).toEqual(['2 created', '3 unchanged'])
      await database.pool.query('delete from learning.course where not is_site')
      expect(await told(text, { chunk, settings: force })).toEqual(['2 created', '3 updated'])
      expect(await course('BIO101')).toMatchObject({ fullname: 'B' })
      expect(await sections('BIO101')).toEqual([{ position: 1, name: 'Deux', summary: '' }])
    },
  )

  it('names that change hands within a file do not collide', async () => {
    await newCourses(database, { shortname: 'A', idnumber: 'ia' }, { shortname: 'B', idnumber: 'ib' })
    const settings = { ...force, 'learning.courses.identifier': 'idnumber' }
    expect(await told('idnumber;shortname;fullname\nia;TMP;A\nib;A;B\nia;B;A\nic;C;C', { settings })).toEqual(
      ['2 updated', '3 updated', '4 updated', '5 created'],
    )
    expect([await course('A'), await course('B')]).toMatchObject([{ idnumber: 'ib' }, { idnumber: 'ia' }])
  })

  it('id names an existing course only', async () => {
    const [id] = await newCourses(database, { shortname: 'BIO101' })
    const settings = { ...force, 'learning.courses.identifier': 'id' }
    expect(
      await told(`id;shortname;fullname\n${id};BIO102;Renommé\n999999;X;X\nabc;Y;Y\n;Z;Z`, { settings }),
    ).toEqual([
      '2 updated',
      '3 rejected UNKNOWN_COURSE',
      '4 rejected NOT_A_NUMBER',
      '5 rejected EMPTY_COURSE',
    ])
    expect(await course('BIO102')).toMatchObject({ id })
  })

  it('R09: an empty idnumber names no course, and makes none', async () => {
    const settings = { 'learning.courses.identifier': 'idnumber' }
    expect(await told('idnumber;shortname;fullname\n;BIO101;A', { settings })).toEqual([
      '2 rejected EMPTY_COURSE',
    ])
  })

  it('the home page of the site is not a course of files', async () => {
    expect(await told('shortname;fullname\nsite;Autre accueil', { settings: force })).toEqual([
      '2 rejected SITE_COURSE',
    ])
  })

  it('categories by idnumber must exist', async () => {
    await database.pool.query(`insert into learning.course_category (name, idnumber) values ('Droit', 'DR')`)
    const settings = { 'learning.courses.category-identifier': 'idnumber' }
    expect(await told('shortname;fullname;category\nA;A;DR\nB;B;XX', { settings })).toEqual([
      '2 created',
      '3 rejected UNKNOWN_CATEGORY',
    ])
  })

  it('new categories are hidden when the settings say so', async () => {
    await told('shortname;fullname;category\nA;A;X/Y', {
      settings: { 'learning.courses.new-categories-visible': false },
    })
    expect(
      await rows(`select name, visible from learning.course_category where name in ('X', 'Y') order by 1`),
    ).toEqual([
      { name: 'X', visible: false },
      { name: 'Y', visible: false },
    ])
  })

  it('a rejected line makes no categories', async () => {
    expect(await told('shortname;fullname;category;template\nA;A;X/Y;NOPE')).toEqual([
      '2 rejected TEMPLATE_UNKNOWN',
    ])
    expect(await categories()).toEqual([])
  })

  it('a forced update moves the course, unless its category is protected', async () => {
    await told('shortname;fullname;category\nA;A;X')
    const text = 'shortname;fullname;category\nA;A;Y'
    const kept = await run(text, { settings: { ...force, 'learning.courses.protect-category': true } })
    expect(kept.told).toEqual(['2 unchanged'])
    expect(kept.verdicts[0]?.messages[0]?.code).toBe('CATEGORY_PROTECTED')
    const moved = await run(text, { settings: { 'learning.courses.protect-category': false } })
    expect(moved.verdicts[0]?.changes).toContainEqual({
      entity: 'course',
      key: 'A',
      field: 'category',
      before: 'X',
      after: 'Y',
    })
  })

  it('self and guest: 1 adds or enables, 0 disables, nothing leaves them', async () => {
    await told('shortname;fullname;self;guest\nA;A;1;1')
    expect(await told('shortname;fullname;self;guest\nA;A;0;', { settings: force })).toEqual(['2 updated'])
    expect(await methods('A')).toEqual([
      { method: 'guest', status: 'enabled' },
      { method: 'manual', status: 'enabled' },
      { method: 'self', status: 'disabled' },
    ])
    expect(await told('shortname;fullname;self\nA;A;1', { settings: force })).toEqual(['2 updated'])
    expect(await told('shortname;fullname;self\nA;A;1', { settings: force })).toEqual(['2 unchanged'])
    expect((await methods('A')).at(-1)).toEqual({ method: 'self', status: 'enabled' })
  })

  it('sections reach the last heading given; name and summary are not swapped on update', async () => {
    await told('shortname;fullname;topic1;topic2;topic3\nA;A;Un|Premier;;Trois')
    expect(await sections('A')).toEqual([
      { position: 1, name: 'Un', summary: 'Premier' },
      { position: 2, name: '', summary: '' },
      { position: 3, name: 'Trois', summary: '' },
    ])
    await told('shortname;fullname;topic1;topic3\nA;A;Premier chapitre;Trois|Dernier', { settings: force })
    expect(await sections('A')).toEqual([
      { position: 1, name: 'Premier chapitre', summary: 'Premier' },
      { position: 2, name: '', summary: '' },
      { position: 3, name: 'Trois', summary: 'Dernier' },
    ])
  })

  it('topic0 and topic52 are the first and the last section', async () => {
    await told('shortname;fullname;topic0;topic52\nA;A;Général;Fin')
    const all = await sections('A')
    expect([all.length, all[0]?.name, all[52]?.name]).toEqual([53, 'Général', 'Fin'])
  })
})

describe('teachers of courses.create', () => {
  const teachers = async (shortname: string) =>
    rows(
      `select username, role.shortname as role, component, item_id from learning.role_assignment ra
       join learning.app_user u on u.id = user_id join learning.role role on role.id = role_id
       join learning.course c on c.id = context_id and context_kind = 'course'
       where c.shortname = '${shortname}' order by username`,
    )

  it('are found by number, user name, address, identification number or full name; the role is teacher', async () => {
    const a = await newAccount(database, { username: 'atestun', firstname: 'Ada', lastname: 'TESTUN' })
    await newAccount(database, { username: 'btestun', email: 'b.testun@example.org', firstname: 'Bo' })
    await newAccount(database, { username: 'ctestun', idnumber: 'E1003', firstname: 'Cléo' })
    await newAccount(database, { username: 'dtestun', firstname: 'Dominique', lastname: 'ESSAI' })
    expect(
      await told(`shortname;fullname;teacher1_account;teacher1_role;teacher2_account;teacher3_account;teacher4_account
A;A;${a};editingteacher;B.Testun@example.org;E1003;dominique essai`),
    ).toEqual(['2 created'])
    expect(await teachers('A')).toEqual(
      ['atestun', 'btestun', 'ctestun', 'dtestun'].map((username) => ({
        username,
        role: 'teacher',
        component: '',
        item_id: 0,
      })),
    )
  })

  it('that are not found, or are several, are warned of; the course is made', async () => {
    await newAccount(database, { username: 'atestun', firstname: 'Ada', lastname: 'TESTUN' })
    await newAccount(database, { username: 'btestun', firstname: 'Ada', lastname: 'TESTUN' })
    expect(await told('shortname;fullname;teacher1_account;teacher2_account\nA;A;Ada TESTUN;nobody')).toEqual(
      ['2 created TEACHER_AMBIGUOUS TEACHER_NOT_FOUND'],
    )
    expect(await teachers('A')).toEqual([])
  })

  it('who teach already are not assigned again', async () => {
    await newAccount(database, { username: 'atestun' })
    const text = 'shortname;fullname;teacher1_account\nA;A;atestun\nA;A;atestun'
    expect(await told(text, { settings: force })).toEqual(['2 created', '3 unchanged'])
    expect(await told(text, { settings: force })).toEqual(['2 unchanged', '3 unchanged'])
  })
})
