import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../support/api-server.ts'
import { addItems, file, line } from '../support/student-import.ts'
import { upload } from '../support/student-upload.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// A value that slid into the wrong column is quoted by the message about that column: readers must not see it.

const secrets = /TESTSECRET|17\/11\/2001|loginsecret|2050399999001/
/** Key 39, as in health.md 3.3-3: nobody's. */
const nir = '205039999900139'

let database: TestDatabase
let api: ApiNode
let operator: ApiClient
let reader: ApiClient
let runs: number[]

beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
  api = await startApiServer(database, { realApplications: true })
  await api.listen()
  operator = await api.signIn({ roles: { health: 'operator' } })
  reader = await api.signIn({ roles: { health: 'reader' } })
  const directory = mkdtempSync(join(tmpdir(), 'nocturne-readers-'))
  await api.installation.settings.set('health.import.directory', directory, 'test')
  const bytes = file(
    line({ COD_ANU: 'TESTSECRET', COD_NNE: '9990000011P' }),
    line({ COD_ANU: '17/11/2001', COD_NNE: '9990000011P' }),
    line({ COD_ANU: '1789', COD_NNE: nir }),
    line({ COD_NNE: `${nir.slice(0, 13)} 39`, DATENAI: 'illisible' }),
    line({ NOM: 'TESTDEUX', IDENTIFIANT: 'loginsecret' }),
    line({ NOM: 'TESTTROIS', IDENTIFIANT: 'loginsecret' }),
  )
  const id = await upload(operator, bytes, 'envoi.csv')
  runs = []
  for (const dryRun of [true, false]) {
    const asked = await operator.post('/api/imports', { uploadId: id, model: 'APOGEE', dryRun })
    expect(asked.status).toBe(202)
    await api.engine.waitForRun(asked.body.runId)
    runs.push(asked.body.runId)
  }
})
afterAll(async () => {
  await api?.stop()
  await database?.drop()
})

/** Everything about these runs that an account gets to see. */
async function seenBy(client: ApiClient): Promise<string> {
  const pages = ['/api/runs', '/api/runs.csv', '/api/imports', '/api/nights/latest', '/api/batches']
  for (const run of runs) {
    pages.push(`/api/runs/${run}`, `/api/runs/${run}/lines`, `/api/runs/${run}/log`, `/api/imports/${run}`)
    const { files } = (await client.get(`/api/runs/${run}`)).body
    pages.push(...files.map((one: { id: number }) => `/api/runs/${run}/files/${one.id}`))
  }
  const answers = await Promise.all(pages.map((page) => client.get(page)))
  return answers.map(({ text }) => text).join('\n')
}

test('nothing that a reader can ask for quotes a value out of its place', async () => {
  const seen = await seenBy(reader)
  expect(seen).toContain('E_ANNEE')
  expect(secrets.exec(seen)?.[0]).toBeUndefined()
})

test('an operator sees what is wrong, but a social security number is never quoted', async () => {
  const seen = await seenBy(operator)
  expect(seen).toContain('Code année invalide : TESTSECRET')
  // The rejected lines hold it: they are the file itself, and for operators.
  const reports = await Promise.all(runs.map((run) => operator.get(`/api/imports/${run}`)))
  expect(reports.map(({ text }) => text).join('\n')).not.toContain(nir.slice(0, 13))
})

test('nor is anything of it in the lines of the run, which are kept as long as its history, or in the trail', async () => {
  const { rows } = await database.pool.query<{ text: string }>(
    `select batch_run_line::text as text from batch_run_line
     union all select batch_run::text from batch_run union all select audit_event::text from audit_event`,
  )
  expect(rows.filter(({ text }) => secrets.test(text))).toEqual([])
})
