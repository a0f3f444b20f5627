import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../support/api-server.ts'
import { putFile, sendFile } from '../support/command-files.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// What accounts of the learning platform may not do with it, by whatever way they try.

let database: TestDatabase
let node: ApiNode
let operator: ApiClient
let administrator: ApiClient
let stranger: ApiClient
/** A file of the server that nobody of the platform may read. */
let outside: string

beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, { realApplications: true })
  await node.listen()
  operator = await node.signIn({ roles: { learning: 'operator' } })
  administrator = await node.signIn({ roles: { learning: 'administrator' } })
  stranger = await node.signIn({ roles: { health: 'administrator' } })
  outside = join(mkdtempSync(join(tmpdir(), 'nocturne-acts-')), 'outside.csv')
  writeFileSync(outside, 'username;firstname;lastname;email\nTESTSECRET;A;B;TESTSECRET@example.org\n')
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

const shelves = ['commands', 'reports', 'archives', 'retries', 'journals'] as const
const folder = (...path: string[]) =>
  join(node.installation.place.dataDirectory, 'learning', 'files', ...path)
const address = (name: string, what = '', shelf = 'commands') =>
  `/api/learning/files${what}?${new URLSearchParams({ shelf, name })}`

describe('a file of the server', () => {
  const parameters = () => ({ operation: 'users.sync', path: outside, dryRun: true })

  it('is named by no launch, no plan and no repetition over the API', async () => {
    const version = (await administrator.get('/api/batches/SYNC_FILE')).body?.batch?.version ?? 1
    const tries = [
      await administrator.post('/api/batches/SYNC_FILE/runs', { parameters: parameters() }),
      await administrator.put('/api/batches/SYNC_FILE/plan', { version, parameters: parameters() }),
      await administrator.post('/api/batches/SYNC_USERS/runs', { parameters: parameters() }),
      await administrator.post('/api/learning/tools/users/runs', {
        dryRun: true,
        file: { shelf: 'commands', name: outside },
      }),
    ]
    expect(tries.map(({ status }) => status).filter((status) => status < 400)).toEqual([])
    const { rows } = await database.pool.query(`select parameters from batch where code = 'SYNC_FILE'`)
    expect(JSON.stringify(rows)).not.toContain('outside')
  })

  it('that the command line named is not read again when somebody repeats its run', async () => {
    const asked = await node.engine.requestRun({
      code: 'SYNC_FILE',
      trigger: 'cli',
      requestedBy: 'cli:test',
      parameters: parameters(),
    })
    if (!asked.ok) throw new Error(asked.refusal.message.en)
    expect(await node.engine.waitForRun(asked.runId)).toMatchObject({ state: 'finished' })
    const again = await operator.post(`/api/runs/${asked.runId}/repetition`, {})
    expect(again.status).toBe(201)
    expect(await node.engine.waitForRun(again.body.runId)).toMatchObject({ state: 'failed' })
    const other = await operator.post(`/api/runs/${asked.runId}/repetition`, { parameters: parameters() })
    expect(other.status).toBeGreaterThanOrEqual(400)
  })
})

describe('what destroys', () => {
  it('asks for its name, typed, on its page and when its run is repeated', async () => {
    await putFile(operator, 'shortname\nTESTCOURS\n', 'del.csv')
    const file = { shelf: 'commands', name: 'del.csv' }
    const tools = (await operator.get('/api/learning/tools')).body.items as {
      tool: string
      destroys: boolean
    }[]
    expect(tools.filter(({ destroys }) => destroys).length).toBeGreaterThan(0)
    for (const { tool } of tools.filter(({ destroys }) => destroys)) {
      for (const confirmTool of [undefined, '', 'users', tool.toUpperCase()])
        expect(
          await operator.post(`/api/learning/tools/${tool}/runs`, { file, dryRun: false, confirmTool }),
        ).toMatchObject({ body: { code: 'CONFIRMATION_REQUIRED' } })
      const asked = await operator.post(`/api/learning/tools/${tool}/runs`, {
        file,
        dryRun: false,
        confirmTool: tool,
      })
      expect(asked.status).toBe(202)
      await node.engine.waitForRun(asked.body.runId)
      expect(
        await operator.post(`/api/runs/${asked.body.runId}/repetition`, { confirmation: 'SYNC_FILE' }),
      ).toMatchObject({ body: { code: 'CONFIRMATION_REQUIRED' } })
    }
  })

  it('what the guard holds is approved and discarded by no operator', async () => {
    for (const act of ['approval', 'discard'])
      expect((await operator.post(`/api/runs/1/${act}`)).status).toBe(403)
  })
})

test('an administrator of the other application gets nothing of this one', async () => {
  await putFile(operator, 'x\n', 'there.csv')
  const pages = [
    '/api/learning/tools',
    '/api/learning/drop',
    '/api/learning/exchanges',
    '/api/learning/courses',
    '/api/learning/categories/empty',
    '/api/learning/files/search?text=xx',
    ...shelves.map((shelf) => `/api/learning/files?shelf=${shelf}`),
    address('there.csv', '/content'),
    address('there.csv', '/preview'),
    '/api/runs/1',
    '/api/runs/1/log',
    '/api/batches/SYNC_USERS',
  ]
  const answers = await Promise.all(pages.map((page) => stranger.get(page)))
  expect(answers.map(({ status }) => status)).toEqual(pages.map(() => 403))
  expect((await sendFile(stranger, 'x', 'x.csv')).status).toBe(403)
  expect((await stranger.delete(address('there.csv'))).status).toBe(403)
  expect((await stranger.post('/api/learning/drop/pull')).status).toBe(403)
})

describe('a name', () => {
  const refused = (status: number) => status === 400 || status === 422
  const wrong = [
    '../x.csv',
    'a/../../x.csv',
    '/etc/passwd',
    '..',
    '.hidden.csv',
    'a\\b.csv',
    'a\0.csv',
    'a\r\nSet-Cookie: x=1.csv',
    'gnp.\u202evsc.csv',
    'a\u200b.csv',
    `${'é'.repeat(150)}.csv`,
    'a/b/c/d/e/f/g.csv',
    ' /x.csv',
    '*.csv',
    `${'a'.repeat(300)}.csv`,
  ]
  it.each(wrong)('%j is read, written, moved and removed by no route', async (name) => {
    await putFile(operator, 'x\n', 'real.csv', { onExisting: 'archive' })
    const query = new URLSearchParams({ shelf: 'commands', name })
    for (const what of ['/content', '/preview'])
      expect((await administrator.get(`/api/learning/files${what}?${query}`)).status).toSatisfy(refused)
    expect((await administrator.delete(`/api/learning/files?${query}`)).status).toSatisfy(refused)
    for (const body of [
      { shelf: 'commands', name: 'real.csv', to: name },
      { shelf: 'commands', name, to: 'y.csv' },
    ])
      expect((await administrator.post('/api/learning/files/move', body)).status).toSatisfy(refused)
    expect(readFileSync(folder('commands', 'real.csv'), 'utf8')).toBe('x\n')
  })

  const refusedOrGone = (status: number) => status >= 400 && status < 500
  it('of a folder in which a link lies leads nowhere', async () => {
    mkdirSync(folder('commands'), { recursive: true })
    symlinkSync(tmpdir(), folder('commands', 'out'))
    symlinkSync(outside, folder('commands', 'link.csv'))
    for (const name of ['link.csv', `out/${outside.slice(tmpdir().length + 1)}`]) {
      for (const what of ['/content', '/preview'])
        expect((await administrator.get(address(name, what))).status).toSatisfy(refusedOrGone)
      await administrator.delete(address(name))
    }
    expect((await sendFile(operator, 'x', 'new.csv', { folder: 'out' })).status).toBeGreaterThanOrEqual(400)
    expect((await operator.get('/api/learning/files?shelf=commands')).text).not.toContain('link.csv')
    expect(readFileSync(outside, 'utf8')).toContain('TESTSECRET')
  })
})

test.each(['page.html', 'image.svg', 'script.js', 'data.xml', 'x.csv.html'])(
  'a file %s is saved, never shown as what its ending says',
  async (name) => {
    await putFile(operator, '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', name)
    const saved = await operator.get(address(name, '/content'))
    expect(saved.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-disposition': expect.stringMatching(/^attachment; /),
    })
    const shown = await operator.get(address(name, '/preview'))
    expect(shown.headers['content-type']).toMatch(/^application\/json/)
  },
)
