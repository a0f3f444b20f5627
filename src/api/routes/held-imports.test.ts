import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { emptyBase } from '../../../test/support/student-base.ts'
import { addItems, file, line, students } from '../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

let database: TestDatabase
let node: ApiNode
let operator: ApiClient
let administrator: ApiClient
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
  node = await startApiServer(database, { realApplications: true })
  operator = await node.signIn({ roles: { health: 'operator' } })
  administrator = await node.signIn({ login: 'testun-sante', roles: { health: 'administrator' } })
  const { settings } = node.installation
  await settings.set('health.import.directory', mkdtempSync(join(tmpdir(), 'nocturne-held-')), 'test')
  await settings.set('health.import.guard.minimum-lines', 4, 'test')
})
afterEach(() => emptyBase(database))
afterAll(async () => {
  await node.stop()
  await database.drop()
})

const names = ['TESTUN', 'TESTDEUX', 'TESTTROIS', 'TESTQUATRE']
/** Two of four lines are rejected: more than the three tenths that are allowed. */
const halfRejected = file(...names.map((NOM, index) => line({ NOM, CODE_NATIO: index < 2 ? '' : '100' })))

async function held(): Promise<number> {
  const path = join(mkdtempSync(join(tmpdir(), 'nocturne-held-file-')), 'envoi.csv')
  writeFileSync(path, halfRejected)
  const asked = await node.engine.requestRun({
    code: 'IMP_MAN',
    // A path of the server is given on the command line only.
    trigger: 'cli',
    requestedBy: 'cli:test',
    parameters: { path, fileName: 'envoi.csv', model: 'APOGEE' },
  })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  const run = await node.engine.waitForRun(asked.runId)
  expect(run).toMatchObject({ error: null, detail: { state: 'held' } })
  return run.id
}

async function lastDecision() {
  const { rows } = await database.pool.query(
    `select actor, action, subject, application from audit_event where action like 'import.%' order by id desc limit 1`,
  )
  return rows[0]
}

test('a held import is approved by an administrator of its application, once', async () => {
  const id = await held()
  const page = await administrator.get(`/api/runs/${id}`)
  expect(page.body).toMatchObject({ exchange: { state: 'held', held: true }, actions: { decide: true } })
  expect((await operator.get(`/api/runs/${id}`)).body.actions.decide).toBe(false)
  expect((await operator.post(`/api/runs/${id}/approval`)).status).toBe(403)
  expect((await administrator.get('/api/nights/latest')).body.exceptions).toMatchObject([
    { kind: 'held', batchCode: 'IMP_MAN', runId: id },
  ])

  const approved = await administrator.post(`/api/runs/${id}/approval`)
  expect(approved.status).toBe(201)
  expect(await lastDecision()).toMatchObject({
    actor: 'testun-sante',
    action: 'import.approved',
    subject: `run:${id}`,
    application: 'health',
  })
  const { runId } = approved.body
  expect(await node.engine.waitForRun(runId)).toMatchObject({
    state: 'finished',
    detail: { state: 'applied' },
  })
  expect(await students(database)).toHaveLength(2)
  const again = await administrator.post(`/api/runs/${id}/approval`)
  expect(again).toMatchObject({ status: 409, body: { code: 'NOT_HELD' } })
  expect(again.body.detail).toContain('déjà été décidé par testun-sante')

  // Whoever may launch could otherwise apply what only an administrator may approve.
  const repeated = await operator.post(`/api/runs/${runId}/repetition`, {})
  expect(repeated).toMatchObject({ status: 409, body: { code: 'REQUEST_REFUSED' } })
  expect((await operator.get(`/api/runs/${runId}`)).body.actions.runAgain).toBe(false)
})

test('a held import is given up for good', async () => {
  const id = await held()
  expect((await operator.post(`/api/runs/${id}/discard`)).status).toBe(403)
  expect((await administrator.post(`/api/runs/${id}/discard`)).status).toBe(204)
  expect(await lastDecision()).toMatchObject({ action: 'import.discarded', subject: `run:${id}` })
  expect((await administrator.post(`/api/runs/${id}/approval`)).body.code).toBe('NOT_HELD')
  expect(await students(database)).toEqual([])
})

test('nobody imports a file of the server by its path', async () => {
  const launched = await administrator.post('/api/batches/IMP_MAN/runs', {
    parameters: { path: '/etc/passwd', fileName: 'passwd', model: 'APOGEE' },
  })
  expect(launched).toMatchObject({ status: 409, body: { code: 'NOT_PLANNED' } })
})
