import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { emptyBase } from '../../../test/support/student-base.ts'
import { addItems, file, line, students } from '../../../test/support/student-import.ts'
import { upload } from '../../../test/support/student-upload.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { listenToNotices, type Notice } from '../../batch/notices.ts'
import { readRunFiles } from '../../batch/read-run.ts'
import type { ImportReport } from '../schemas/imports.ts'

let database: TestDatabase
let node: ApiNode
let reader: ApiClient
let operator: ApiClient
let administrator: ApiClient
let directory: string
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
  node = await startApiServer(database, { realApplications: true })
  reader = await node.signIn({ roles: { health: 'reader' } })
  operator = await node.signIn({ roles: { health: 'operator' } })
  administrator = await node.signIn({ roles: { health: 'administrator' } })
  await node.listen()
})
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'nocturne-import-pages-'))
  await node.installation.settings.set('health.import.directory', directory, 'test')
})
afterEach(async () => {
  await emptyBase(database)
  await database.pool.query('delete from upload')
})
afterAll(async () => {
  await node.stop()
  await database.drop()
})

const uploads = () => readdirSync(join(node.installation.place.dataDirectory, 'uploads'))

/** Asks for a simulation or an import and waits for its end; gives the report that its asker sees. */
async function imported(
  uploadId: string,
  wish: { dryRun: boolean; simulation?: number; model?: string },
  client = operator,
): Promise<ImportReport> {
  const asked = await client.post('/api/imports', { uploadId, model: 'APOGEE', ...wish })
  if (asked.status !== 202) throw new Error(asked.text)
  await node.engine.waitForRun(asked.body.runId)
  return await report(asked.body.runId, client)
}

async function report(runId: number, client = operator): Promise<ImportReport> {
  const { status, body, text } = await client.get(`/api/imports/${runId}`)
  if (status !== 200) throw new Error(text)
  return body
}

test('simulated, seen, imported; the rejected lines corrected and sent again: nothing is rejected any more', async () => {
  const bytes = file(
    line({ COD_NNE: '0TESTUN0019' }),
    line({ NOM: 'TESTDEUX' }),
    line({ NOM: 'TESTTROIS', CODE_NATIO: '' }),
  )
  const id = await upload(operator, bytes, 'rentrée.csv')
  const simulated = await imported(id, { dryRun: true })
  expect(simulated).toMatchObject({
    batchCode: 'IMP_MAN',
    fileName: 'rentrée.csv',
    model: 'APOGEE',
    dryRun: true,
    state: 'simulated',
    tally: { lines: 3, created: 2, rejected: 1 },
    requestedBy: operator.login,
    bytes: bytes.length,
    uploadId: id,
    actions: { import: true, decide: false },
  })
  expect(simulated.faults).toMatchObject([
    {
      severity: 'error',
      code: 'E_ABSENT',
      column: 'CODE_NATIO',
      count: 1,
      samples: [{ line: 4, message: "La donnée 'Nationalité' est absente pour : ligne 4" }],
      advice: { fr: expect.stringContaining('Complétez'), en: expect.stringContaining('Fill in') },
    },
  ])
  expect(await students(database)).toEqual([])
  expect(uploads()).toEqual([id])

  const done = await imported(id, { dryRun: false, simulation: simulated.runId })
  expect(done).toMatchObject({
    state: 'applied',
    tally: simulated.tally,
    hold: [],
    approvalOfRun: simulated.runId,
    uploadId: null,
    actions: { import: false, decide: false },
  })
  // What was sent is used up; what simulation and import had in common still says so.
  expect(uploads()).toEqual([])
  expect(await report(simulated.runId)).toMatchObject({ uploadId: null, actions: { import: false } })

  const files = await readRunFiles(database.pool, done.runId)
  const retry = readFileSync(files.find((one) => one.personal)!.path)
  expect(done.files.filter((one) => one.personal)).toMatchObject([
    { name: expect.stringMatching(/^erreurFile_.*\.csv$/), allowed: true, gone: false },
  ])
  const corrected = Buffer.from(retry.toString('latin1').replace('14/03/2005;;', '14/03/2005;100;'), 'latin1')
  const again = await imported(await upload(operator, corrected), { dryRun: false })
  expect(again).toMatchObject({ state: 'applied', tally: { lines: 1, created: 1, rejected: 0 }, faults: [] })
  expect(again.history).toMatchObject([{ runId: done.runId, tally: { created: 2 } }])
  expect((await students(database)).map((student) => student.family_name)).toEqual([
    'TESTUN',
    'TESTDEUX',
    'TESTTROIS',
  ])
  const { body } = await reader.get('/api/imports')
  expect(body.items.map((item: { runId: number }) => item.runId)).toEqual([
    again.runId,
    done.runId,
    simulated.runId,
  ])
})

test('changed values come with samples for operators, as text; a reader gets the counts alone', async () => {
  const names = ['TESTUN', 'TESTDEUX', 'TESTTROIS', 'TESTQUATRE']
  const before = names.map((NOM) => line({ NOM, COMMUNE: 'ESSAIVILLE', IDENTIFIANT: NOM }))
  await imported(await upload(operator, file(...before)), { dryRun: false })
  const after = names.map((NOM) =>
    line({ NOM, COMMUNE: '<script>alert(1)</script>', COD_NNI: '205039999900139', DATENAI: '14/03/2005' }),
  )
  await database.pool.query(`update import_model set keep_nir = false where code = 'APOGEE'`)
  const id = await upload(operator, file(...after, line({ NOM: 'TESTCINQ', IDENTIFIANT: 'TESTUN' })))
  const simulated = await imported(id, { dryRun: true })
  const expected = [
    {
      column: 'COMMUNE',
      count: 4,
      samples: [2, 3, 4].map((line) => ({ line, before: 'ESSAIVILLE', after: '<script>alert(1)</script>' })),
    },
  ]
  expect(simulated.changedFields).toEqual(expected)
  const applied = await imported(id, { dryRun: false, simulation: simulated.runId })
  expect(applied).toMatchObject({ state: 'applied', changedFields: expected })
  expect(JSON.stringify(applied)).not.toContain('2050399999')

  const seen = await report(applied.runId, reader)
  expect(seen.changedFields).toEqual([{ column: 'COMMUNE', count: 4, samples: [] }])
  expect(JSON.stringify(seen)).not.toContain('ESSAIVILLE')
  expect(applied.faults.find((fault) => fault.code === 'E_CAS')?.samples).toHaveLength(1)
  expect(seen.faults.find((fault) => fault.code === 'E_CAS')).toMatchObject({ count: 1, samples: [] })
  // A message of theirs prints a login: none of these files is for readers.
  expect(seen.files.map((one) => one.allowed)).toEqual([false, false, false, false])
  for (const { path } of await readRunFiles(database.pool, applied.runId))
    if (path.endsWith('.json')) expect(readFileSync(path, 'utf8')).not.toContain('ESSAIVILLE')
})

test('the base has moved since the simulation: the import is held, and says what differs', async () => {
  const id = await upload(operator, file(line(), line({ NOM: 'TESTDEUX' })))
  const simulated = await imported(id, { dryRun: true })
  await imported(await upload(operator, file(line())), { dryRun: false })
  const held = await imported(id, { dryRun: false, simulation: simulated.runId })
  expect(held).toMatchObject({
    state: 'held',
    tally: { created: 1, unchanged: 1 },
    hold: [
      {
        fr: '1 dossier créé au lieu de 2 dans la simulation : la base a changé entre-temps',
        en: '1 record created instead of 2 in the simulation: the base has changed since',
      },
    ],
    actions: { decide: false },
  })
  expect(await report(held.runId, administrator)).toMatchObject({ actions: { decide: true } })
  expect((await students(database)).map((student) => student.family_name)).toEqual(['TESTUN'])
  // Its copy waits with the run; what was sent is used up.
  expect(uploads()).toEqual([])
})

test('a simulation says what would hold the import, and seeing it is not approving it', async () => {
  await node.installation.settings.set('health.import.guard.minimum-lines', 4, 'test')
  const lines = ['TESTUN', 'TESTDEUX', 'TESTTROIS', 'TESTQUATRE'].map((NOM, index) =>
    line({ NOM, CODE_NATIO: index < 2 ? '' : '100' }),
  )
  const id = await upload(operator, file(...lines))
  const simulated = await imported(id, { dryRun: true })
  const reason = {
    fr: '2 lignes rejetées (50\u00a0%, limite 30\u00a0%)',
    en: '2 lines rejected (50%, limit 30%)',
  }
  expect(simulated).toMatchObject({ state: 'simulated', hold: [], wouldHold: [reason] })
  expect(await imported(id, { dryRun: false, simulation: simulated.runId })).toMatchObject({
    state: 'held',
    hold: [reason],
  })
  await node.installation.settings.reset('health.import.guard.minimum-lines', 'test')
})

test('a refused file stays: another model may take it', async () => {
  const id = await upload(operator, Buffer.from('COD_ANU;NOM\r\n2025;TESTUN\r\n'))
  expect(await imported(id, { dryRun: false })).toMatchObject({
    state: 'refused',
    uploadId: id,
    faults: [{ code: 'E_COHERENCE', advice: { fr: expect.stringContaining('extraction') } }],
  })
  expect(uploads()).toEqual([id])
})

test('what cannot be imported is refused at once, with what to do', async () => {
  const id = await upload(operator, file(line()))
  const ask = async (wish: object, client = operator) => {
    const { status, body } = await client.post('/api/imports', {
      uploadId: id,
      model: 'APOGEE',
      dryRun: false,
      ...wish,
    })
    return [status, body.code, body.detail]
  }
  expect(await ask({ model: 'NUL' })).toEqual([404, 'UNKNOWN_MODEL', expect.stringContaining('NUL')])
  expect(await ask({ uploadId: 'f'.repeat(32) })).toMatchObject([404, 'UNKNOWN_UPLOAD', expect.any(String)])
  expect(await ask({ uploadId: '../../etc/passwd' })).toMatchObject([
    404,
    'UNKNOWN_UPLOAD',
    expect.any(String),
  ])
  expect(await ask({}, reader)).toMatchObject([403, 'FORBIDDEN', undefined])
  expect(await ask({}, await node.signIn({ roles: { health: 'operator' } }))).toMatchObject([
    404,
    'UNKNOWN_UPLOAD',
    expect.any(String),
  ])
  expect(await ask({ simulation: 999_999 })).toMatchObject([422, 'INVALID_FIELDS', expect.any(String)])
  const other = await imported(await upload(operator, file(line({ NOM: 'TESTDEUX' }))), { dryRun: true })
  expect(await ask({ simulation: other.runId })).toEqual([
    422,
    'INVALID_FIELDS',
    expect.stringContaining('simulez de nouveau'),
  ])
  await database.pool.query(`update import_model set active = false where code = 'APOGEE'`)
  expect(await ask({})).toEqual([422, 'INVALID_FIELDS', expect.stringContaining('inactif')])
  await database.pool.query(`update import_model set active = true, keep_nir = true where code = 'APOGEE'`)
  expect(await ask({})).toEqual([422, 'INVALID_FIELDS', expect.stringContaining('NOCTURNE_ENCRYPTION_KEYS')])
  await database.pool.query(`update import_model set keep_nir = false where code = 'APOGEE'`)
  expect(await students(database)).toEqual([])
})

test('two clicks make one import', async () => {
  const id = await upload(operator, file(line()))
  const click = () => operator.post('/api/imports', { uploadId: id, model: 'APOGEE', dryRun: false })
  const answers = await Promise.all([click(), click(), click()])
  expect(answers.map((answer) => answer.status).sort()).toEqual([202, 409, 409])
  const { runId } = answers.find((answer) => answer.status === 202)!.body
  await node.engine.waitForRun(runId)
  const { rows } = await database.pool.query(
    `select count(*) as runs from batch_run where parameters ->> 'uploadId' = $1`,
    [id],
  )
  expect(rows).toEqual([{ runs: 1 }])
  const { rows: audited } = await database.pool.query(
    `select actor, application, detail ->> 'fileName' as file from audit_event where action = 'import.requested' and subject = $1`,
    [`run:${runId}`],
  )
  expect(audited).toEqual([{ actor: operator.login, application: 'health', file: 'etudiants.csv' }])
})

test('a path of the server is taken from the command line only, and so is a folder for the reports', async () => {
  const launch = async (parameters: object) => {
    const outcome = await node.engine.requestRun({
      code: 'IMP_MAN',
      trigger: 'manual',
      requestedBy: 'mallory',
      parameters: { fileName: 'x.csv', model: 'APOGEE', ...parameters },
    })
    if (!outcome.ok) throw new Error(outcome.refusal.message.en)
    return await node.engine.waitForRun(outcome.runId)
  }
  expect(await launch({ path: '/etc/passwd' })).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('en ligne de commande'),
  })
  const out = mkdtempSync(join(tmpdir(), 'nocturne-elsewhere-'))
  await launch({ uploadId: await upload(operator, file(line())), out })
  expect(readdirSync(out)).toEqual([])
  expect(readdirSync(directory)).not.toEqual([])
})

test('an import that somebody stopped is told as cancelled, one that failed is not', async () => {
  const { runId } = await imported(await upload(operator, file('0;1\r\n')), { dryRun: false })
  expect(await report(runId)).toMatchObject({ cancelled: false })
  await database.pool.query("update batch_run set state = 'cancelled' where id = $1", [runId])
  expect(await report(runId)).toMatchObject({ cancelled: true })
})

test('nobody approves by naming an exchange: only what is approved is applied', async () => {
  const id = await upload(operator, file(line(), line({ NOM: 'TESTDEUX' })))
  const simulated = await imported(id, { dryRun: true })
  await imported(await upload(operator, file(line())), { dryRun: false })
  const held = await imported(id, { dryRun: false, simulation: simulated.runId })
  const { rows } = await database.pool.query('select id from file_exchange where run_id = $1', [held.runId])
  const outcome = await node.engine.requestRun({
    code: 'IMP_MAN',
    trigger: 'manual',
    requestedBy: 'mallory',
    parameters: { fileName: 'x.csv', model: 'APOGEE', approvalOf: rows[0].id },
  })
  if (!outcome.ok) throw new Error('asked')
  expect(await node.engine.waitForRun(outcome.runId)).toMatchObject({
    state: 'failed',
    error: expect.stringContaining("n'est pas approuvé"),
  })
  expect(await report(held.runId)).toMatchObject({ state: 'held' })
  expect(await students(database)).toHaveLength(1)
})

test('an import that waits has a page already, and notices tell of each change', async () => {
  const notices: Notice[] = []
  const listener = await listenToNotices(database.url, {
    applicationName: 'test',
    onNotice: (notice) => notices.push(notice),
  })
  const id = await upload(operator, file(line()))
  const { body } = await operator.post('/api/imports', { uploadId: id, model: 'APOGEE', dryRun: false })
  expect(await report(body.runId)).toMatchObject({ fileName: 'etudiants.csv', model: 'APOGEE' })
  await node.engine.waitForRun(body.runId)
  expect(notices.filter((notice) => notice.kind === 'exchange')).toEqual([
    { kind: 'exchange', run: body.runId },
    { kind: 'exchange', run: body.runId },
  ])
  await listener.stop()
})

test('last imports are paged by run; another batch is no import; nobody else sees them', async () => {
  const runs: number[] = []
  for (const NOM of ['TESTUN', 'TESTDEUX', 'TESTTROIS'])
    runs.unshift((await imported(await upload(operator, file(line({ NOM }))), { dryRun: false })).runId)
  const first = (await reader.get('/api/imports?size=2')).body
  expect(first.items.map((item: { runId: number }) => item.runId)).toEqual(runs.slice(0, 2))
  const second = (await reader.get(`/api/imports?size=2&before=${first.next}`)).body
  expect(second.items[0].runId).toBe(runs[2])
  const outsider = await node.signIn({ roles: { learning: 'administrator' } })
  expect((await outsider.get('/api/imports')).status).toBe(403)
  expect((await outsider.get(`/api/imports/${runs[0]}`)).status).toBe(403)
  const clean = await node.engine.requestRun({ code: 'CLEAN', trigger: 'manual', requestedBy: 'test' })
  if (!clean.ok) throw new Error('asked')
  await node.engine.waitForRun(clean.runId)
  const anybody = await node.signIn({ administrator: true })
  expect((await anybody.get(`/api/imports/${clean.runId}`)).status).toBe(404)
  expect(existsSync(directory)).toBe(true)
})
