import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newCourses } from '../../../test/support/learning-courses.ts'
import { forgetSync, type SyncEngine, startSyncEngine } from '../../../test/support/sync-engine.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine } from '../../../test/support/test-engine.ts'
import { type OperationCode, operationOf, syncOperations } from '../operations.ts'
import { toolList } from '../tools/tool-list.ts'

// The same post-treatments for every operation, in the same order (learning.md 5.1): the reference has as many ways as tools.

let database: TestDatabase
let engine: SyncEngine
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  await forgetSync(database)
  await database.pool.query(`
    delete from learning.course where not is_site;
    delete from learning.cohort;
    delete from learning.app_user where protected_as is null;
    insert into learning.app_user (username, idnumber, firstname, lastname)
      select 'testun' || n, 'E100' || n, 'Camille', 'TESTUN' from generate_series(1, 2) n;
    insert into learning.cohort (name, idnumber) values ('Licence 1', 'L1')`)
  await newCourses(database, { shortname: 'BIO101', idnumber: 'B1' }, { shortname: 'DRT205', idnumber: 'D2' })
  await database.pool.query(`
    insert into learning.course_group (course_id, name, idnumber)
      select id, 'TD-A', 'TD-A' from learning.course where shortname = 'BIO101';
    insert into learning.role_assignment (role_id, user_id, context_kind, context_id)
      select r.id, u.id, 'course', c.id from learning.role r, learning.app_user u, learning.course c
      where r.shortname = 'student' and u.username = 'testun1' and c.shortname = 'BIO101'`)
  engine = await startSyncEngine(database, { sync: { tools: toolList } })
})
afterEach(async () => {
  await engine.stop()
  await forgetEngine(database)
})
afterAll(() => database.drop())

/** Header (where there is one), a line that succeeds and one that does not. */
const files: Readonly<Record<Exclude<OperationCode, 'pictures.sync'>, readonly [string, string, string]>> = {
  'courses.create': ['shortname;fullname\n', 'NEW1;Nouveau\n', ';Sans nom\n'],
  'courses.delete': ['', 'DRT205\n', 'ZZZ999\n'],
  'courses.check': ['', 'BIO101;Biologie\n', 'NOPE01;Cours attendu\n'],
  'courses.metas': ['master;meta;cmd\n', 'BIO101;DRT205;add\n', 'NOPE;DRT205;add\n'],
  'courses.reset': [
    'shortname;events;logs;notes;grades;roles;local_roles;groups;groupings;modules\n',
    'BIO101;no;no;no;no;no;no;groups;no;no\n',
    'NOPE;no;no;no;no;no;no;no;no;no\n',
  ],
  'users.sync': ['username;firstname;lastname\n', 'nouveau;Nora;TESTUN\n', 'autre;;TESTUN\n'],
  'enrols.sync': [
    'cid;uid;rolename;enrol\n',
    'BIO101;testun2;student;manual\n',
    'BIO101;nobody;student;manual\n',
  ],
  'cohorts.sync': ['cidnumber;userid\n', 'L1;E1001\n', 'L1;NOBODY\n'],
  'cohorts.bind': ['cohort;course\n', 'L1;B1\n', 'NOPE;B1\n'],
  'groups.sync': ['courseid;name\n', 'BIO101;TD-B\n', 'NOPE;TD-B\n'],
  'groups.members': ['courseid;groupid;userid\n', 'BIO101;TD-A;testun1\n', 'BIO101;TD-A;testun2\n'],
}
const operations = Object.entries(files) as [keyof typeof files, readonly [string, string, string]][]

it('every operation is in this table, but the one of pictures (picture-archives.test.ts)', () => {
  const all = syncOperations.filter(({ archive }) => !archive).map(({ code }) => code)
  expect(operations.map(([code]) => code).sort()).toEqual(all.sort())
})

describe.each(operations)('%s', (operation, [header, good, bad]) => {
  const { defaultFile } = operationOf(operation)
  const [base] = defaultFile.split('.')
  const badLine = header === '' ? 2 : 3
  const set = (key: string) => engine.settings.set(`learning.${key}`, true, 'test')

  it('has its failing line, once, in a retry file, the original archived and removed, and a report of it all', async () => {
    await set('archive-files')
    await set('clean-files')
    engine.put(defaultFile, `${header}${good}${bad}`)
    const { run, exchanges } = await engine.process({ operation })
    expect(run).toMatchObject({ state: 'finished', detail: { lines: 2, rejected: 1 } })
    expect(exchanges).toMatchObject([{ state: 'applied', tool: operation }])

    const retry = `${base}_tryback_20261122-090000.csv`
    const archive = `20261122-090000_${defaultFile}`
    expect(engine.names('retries')).toEqual([retry])
    expect(engine.read('retries', retry)).toBe(`${header}${bad}`)
    expect(engine.names('archives')).toEqual([archive])
    expect(engine.read('archives', archive)).toBe(`${header}${good}${bad}`)
    expect(engine.names('commands')).toEqual([])
    expect(engine.names('reports')).toEqual([`20261122-090000_report_${operation}_${base}.txt`])
    const report = engine.read('reports', engine.names('reports')[0]!)
    for (const told of [
      `(${operation})`,
      `ligne ${badLine - 1} : `,
      `ligne ${badLine} : rejetée — `,
      'lignes traitées : 2',
      retry,
      archive,
      'retiré de sa position programmée',
      'Fin du rapport de traitement',
    ])
      expect(report).toContain(told)
  })

  it('a simulation counts the same outcomes, and leaves its report and journal alone', async () => {
    await set('archive-files')
    await set('clean-files')
    engine.put(defaultFile, `${header}${good}${bad}`)
    const simulated = (await engine.process({ operation, dryRun: true })).run
    expect(simulated.detail).toMatchObject({ state: 'simulated', lines: 2, rejected: 1 })
    expect(engine.names('reports')).toEqual([`20261122-090000_report_${operation}_${base}_simulation.txt`])
    expect([engine.names('retries'), engine.names('archives')]).toEqual([[], []])
    expect(engine.names('commands')).toEqual([defaultFile])
    const real = (await engine.process({ operation })).run
    for (const outcome of ['created', 'updated', 'unchanged', 'deleted', 'rejected'])
      expect(real.detail![outcome]).toBe(simulated.detail![outcome])
  })
})

describe.each(operations.filter(([, [header]]) => header !== ''))('%s', (operation, lines) => {
  it('F19: unknown columns are ignored where that is allowed, and refuse the file otherwise', async () => {
    const text = lines.map((line, at) => line.replace('\n', at === 0 ? ';été\n' : ';x\n')).join('')
    const { defaultFile } = operationOf(operation)
    engine.put(defaultFile, text)
    expect((await engine.process({ operation })).exchanges).toMatchObject([{ state: 'refused', lines: 0 }])
    await engine.settings.set('learning.ignore-unknown-columns', true, 'test')
    const { run } = await engine.process({ operation })
    expect(run.detail).toMatchObject({ state: 'applied', lines: 2, rejected: 1 })
    expect(engine.read('reports', engine.names('reports')[0]!)).toContain('été')
  })
})

it('groups left empty are removed after the files of a tool that is told to, and the report says it in French', async () => {
  const groups = async () =>
    (await database.pool.query('select name from learning.course_group')).rows.map(({ name }) => name)
  const [header, good] = files['enrols.sync']
  engine.put('enrols.csv', `${header}${good}`)
  await engine.settings.set('learning.users.enrol-cleanup', 'on', 'test')
  await engine.process({ operation: 'enrols.sync' })
  expect(await groups()).toEqual(['TD-A'])
  await engine.settings.set('learning.enrolments.enrol-cleanup', 'on', 'test')
  await engine.process({ operation: 'enrols.sync' })
  expect(await groups()).toEqual([])
  const second = engine.names('reports').find((name) => name.endsWith('-2.txt'))!
  expect(engine.read('reports', second)).toContain('conclusion : groupe ')
})

describe('a run pulls the drop directory before it looks for its file', () => {
  const drop = (name: string, text: string) => {
    const folder = join(engine.dataDirectory, 'sync')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, name), text)
    const seconds = engine.clock.now().epochMilliseconds / 1000 - 600
    utimesSync(join(folder, name), seconds, seconds)
  }

  it('asked for by somebody', async () => {
    drop('users.csv', 'username;firstname;lastname\nnouveau;Nora;TESTUN\n')
    const { run } = await engine.process({ operation: 'users.sync', name: 'users.csv' })
    expect(run.detail).toMatchObject({ created: 1 })
  })

  it('planned', async () => {
    drop('uploadcourses.csv', 'shortname;fullname\nNEW1;Nouveau\n')
    expect((await engine.planned('SYNC_COURSES')).run.detail).toMatchObject({ created: 1 })
  })
})
