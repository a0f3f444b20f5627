import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

let database: TestDatabase
let node: ApiNode
let operator: ApiClient
let colleague: ApiClient
let reader: ApiClient

beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, { realApplications: true })
  operator = await node.signIn({ roles: { health: 'operator' } })
  colleague = await node.signIn({ roles: { health: 'operator' } })
  reader = await node.signIn({ roles: { health: 'reader' } })
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

async function send(kind: string, text: string, query = ''): Promise<number> {
  const answer = await operator.post(
    `/api/health/loads?kind=${kind}${query}`,
    `--x\r\ncontent-disposition: form-data; name="file"; filename="motifs.csv"\r\n\r\n${text}\r\n--x--\r\n`,
    { headers: { 'content-type': 'multipart/form-data; boundary=x' } },
  )
  expect(answer.status).toBe(201)
  await node.engine.waitForRun(answer.body.runId)
  return answer.body.runId
}

const motives = 'REFERENCE;LIBELLE;DUREE\nM-1;Visite d’essai;20\nM-2;Autre essai;3\n'

test('a file is simulated, told, and then the very same file is loaded, once', async () => {
  const simulated = await send('appointment-motives', motives)
  const { body } = await operator.get(`/api/health/loads/${simulated}`)
  expect(body).toMatchObject({
    kind: 'appointment-motives',
    state: 'simulated',
    dryRun: true,
    fileName: 'motifs.csv',
    tally: { lines: 2, created: 1, rejected: 1 },
    faults: [{ code: 'BAD_NUMBER', column: 'DUREE', count: 1, samples: [{ line: 3 }] }],
    actions: { load: true },
  })
  expect((await reader.get(`/api/health/loads/${simulated}`)).body).toMatchObject({
    faults: [{ samples: [] }],
    actions: { load: false },
  })
  expect((await colleague.post(`/api/health/loads/${simulated}/application`)).body).toMatchObject({
    code: 'UNKNOWN_UPLOAD',
  })
  const applied = await operator.post(`/api/health/loads/${simulated}/application`)
  expect(applied.status).toBe(202)
  await node.engine.waitForRun(applied.body.runId)
  const report = (await operator.get(`/api/health/loads/${applied.body.runId}`)).body
  expect(report).toMatchObject({ state: 'applied', tally: { created: 1, rejected: 1 } })
  const retry = await operator.get(`/api/runs/${report.runId}/files/${report.retryFileId}`)
  expect(retry.text).toBe('REFERENCE;LIBELLE;DUREE\nM-2;Autre essai;3\n')
  expect((await operator.post(`/api/health/loads/${simulated}/application`)).status).toBe(404)
  const { items } = (await reader.get('/api/health/loads')).body
  expect(items.map(({ runId }: { runId: number }) => runId)).toEqual([report.runId, simulated])
})

test('a file of another kind is refused as a whole, with what its header lacks', async () => {
  const run = await send('follow-ups', motives, '&dryRun=false')
  const { body } = await operator.get(`/api/health/loads/${run}`)
  expect(body.state).toBe('refused')
  expect(JSON.stringify(body.refusals)).toContain('ECHEANCE')
})

test('what a file may hold is told, and its template can be taken away', async () => {
  const { items } = (await reader.get('/api/health/load-kinds')).body
  expect(items.map(({ kind }: { kind: string }) => kind)).toEqual([
    'follow-ups',
    'appointment-motives',
    'appointments',
    'consultations',
    'vaccinations',
  ])
  const template = await reader.get('/api/health/load-kinds/appointments/template')
  expect(template.text).toMatch(/^\ufeffREFERENCE;INE;COD_ETU;ETB;IDENTIFIANT;MOTIF;DATE;HEURE;/)
})

test('what was sent to be loaded is no student file, and an unknown run no load', async () => {
  const { rows } = await database.pool.query('select id from upload limit 1')
  expect((await operator.get(`/api/uploads/${rows[0].id}`)).status).toBe(404)
  expect((await operator.get('/api/health/loads/999999')).status).toBe(404)
})
