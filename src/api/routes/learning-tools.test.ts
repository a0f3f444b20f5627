import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { putFile } from '../../../test/support/command-files.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import type { NewSync, Shelf, SyncLines, SyncReport, ToolPage } from '../schemas/learning.ts'

let database: TestDatabase
let node: ApiNode
let reader: ApiClient
let operator: ApiClient
let administrator: ApiClient
beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, { realApplications: true })
  reader = await node.signIn({ roles: { learning: 'reader' } })
  operator = await node.signIn({ roles: { learning: 'operator' } })
  administrator = await node.signIn({ roles: { learning: 'administrator' } })
  await node.listen()
})
afterEach(async () => {
  for (const shelf of ['commands', 'retries'] as const)
    for (const { name } of (await administrator.get(`/api/learning/files?shelf=${shelf}`)).body.items)
      await administrator.delete(`/api/learning/files?${new URLSearchParams({ shelf, name })}`)
})
afterAll(async () => {
  await node.stop()
  await database.drop()
})

const stored = (name: string, shelf: 'commands' | 'retries' = 'commands') => ({ shelf, name })

/** Asks for a run of a tool and waits for its end; gives the report of its only file. */
async function ran(tool: string, wish: NewSync): Promise<SyncReport> {
  const asked = await operator.post(`/api/learning/tools/${tool}/runs`, wish)
  if (asked.status !== 202) throw new Error(asked.text)
  await node.engine.waitForRun(asked.body.runId)
  const { items } = (await operator.get(`/api/learning/exchanges?run=${asked.body.runId}`)).body
  expect(items).toHaveLength(1)
  return await report(items[0].id)
}

async function report(id: number, client = operator): Promise<SyncReport> {
  const { status, body, text } = await client.get(`/api/learning/exchanges/${id}`)
  if (status !== 200) throw new Error(text)
  return body
}

async function lines(id: number, query = ''): Promise<SyncLines> {
  const { status, body, text } = await operator.get(`/api/learning/exchanges/${id}/lines${query}`)
  if (status !== 200) throw new Error(text)
  return body
}

const tool = async (name: string, client = operator): Promise<ToolPage> =>
  (await client.get(`/api/learning/tools/${name}`)).body

const content = async (shelf: Shelf, name: string) =>
  (await operator.get(`/api/learning/files/content?${new URLSearchParams({ shelf, name })}`)).text

const usernames = async () =>
  (
    await database.pool.query<{ username: string }>(
      `select username from learning.app_user where protected_as is null and not deleted order by username`,
    )
  ).rows.map((row) => row.username)

const header = 'username;idnumber;firstname;lastname;email'

test('sent, simulated, processed, told line by line; the retry file corrected and sent again: nothing is rejected', async () => {
  const text = `${header}\ncamille;E1;Camille;TESTUN;camille@example.org\nsacha;E2;;TESTDEUX;sacha@example.org\n`
  await putFile(operator, text, 'userimport.csv')
  expect(await tool('users')).toMatchObject({
    fileName: 'userimport.csv',
    candidates: [{ file: { name: 'userimport.csv', takenBy: ['users'] }, standing: 'next', takenAt: null }],
    activeRun: null,
  })

  const simulated = await ran('users', { file: stored('userimport.csv'), dryRun: true })
  expect(simulated).toMatchObject({
    tool: 'users',
    operation: 'users.sync',
    batchCode: 'SYNC_FILE',
    fileName: 'userimport.csv',
    dryRun: true,
    state: 'simulated',
    cancelled: false,
    requestedBy: operator.login,
    bytes: text.length,
    separator: ';',
    encoding: 'utf-8',
    outputs: { retry: null, archive: null },
    actions: { run: true, decide: false, readLines: true },
  })
  expect(await usernames()).toEqual([])

  const done = await ran('users', {
    file: stored('userimport.csv'),
    dryRun: false,
    simulation: simulated.id,
  })
  expect(done).toMatchObject({ state: 'applied', tally: simulated.tally, actions: { run: false } })
  expect(done.tally).toMatchObject({ lines: 2, rejected: 1 })
  expect(await usernames()).toEqual(['camille'])
  expect(await content('reports', done.outputs.report!)).toContain('userimport.csv')
  expect(await tool('users')).toMatchObject({
    candidates: [{ standing: 'taken', takenAt: expect.any(String) }],
    last: { id: done.id },
    reports: [{ id: done.id }, { id: simulated.id }],
  })

  const all = await lines(done.id)
  expect(all.items.map((one) => `${one.line} ${one.outcome}`)).toEqual(['2 created', '3 rejected'])
  expect(all.items[0]!.changes.length).toBeGreaterThan(0)
  const rejected = await lines(done.id, '?outcome=rejected')
  expect(rejected.items).toMatchObject([
    { line: 3, messages: [{ severity: 'error', text: { fr: expect.any(String) } }] },
  ])
  expect((await lines(done.id, '?size=1')).next).toBe(2)
  expect((await lines(done.id, '?after=2')).items.map((one) => one.line)).toEqual([3])

  const retry = await content('retries', done.outputs.retry!)
  expect(retry).toBe(`${header}\nsacha;E2;;TESTDEUX;sacha@example.org\n`)
  await putFile(operator, retry.replace('E2;;', 'E2;Sacha;'), 'userimport.csv', {
    onExisting: 'archive',
  })
  const again = await ran('users', { file: stored('userimport.csv'), dryRun: false })
  expect(again).toMatchObject({ state: 'applied', tally: { lines: 1, created: 1, rejected: 0 }, faults: [] })
  expect(again.outputs.retry).toBeNull()
  expect(await usernames()).toEqual(['camille', 'sacha'])
})

test('F26: the same file again, and the retry file from its own shelf', async () => {
  const text = `${header}\ndominique;E3;Dominique;TESTTROIS;dominique@example.org\nclaude;E4;;TESTQUATRE;claude@example.org\n`
  await putFile(operator, text, 'autre nom.csv')
  const first = await ran('users', { file: stored('autre nom.csv'), dryRun: false })
  expect(first.tally).toMatchObject({ created: 1, rejected: 1 })
  const retried = await ran('users', { file: stored(first.outputs.retry!, 'retries'), dryRun: false })
  expect(retried).toMatchObject({ fileName: first.outputs.retry, tally: { lines: 1, rejected: 1 } })
  const second = await ran('users', { file: stored('autre nom.csv'), dryRun: false })
  expect(second.tally).toMatchObject({ unchanged: 1, rejected: 1, created: 0, updated: 0 })
})

test('a file that is refused as a whole says why, and changes nothing', async () => {
  await putFile(operator, 'username,firstname\nx,y\n', 'userimport.csv')
  const refused = await ran('users', { file: stored('userimport.csv'), dryRun: false })
  expect(refused).toMatchObject({ state: 'refused', tally: { lines: 0 }, actions: { run: false } })
  expect(refused.refusals.length).toBeGreaterThan(0)
  expect(refused.refusals[0]!.text.fr).toMatch(/séparateur/i)
  // For this file alone, another separator.
  const other = await ran('users', { file: stored('userimport.csv'), dryRun: true, separator: ',' })
  expect(other.separator).toBe(',')
})

test('what destroys wants the name of the tool, typed; its simulation does not', async () => {
  await putFile(operator, 'PHYS101\n', 'deletecourses.csv')
  const wish = { file: stored('deletecourses.csv'), dryRun: false }
  for (const confirmTool of [undefined, 'courses', 'COURSES-DELETE'])
    expect(
      await operator.post('/api/learning/tools/courses-delete/runs', { ...wish, confirmTool }),
    ).toMatchObject({ status: 422, body: { code: 'CONFIRMATION_REQUIRED' } })
  expect(await ran('courses-delete', { ...wish, dryRun: true })).toMatchObject({ state: 'simulated' })
  expect(await ran('courses-delete', { ...wish, confirmTool: 'courses-delete' })).toMatchObject({
    state: 'applied',
    tally: { lines: 1 },
  })
  // The button of the run's page would do it again, with whatever file has that name by now.
  const [last] = (await operator.get('/api/learning/exchanges?tool=courses-delete')).body.items
  expect((await operator.get(`/api/runs/${last.runId}`)).body.actions.runAgain).toBe(false)
  const again = await operator.post(`/api/runs/${last.runId}/repetition`, {})
  expect(again).toMatchObject({ status: 422, body: { code: 'CONFIRMATION_REQUIRED' } })
})

test('refusals: tool and file that are not there, names that lead elsewhere, a simulation of something else', async () => {
  const ask = (name: string, wish: object) => operator.post(`/api/learning/tools/${name}/runs`, wish)
  expect((await ask('nowhere', { dryRun: true })).body).toMatchObject({ status: 404, code: 'UNKNOWN_TOOL' })
  expect((await operator.get('/api/learning/tools/nowhere')).body.code).toBe('UNKNOWN_TOOL')
  expect((await operator.get('/api/learning/exchanges?tool=nowhere')).body.code).toBe('UNKNOWN_TOOL')
  expect((await operator.get('/api/learning/exchanges/999999')).body.code).toBe('UNKNOWN_EXCHANGE')
  expect((await operator.get('/api/learning/exchanges/999999/lines')).body.code).toBe('UNKNOWN_EXCHANGE')
  expect((await ask('users', { file: stored('parti.csv'), dryRun: true })).body.code).toBe('FILE_GONE')
  for (const name of ['../../../etc/passwd', '/etc/passwd', 'a/../../b', 'x\u202e.csv'])
    expect((await ask('users', { file: stored(name), dryRun: true })).body).toMatchObject({
      status: 422,
      errors: [{ path: 'file.name' }],
    })
  expect((await ask('users', { file: { shelf: 'reports', name: 'r.txt' }, dryRun: true })).status).toBe(422)
  expect((await ask('users', { file: { path: '/etc/passwd' }, dryRun: true })).status).toBe(422)

  await putFile(operator, `${header}\nx;E9;X;TESTNEUF;x@example.org\n`, 'userimport.csv')
  const wish = { file: stored('userimport.csv'), dryRun: false }
  expect((await ask('users', { ...wish, simulation: 999_999 })).body.errors[0].path).toBe('simulation')
  const simulated = await ran('users', { ...wish, dryRun: true })
  const commands = join(node.installation.place.dataDirectory, 'learning', 'files', 'commands')
  writeFileSync(join(commands, 'userimport.csv'), `${header}\ny;E8;Y;TESTHUIT;y@example.org\n`)
  expect((await ask('users', { ...wish, simulation: simulated.id })).body).toMatchObject({
    status: 422,
    detail: 'Ce n’est pas ce fichier, tel qu’il est maintenant, qui a été simulé : simulez de nouveau',
  })
  // Those of another tool, and real runs, simulated nothing of it.
  const checked = await ran('courses-check', { file: stored('userimport.csv'), dryRun: true })
  const applied = await ran('courses-check', { file: stored('userimport.csv'), dryRun: false })
  for (const { id } of [checked, applied])
    expect((await ask('users', { ...wish, simulation: id })).body.errors[0].path).toBe('simulation')
  expect(await usernames()).not.toContain('y')
})

test('what was simulated is processed though it was sent again since, as long as it is the same to the byte', async () => {
  const text = `${header}\nandrea;E40;Andrea;TESTQUARANTE;andrea@example.org\n`
  const wish = { file: stored('userimport.csv'), dryRun: false }
  await putFile(operator, text, 'userimport.csv')
  const simulated = await ran('users', { ...wish, dryRun: true })
  await putFile(operator, text, 'userimport.csv', { onExisting: 'archive' })
  expect(await ran('users', { ...wish, simulation: simulated.id })).toMatchObject({
    state: 'applied',
    tally: { created: 1 },
    simulationDifference: null,
  })
})

test('figures that come out otherwise than those of the simulation are told: on the report, in the run’s log, in the file', async () => {
  const line = (n: number) => `alexis${n};E5${n};Alexis;TEST${n};alexis${n}@example.org\n`
  await putFile(operator, `${header}\n${line(1)}${line(2)}`, 'userimport.csv')
  const wish = { file: stored('userimport.csv'), dryRun: false }
  const simulated = await ran('users', { ...wish, dryRun: true })
  await putFile(operator, `${header}\n${line(1)}`, 'autre.csv')
  await ran('users', { ...wish, file: stored('autre.csv') })
  const done = await ran('users', { ...wish, simulation: simulated.id })
  expect(done).toMatchObject({ state: 'applied', tally: { created: 1, unchanged: 1 } })
  const told = `simulation ${simulated.id} : 1 créées au lieu de 2, 1 inchangées au lieu de 0`
  expect(done.simulationDifference!.fr.replaceAll('\u00a0', ' ')).toContain(told)
  expect(done.notes).toContainEqual(done.simulationDifference)
  expect(await content('reports', done.outputs.report!)).toContain(told)
  const { rows } = await database.pool.query<{ message: string }>(
    `select message from batch_run_line where run_id = $1 and level = 'warn'`,
    [done.runId],
  )
  expect(rows.some(({ message }) => message.includes(told))).toBe(true)
})

test('each tool’s page has its own word on post-treatments, apart from its settings, in words', async () => {
  const { settings, postTreatments } = await tool('users', administrator)
  const archive = postTreatments.find(({ key }) => key === 'learning.users.archive-files')
  expect(archive).toMatchObject({
    value: 'general',
    editable: true,
    overrides: 'learning.archive-files',
    choices: { general: { fr: 'comme le réglage général' }, on: { fr: 'oui' }, off: { fr: 'non' } },
  })
  expect(settings.map(({ key }) => key)).not.toContain('learning.users.archive-files')
  await administrator.put('/api/settings/learning.users.archive-files', { value: 'on' })
  await putFile(operator, `${header}\n`, 'userimport.csv')
  expect(
    (await ran('users', { file: stored('userimport.csv'), dryRun: false })).outputs.archive,
  ).not.toBeNull()
  await administrator.delete('/api/settings/learning.users.archive-files')
})

test('F29: while a run of the tool waits or works, another one is refused, and says which it is', async () => {
  await putFile(operator, `${header}\n`, 'userimport.csv')
  const wish = { file: stored('userimport.csv'), dryRun: true }
  // One that no node knows of: it waits as long as the test wants.
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into batch_run (batch_code, application, state, trigger, queued_at, parameters, resources, waits_alone)
     select batch_code, application, 'queued', trigger, queued_at, parameters, resources, waits_alone
     from batch_run where batch_code = 'SYNC_FILE' and parameters ->> 'operation' = 'users.sync'
     order by id desc limit 1 returning id`,
  )
  const refused = await operator.post('/api/learning/tools/users/runs', wish)
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'ALREADY_REQUESTED', runId: rows[0]!.id },
  })
  expect((await tool('users')).activeRun).toEqual({ id: rows[0]!.id, state: 'queued' })
  expect((await tool('cohorts')).activeRun).toBeNull()
  await database.pool.query('delete from batch_run where id = $1', [rows[0]!.id])
  expect((await ran('users', wish)).state).toBe('simulated')
})

test('a batch that is out of service is not asked for anything', async () => {
  await putFile(operator, `${header}\n`, 'userimport.csv')
  await database.pool.query(`update batch set enabled = false where code = 'SYNC_FILE'`)
  const refused = await operator.post('/api/learning/tools/users/runs', {
    file: stored('userimport.csv'),
    dryRun: true,
  })
  expect(refused).toMatchObject({ status: 409, body: { code: 'OUT_OF_SERVICE' } })
  await database.pool.query(`update batch set enabled = true where code = 'SYNC_FILE'`)
})

test('without a file, what a planned run would take; a pattern takes all its files, each with a report', async () => {
  await node.installation.settings.set('learning.users.file', 'rh/users_*.csv', 'test')
  await putFile(operator, `${header}\nun;P1;Un;TESTUN;un@example.org\n`, 'users_1.csv', { folder: 'rh' })
  await putFile(operator, `${header}\ndeux;P2;Deux;TESTDEUX;deux@example.org\n`, 'users_2.csv', {
    folder: 'rh',
  })
  expect((await tool('users')).candidates.map(({ file, standing }) => [file.name, standing])).toEqual([
    ['rh/users_1.csv', 'next'],
    ['rh/users_2.csv', 'next'],
  ])
  const { body } = await operator.post('/api/learning/tools/users/runs', { dryRun: false })
  await node.engine.waitForRun(body.runId)
  const { items } = (await operator.get(`/api/learning/exchanges?run=${body.runId}`)).body
  expect(items.map((one: { fileName: string }) => one.fileName)).toEqual(['users_2.csv', 'users_1.csv'])
  await node.installation.settings.reset('learning.users.file', 'test')
})

test('the synthesis: every tool, what the platform holds, the shelves, the drop directory and common settings', async () => {
  const { body, status } = await reader.get('/api/learning/tools')
  expect(status).toBe(200)
  expect(body.items.map((one: { tool: string }) => one.tool)).toEqual([
    'courses-delete',
    'courses',
    'courses-metas',
    'courses-check',
    'courses-reset',
    'users',
    'pictures',
    'enrolments',
    'cohorts',
    'cohorts-courses',
    'groups',
    'group-members',
  ])
  const users = body.items.find((one: { tool: string }) => one.tool === 'users')
  expect(users.batch).toMatchObject({
    code: 'SYNC_USERS',
    enabled: false,
    plan: { fr: expect.stringContaining('toutes les') },
  })
  expect(body.items.find((one: { tool: string }) => one.tool === 'courses-check').batch).toBeNull()
  expect(body.counts).toMatchObject({ courses: 0, categories: 1 })
  expect(Object.keys(body.shelves)).toEqual(['commands', 'reports', 'archives', 'retries', 'journals'])
  expect(body.drop).toEqual({ waiting: 0, quarantined: 0, alarm: false })
  const keys = body.settings.map((one: { key: string }) => one.key)
  expect(keys).toContain('learning.encoding')
  expect(keys).not.toContain('learning.users.file')
  expect(keys).not.toContain('learning.drop.directory')
  expect(body.settings.every((one: { editable: boolean }) => !one.editable)).toBe(true)
})

test('the page of a tool: its columns, its own settings, what one may do', async () => {
  const page = await tool('users', reader)
  expect(page.columns.mandatory).toContain('username')
  expect(page.actions).toEqual({ simulate: false, run: false, configure: false })
  expect((await tool('users')).actions).toEqual({ simulate: true, run: true, configure: false })
  expect((await tool('users', administrator)).actions.configure).toBe(true)
  expect(page.settings.map((one) => one.key)).toContain('learning.users.file')
  expect(page.settings.every((one) => one.key.startsWith('learning.users.'))).toBe(true)
  const bindings = (await tool('cohorts-courses')).settings.map((one) => one.key)
  expect(bindings).toContain('learning.cohorts.cohort-identifier')
  expect(bindings).not.toContain('learning.cohorts.file')
  expect((await tool('courses-delete')).columns).toEqual({ mandatory: [], optional: [] })
})

test('a reader sees counts and outcomes, not what lines hold; runs are for operators', async () => {
  await putFile(operator, `${header}\nTESTUN;;;;rien\n`, 'userimport.csv')
  const done = await ran('users', { file: stored('userimport.csv'), dryRun: true })
  const seen = await report(done.id, reader)
  expect(seen.faults.length).toBeGreaterThan(0)
  expect(seen.faults.every((group) => group.samples.length === 0)).toBe(true)
  expect(seen.actions).toEqual({ run: false, decide: false, readLines: false })
  expect(seen.files.every((file) => !file.allowed)).toBe(true)
  expect((await reader.get(`/api/learning/exchanges/${done.id}/lines`)).status).toBe(403)
  expect((await reader.post('/api/learning/tools/users/runs', { dryRun: true })).status).toBe(403)
  const elsewhere = await node.signIn({ roles: { health: 'administrator' } })
  expect((await elsewhere.get('/api/learning/tools')).status).toBe(403)
  expect((await elsewhere.get(`/api/learning/exchanges/${done.id}`)).status).toBe(403)
  const { rows } = await database.pool.query(
    `select action, detail from audit_event where subject = $1 order by id`,
    [`run:${done.runId}`],
  )
  expect(rows).toEqual([
    {
      action: 'sync.requested',
      detail: { tool: 'users', shelf: 'commands', file: 'userimport.csv', dryRun: true },
    },
  ])
  await lines(done.id)
  const read = await database.pool.query(`select actor from audit_event where subject = $1`, [
    `exchange:${done.id}`,
  ])
  expect(read.rows).toEqual([{ actor: operator.login }])
})

test('what too many deletions hold is approved by an administrator, and then applied', async () => {
  await node.installation.settings.set('learning.guard.deletions', 1, 'test')
  await putFile(operator, 'A1\nA2\nA3\n', 'deletecourses.csv')
  const held = await ran('courses-delete', {
    file: stored('deletecourses.csv'),
    dryRun: false,
    confirmTool: 'courses-delete',
  })
  expect(held).toMatchObject({
    state: 'held',
    hold: [{ fr: expect.stringContaining('3') }],
    actions: { decide: false },
  })
  expect((await report(held.id, administrator)).actions.decide).toBe(true)
  const approved = await administrator.post(`/api/runs/${held.runId}/approval`)
  expect(approved.status).toBe(201)
  await node.engine.waitForRun(approved.body.runId)
  expect(await report(held.id)).toMatchObject({
    state: 'approved',
    decidedBy: administrator.login,
    appliedByRun: approved.body.runId,
  })
  await node.installation.settings.reset('learning.guard.deletions', 'test')
})

test('exchanges by pages, newest first, of one tool or all', async () => {
  const first = (await reader.get('/api/learning/exchanges?size=2')).body
  expect(first.items).toHaveLength(2)
  const second = (await reader.get(`/api/learning/exchanges?size=2&before=${first.next}`)).body
  const ids = [...first.items, ...second.items].map((one: { id: number }) => one.id)
  expect(ids).toEqual([...ids].sort((a, b) => b - a))
  expect(new Set(ids).size).toBe(4)
  const deletions = (await reader.get('/api/learning/exchanges?tool=courses-delete&size=200')).body
  expect(new Set(deletions.items.map((one: { tool: string }) => one.tool))).toEqual(
    new Set(['courses-delete']),
  )
  expect(deletions.next).toBeNull()
})

test('the drop directory: what waits and why, and a pull on demand', async () => {
  const directory = join(node.installation.place.dataDirectory, 'sync')
  mkdirSync(directory, { recursive: true })
  const lay = (name: string, ageSeconds: number) => {
    const path = join(directory, name)
    writeFileSync(path, `${header}\n`)
    const at = Date.now() / 1000 - ageSeconds
    utimesSync(path, at, at)
  }
  lay('userimport.csv', 60)
  lay('_brouillon.csv', 60)
  lay('cohorts.csv.part', 60)
  lay('enrols.csv', 0)
  const { body } = await reader.get('/api/learning/drop')
  expect(body).toMatchObject({
    directory,
    exists: true,
    writable: true,
    locks: [],
    quarantined: [],
    alarms: [],
  })
  expect(body.waiting.map((file: { name: string; why: string }) => [file.name, file.why])).toEqual([
    ['_brouillon.csv', 'omitted'],
    ['cohorts.csv.part', 'partial-name'],
    ['enrols.csv', 'growing'],
    ['userimport.csv', 'next-pull'],
  ])
  expect(body.waiting[3].takenBy).toEqual(['users'])
  expect(body.actions).toEqual({ pull: false, configure: false })
  expect((await reader.post('/api/learning/drop/pull')).status).toBe(403)
  const asked = await operator.post('/api/learning/drop/pull')
  expect(asked.status).toBe(202)
  expect(await node.engine.waitForRun(asked.body.runId)).toMatchObject({ state: 'finished' })
  const after = (await reader.get('/api/learning/drop')).body
  expect(after.pulls[0]).toMatchObject({ taken: ['userimport.csv'], blocked: null })
  expect(after.waiting.map((file: { name: string }) => file.name)).not.toContain('userimport.csv')
  expect((await tool('users')).candidates).toMatchObject([
    { file: { name: 'userimport.csv' }, standing: 'next' },
  ])
  expect(
    readFileSync(
      join(node.installation.place.dataDirectory, 'learning/files/commands/userimport.csv'),
      'utf8',
    ),
  ).toBe(`${header}\n`)
})

test('a file that is dropped under the name of the one that was simulated is not processed in its place', async () => {
  await putFile(operator, 'A1\n', 'deletecourses.csv')
  const wish = { file: stored('deletecourses.csv'), dryRun: false, confirmTool: 'courses-delete' }
  const simulated = await ran('courses-delete', { ...wish, dryRun: true })
  const dropped = join(node.installation.place.dataDirectory, 'sync', 'deletecourses.csv')
  writeFileSync(dropped, 'B1\nB2\n')
  const aMinuteAgo = Date.now() / 1000 - 60
  utimesSync(dropped, aMinuteAgo, aMinuteAgo)
  const asked = await operator.post('/api/learning/tools/courses-delete/runs', {
    ...wish,
    simulation: simulated.id,
  })
  expect(asked.status).toBe(202)
  expect(await node.engine.waitForRun(asked.body.runId)).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('simulez de nouveau'),
  })
  expect((await operator.get(`/api/learning/exchanges?run=${asked.body.runId}`)).body.items).toMatchObject([
    { state: 'failed', tally: { lines: 0 } },
  ])
  expect(await content('commands', 'deletecourses.csv')).toBe('B1\nB2\n')
})

test('D02: a lock of an agent that is too old blocks the pull, shows on the page and in the synthesis', async () => {
  const directory = join(node.installation.place.dataDirectory, 'sync')
  const lock = join(directory, 'alock.txt')
  writeFileSync(lock, '')
  const fourHoursAgo = Date.now() / 1000 - 4 * 3600
  utimesSync(lock, fourHoursAgo, fourHoursAgo)
  const asked = await operator.post('/api/learning/drop/pull')
  await node.engine.waitForRun(asked.body.runId)
  const { body } = await reader.get('/api/learning/drop')
  expect(body.locks).toMatchObject([{ name: 'alock.txt', tooOld: true, alarmSentAt: expect.any(String) }])
  expect(body.pulls[0]).toMatchObject({ taken: [], blocked: { fr: expect.stringContaining('alock.txt') } })
  expect(body.alarms).toMatchObject([{ text: { fr: expect.stringContaining('alock.txt') }, solvedAt: null }])
  expect((await reader.get('/api/learning/tools')).body.drop.alarm).toBe(true)
  rmSync(lock)
  await node.engine.waitForRun((await operator.post('/api/learning/drop/pull')).body.runId)
  expect((await reader.get('/api/learning/drop')).body.alarms).toMatchObject([
    { solvedAt: expect.any(String) },
  ])
  expect((await reader.get('/api/learning/tools')).body.drop.alarm).toBe(false)
})

test('F31: a file sent on the page of the check, or of the deletion, is processed like any other', async () => {
  await putFile(operator, 'BIO101\nNULLEPART\n', 'à vérifier.csv')
  expect(await ran('courses-check', { file: stored('à vérifier.csv'), dryRun: false })).toMatchObject({
    state: 'applied',
    tally: { lines: 2 },
  })
  expect(
    await ran('courses-delete', {
      file: stored('à vérifier.csv'),
      dryRun: false,
      confirmTool: 'courses-delete',
    }),
  ).toMatchObject({ tally: { lines: 2, rejected: 2 } })
})

test('a file under way is told with its counts so far; one whose run has ended first, that it will be gone on with', async () => {
  const { rows } = await database.pool.query<{ id: number; run: number }>(
    `with run as (
       insert into batch_run (batch_code, application, state, trigger, queued_at, started_at, node_id, parameters, resources, waits_alone)
       select batch_code, application, 'running', trigger, now(), now(), node_id, parameters, resources, waits_alone
       from batch_run where batch_code = 'SYNC_FILE' order by id desc limit 1 returning id),
     exchange as (
       insert into file_exchange (run_id, application, tool, batch_code, parameters, file_name, label, dry_run, state)
       select id, 'learning', 'users.sync', 'SYNC_FILE', '{"encoding": "utf-8"}', 'long.csv', 'x', false, 'processing' from run
       returning id, run_id)
     select id, run_id as run from exchange`,
  )
  const { id, run } = rows[0]!
  await database.pool.query(
    `insert into command_file_progress (exchange_id, request, tally)
     values ($1, '{}', '{"lines": 7, "blank": 0, "created": 5, "updated": 0, "unchanged": 0, "partial": 0, "deleted": 0,
       "skipped": 0, "rejected": 2, "warnings": 0, "comments": 1, "oldComments": 0}')`,
    [id],
  )
  expect(await report(id)).toMatchObject({
    state: 'processing',
    tally: { lines: 7, created: 5, rejected: 2 },
    encoding: 'utf-8',
    notes: [],
    outputs: { report: null, journal: null, retry: null, archive: null },
    actions: { run: false, readLines: false },
  })
  expect((await operator.get(`/api/learning/exchanges/${id}/lines`)).body.code).toBe('FILE_GONE')
  await database.pool.query(`update batch_run set state = 'interrupted', ended_at = now() where id = $1`, [
    run,
  ])
  const interrupted = await report(id)
  expect(interrupted).toMatchObject({ state: 'failed', cancelled: false })
  expect(interrupted.notes[0]!.fr).toContain('la prochaine exécution')
})
