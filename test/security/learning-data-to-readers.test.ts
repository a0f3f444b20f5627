import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../support/api-server.ts'
import { putFile } from '../support/command-files.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// What a command file says of people is for operators: readers see how many lines, codes and columns, and no more. A
// password is for nobody but whoever it belongs to.

const secrets = /TESTSECRET|secret@example|camille\.testun|Chev4l!/i
const passwords = /Chev4l!agrafe/

let database: TestDatabase
let node: ApiNode
let operator: ApiClient
let reader: ApiClient
const runs: number[] = []
const reports: number[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, { realApplications: true })
  await node.listen()
  operator = await node.signIn({ roles: { learning: 'operator' } })
  reader = await node.signIn({ roles: { learning: 'reader' } })
  // Values in the wrong columns, an account that does not exist, lines of too many cells.
  await process(
    'users',
    'faulty.csv',
    'username;firstname;lastname;email;password\n' +
      'camille.testun;Camille;TESTSECRET;camille.testun@example.org;Chev4l!agrafe\n' +
      'a.testun;TESTSECRET;A;Chev4l!agrafe;x\n' +
      'TESTSECRET/;A;B;TESTSECRET;Chev4l!agrafe;too;many\n',
  )
  await process('enrolments', 'unknown.csv', 'rolename;cid;uid\nTESTSECRET;TESTSECRET;camille.testun\n')
  // A file whose header was forgotten: its first line is somebody's.
  await process(
    'users',
    'headless.csv',
    'camille.testun;TESTSECRET;TESTSECRET;secret@example.org;Chev4l!agrafe\n',
  )
  await process('users', 'glued.csv', 'camille.testun,TESTSECRET,secret@example.org\n')
  await process('cohorts', 'twice.csv', 'TESTSECRET;TESTSECRET;secret@example.org\n')
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

async function process(tool: string, name: string, text: string): Promise<void> {
  await putFile(operator, text, name)
  for (const dryRun of [true, false]) {
    const asked = await operator.post(`/api/learning/tools/${tool}/runs`, {
      file: { shelf: 'commands', name },
      dryRun,
    })
    if (asked.status !== 202) throw new Error(`${tool} ${name}: ${asked.text}`)
    await node.engine.waitForRun(asked.body.runId)
    runs.push(asked.body.runId)
    const { items } = (await operator.get(`/api/learning/exchanges?run=${asked.body.runId}`)).body
    reports.push(...items.map(({ id }: { id: number }) => id))
  }
}

/** Everything about these files that an account gets to see. */
async function seenBy(client: ApiClient): Promise<string> {
  const pages = [
    ...['/api/runs', '/api/runs.csv', '/api/nights/latest', '/api/batches', '/api/alerts'],
    ...['tools', 'tools/users', 'drop', 'exchanges', 'courses', 'categories/empty'].map(
      (page) => `/api/learning/${page}`,
    ),
  ]
  for (const run of runs) {
    pages.push(`/api/runs/${run}`, `/api/runs/${run}/lines`, `/api/runs/${run}/log`)
    const { files } = (await client.get(`/api/runs/${run}`)).body
    pages.push(...files.map((one: { id: number }) => `/api/runs/${run}/files/${one.id}`))
  }
  for (const id of reports) pages.push(`/api/learning/exchanges/${id}`, `/api/learning/exchanges/${id}/lines`)
  for (const shelf of ['commands', 'reports', 'archives', 'retries', 'journals']) {
    pages.push(`/api/learning/files?shelf=${shelf}`)
    const { items } = (await operator.get(`/api/learning/files?shelf=${shelf}`)).body
    for (const { name } of items)
      for (const what of ['content', 'preview'])
        pages.push(`/api/learning/files/${what}?${new URLSearchParams({ shelf, name })}`)
  }
  pages.push('/api/learning/files/search?text=TESTSECRET')
  const answers = await Promise.all(pages.map((page) => client.get(page)))
  return answers.map(({ text }) => text).join('\n')
}

test('nothing that a reader can ask for quotes a line of a command file', async () => {
  const seen = await seenBy(reader)
  expect(seen).toContain('NO_HEADER')
  expect(around(seen, secrets)).toEqual([])
})

test('an operator sees what is wrong; a password only in the files that it came in', async () => {
  expect(await seenBy(operator)).toContain('TESTSECRET')
  const { items: names } = (await operator.get('/api/learning/files?shelf=journals')).body
  expect(names.length).toBeGreaterThan(0)
  for (const { name } of names) {
    const address = `/api/learning/files/content?${new URLSearchParams({ shelf: 'journals', name })}`
    // The value that slid into the column of addresses is quoted there, as any wrong address is.
    const lines = (await operator.get(address)).text
      .split('\n')
      .filter((line) => !line.includes('INVALID_EMAIL'))
    expect(around(lines.join('\n'), passwords)).toEqual([])
  }
})

test('nor is anything of it in the lines of the runs, their reasons, the alerts, the letters or the trail', async () => {
  const { rows } = await database.pool.query<{ text: string }>(
    `select batch_run_line::text as text from batch_run_line
     union all select batch_run::text from batch_run union all select audit_event::text from audit_event
     union all select alert::text from alert`,
  )
  expect(rows.flatMap(({ text }) => around(text, secrets))).toEqual([])
})

function around(text: string, what: RegExp): string[] {
  const at = what.exec(text)?.index
  return at === undefined ? [] : [text.slice(Math.max(0, at - 160), at + 60)]
}
