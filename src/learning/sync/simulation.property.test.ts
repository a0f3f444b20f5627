import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { forgetSync, type SyncEngine, startSyncEngine } from '../../../test/support/sync-engine.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine } from '../../../test/support/test-engine.ts'
import type { OperationCode } from '../operations.ts'
import { toolList } from '../tools/tool-list.ts'

// A simulation tells of every line what the real run then does, whatever the file and its chunks; and it writes nothing.

let database: TestDatabase
let engine: SyncEngine
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  await forgetSync(database)
  engine = await startSyncEngine(database, { sync: { tools: toolList, chunkRows: 4 } })
  await engine.settings.set('learning.guard.deletions', 0, 'test')
})
afterEach(async () => {
  await engine.stop()
  await forgetEngine(database)
})
afterAll(() => database.drop())

const oneOf = (...values: string[]) => fc.constantFrom(...values)
const row = (...cells: fc.Arbitrary<string>[]) => fc.tuple(...cells).map((all) => all.join(';'))

const user = oneOf('atestun', 'btestun', 'ctestun', 'inconnu', '')
const course = oneOf('BIO101', 'DRT205', 'NOPE', '')
const files: Partial<Record<OperationCode, { header: string; row: fc.Arbitrary<string> }>> = {
  'courses.create': {
    header: 'shortname;fullname;category',
    row: row(course, oneOf('Biologie', 'Droit', ''), oneOf('Sciences', 'Sciences/Licence 1', 'A//B', '')),
  },
  'users.sync': {
    header: 'username;idnumber;firstname;lastname;email;cohort;cohortid;course1;role1;enrol1;group1;deleted',
    row: row(
      user,
      oneOf('T1', 'T2', ''),
      oneOf('Camille', ''),
      oneOf('TESTUN'),
      oneOf('a@example.org', 'b@example.org', ''),
      oneOf('Licence 1', ''),
      oneOf('L1', ''),
      course,
      oneOf('student', 'nobody', ''),
      oneOf('manual', 'nothing', ''),
      oneOf('TD-A', ''),
      oneOf('', '', '1', '0'),
    ),
  },
  'enrols.sync': {
    header: 'cmd;cid;uid;rolename;enrol;gcmd;g1',
    row: row(
      oneOf('add', 'del', 'shift', '', 'x'),
      course,
      user,
      oneOf('student', 'editingteacher', 'nobody'),
      oneOf('manual', 'manual', 'self', ''),
      oneOf('', 'gadd', 'gaddcreate', 'greplacecreate', 'gdel'),
      oneOf('TD-A', 'TD-B', ''),
    ),
  },
  'cohorts.sync': {
    header: 'cmd;cidnumber;cname;userid',
    row: row(
      oneOf('add', 'del', 'free', ''),
      oneOf('L1', 'L2', ''),
      oneOf('Licence 1', 'Autre', ''),
      oneOf('T1', 'T9', ''),
    ),
  },
  'cohorts.bind': {
    header: 'cohort;course;cmd;makegroup',
    row: row(oneOf('L1', 'L2', ''), course, oneOf('add', 'del', 'restore', 'fulldel'), oneOf('0', '1')),
  },
}
const operations = Object.keys(files) as OperationCode[]

/** What the journal says of each line: outcome, codes, changes. */
async function told(operation: OperationCode, dryRun: boolean): Promise<unknown> {
  const before = new Set(engine.names('journals'))
  const { run, exchanges } = await engine.process({ operation, name: 'fichier.csv', dryRun })
  expect(run).toMatchObject({ state: 'finished', error: null })
  const [journal] = engine.names('journals').filter((name) => !before.has(name))
  const lines =
    journal === undefined
      ? []
      : engine
          .read('journals', journal)
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as { line: number | null; outcome: string; messages: unknown[] })
          // Of a real run, lines that change nothing and say nothing are left out.
          .filter(({ outcome, messages }) => outcome !== 'unchanged' || messages.length > 0)
  const { created, updated, unchanged, partial, deleted, skipped, rejected, warnings } = exchanges[0]!
  return { lines, tally: { created, updated, unchanged, partial, deleted, skipped, rejected, warnings } }
}

/** How many rows each table of the platform has, and the sum of them all. */
async function platform(): Promise<unknown> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'learning' and table_type = 'BASE TABLE' order by 1`,
  )
  const sums: Record<string, unknown> = {}
  for (const { name } of rows) {
    const { rows: sum } = await database.pool.query(
      `select count(*) as rows, md5(string_agg(t::text, ',' order by t::text)) as sum from learning."${name}" t`,
    )
    sums[name] = sum[0]
  }
  return sums
}

it('whatever the file, a simulation tells line by line what the run then does, and writes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...operations).chain((operation) =>
        fc.record({
          operation: fc.constant(operation),
          rows: fc.array(files[operation]!.row, { minLength: 1, maxLength: 12 }),
        }),
      ),
      async ({ operation, rows }) => {
        engine.put('fichier.csv', `${files[operation]!.header}\n${rows.join('\n')}\n`)
        const before = await platform()
        const simulated = await told(operation, true)
        expect(await platform()).toEqual(before)
        expect(await told(operation, false)).toEqual(simulated)
      },
    ),
    { numRuns: process.env.SOAK ? 300 : 12, endOnFailure: true },
  )
}, 600_000)
