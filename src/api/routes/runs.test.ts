import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { startTestApi, type TestApi, type TestApiOptions } from '../../../test/support/test-api.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine, gate, testBatch, until, untilIdle } from '../../../test/support/test-engine.ts'
import { administrator, admissionsOperator, operator, reader } from '../../../test/support/visitor.ts'
import type { Batch } from '../../batch/define-batch.ts'

let database: TestDatabase
let api: TestApi
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
afterEach(async () => {
  await api.stop()
  await forgetEngine(database)
})

async function start(batches: readonly Batch[], options: TestApiOptions = {}): Promise<void> {
  api = await startTestApi(database, batches, options)
}

async function launch(code: string, body = {}): Promise<number> {
  const answer = await api.post(`/api/batches/${code}/runs`, body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body.runId
}

/** Launches it and waits for its end. */
async function ran(code: string, body = {}): Promise<number> {
  return (await api.engine.waitForRun(await launch(code, body))).id
}

async function audited(action: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ line: string }>(
    `select actor || ' ' || subject as line from audit_event where action = $1 order by id desc limit 1`,
    [action],
  )
  return rows.map((row) => row.line)
}

const nightly = testBatch('NIGHTLY')
const failing = testBatch('FAILING', {
  run: async () => {
    throw new Error('=le serveur distant; ne répond pas')
  },
})
const talking = testBatch('TALKING', {
  async run({ log }) {
    for (let n = 1; n <= 5; n += 1) log.info(`ligne ${n}`)
    log.warn('le champ « INE » manque')
    log.error('la ligne 7 est rejetée')
    return { lignes: 7 }
  },
})

describe('the history', () => {
  const ids = async (query: string) =>
    (await api.get(`/api/runs?${query}`)).body.items.map((run: { batchCode: string }) => run.batchCode)

  test('is read by pages and filters', async () => {
    await start([nightly, failing])
    await ran('NIGHTLY')
    await ran('FAILING')
    await ran('NIGHTLY')
    const first = (await api.get('/api/runs?size=2')).body
    expect(first.items).toMatchObject([
      { batchCode: 'NIGHTLY', state: 'finished', stateCode: 'FINISH', trigger: 'manual' },
      { batchCode: 'FAILING', state: 'failed', error: '=le serveur distant; ne répond pas' },
    ])
    const second = (await api.get(`/api/runs?size=2&before=${first.next}`)).body
    expect(second).toMatchObject({ items: [{ batchCode: 'NIGHTLY' }], next: null })
    expect(await ids('state=failed,interrupted')).toEqual(['FAILING'])
    expect(await ids('state=failed&state=finished&batch=NIGHTLY')).toEqual(['NIGHTLY', 'NIGHTLY'])
    expect(await ids('trigger=schedule')).toEqual([])
    expect(await ids('from=2026-01-06T00:00:00Z')).toEqual([])
  })

  test('holds only runs of the visitor’s applications, asked for or not', async () => {
    await start([nightly])
    await ran('NIGHTLY')
    api.actAs(admissionsOperator)
    expect(await ids('')).toEqual([])
    for (const query of ['application=core', 'batch=NIGHTLY'])
      expect((await api.get(`/api/runs?${query}`)).status).toBe(403)
    expect(await ids('application=admissions')).toEqual([])
  })

  test('is exported for spreadsheets, in the establishment’s time, with formulas neutralised', async () => {
    await start([nightly, failing])
    await ran('NIGHTLY')
    await ran('FAILING')
    const { status, body, raw } = await api.get('/api/runs.csv')
    expect(status).toBe(200)
    expect(raw.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(raw.headers['content-disposition']).toContain('historique.csv')
    const lines = body.split('\r\n')
    expect(lines[0]).toMatch(/^\uFEFFNuméro;Batch;Application;Statut;Origine;Échéance;/)
    expect(lines[1]).toContain(';FAILING;core;ERROR;immédiat;;05/01/2026 11:00:00;')
    expect(lines[1]).toContain(`"'=le serveur distant; ne répond pas"`)
    expect(lines[2]).toContain(';NIGHTLY;core;FINISH;')
    expect(await audited('history.exported')).toEqual(['testun-admin history'])
    api.actAs({ ...reader, locale: 'en' })
    const english = (await api.get('/api/runs.csv?batch=NIGHTLY')).body.split('\r\n')
    expect(english[0]).toMatch(/^\uFEFFNumber,Batch,/)
    expect(english[1]).toContain(',NIGHTLY,core,FINISH,immediate,,2026-01-05 11:00:00,')
    expect(await audited('history.exported')).toEqual(['testun-lecteur batch:NIGHTLY'])
  })

  test('says in the reader’s language why a run was skipped', async () => {
    await start([nightly])
    await database.pool.query(
      `insert into batch_run (batch_code, application, state, trigger, queued_at, ended_at, reason)
       values ('NIGHTLY', 'core', 'skipped', 'catch-up', now(), now(),
               '{"code": "missed", "from": "2026-01-05T21:30:00Z", "to": "2026-01-06T21:30:00Z", "count": 2}')`,
    )
    const english = 'due instants missed: from 05/01/2026 22:30:00 to 06/01/2026 22:30:00, 2 in all'
    const french = 'occurrences manquées : du 05/01/2026 22:30:00 au 06/01/2026 22:30:00, nombre 2'
    expect((await api.get('/api/runs')).body.items[0].reason).toEqual({
      fr: french.replace(' :', '\u00A0:'),
      en: english,
    })
    expect((await api.get('/api/runs.csv')).body).toContain(`;${french};`)
    api.actAs({ ...reader, locale: 'en' })
    expect((await api.get('/api/runs.csv')).body).toContain(`,"${english}",`)
  })

  test('longer than a piece, it is exported whole', async () => {
    await start([nightly])
    await database.pool.query(
      `insert into batch_run (batch_code, application, state, trigger, queued_at, started_at, ended_at)
       select 'NIGHTLY', 'core', 'finished', 'schedule', at, at, at
       from (select now() - n * interval '1 hour' as at from generate_series(1, 2500) n) run`,
    )
    const { body } = await api.get('/api/runs.csv')
    expect(body.trimEnd().split('\r\n')).toHaveLength(2501)
  })
})

describe('the page of a run', () => {
  test('tells its neighbours, its habit, its plan and what can be done', async () => {
    await start([nightly, failing])
    const runs = [await ran('NIGHTLY'), await ran('FAILING'), await ran('NIGHTLY'), await ran('NIGHTLY')]
    const { status, body } = await api.get(`/api/runs/${runs[2]}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      run: { id: runs[2], state: 'finished', requestedBy: administrator.login },
      batch: { code: 'NIGHTLY', planned: true },
      files: [],
      exchange: null,
      habit: { runs: 3, medianSeconds: 0, longestSeconds: 0 },
      abnormallyLong: false,
      neighbours: { previous: runs[0], next: runs[3], previousFailed: null },
      plan: { version: 1, author: null },
      waitsFor: [],
      acknowledged: null,
      actions: { cancel: false, runAgain: true, decide: false },
    })
    const failed = await ran('FAILING')
    expect((await api.get(`/api/runs/${failed}`)).body.neighbours.previousFailed).toBe(runs[1])
  })

  test('a run under way that takes far longer than usual is pointed out, and what waits says behind what', async () => {
    const hold = gate()
    await start([
      testBatch('LONG', { resources: ['students'] }),
      testBatch('HOLDER', { resources: ['students'], run: hold.pass }),
    ])
    const id = await launch('HOLDER')
    await hold.arrived(1)
    const waiting = await launch('LONG')
    await until(async () => (await api.get(`/api/runs/${waiting}`)).body.run.reason !== null)
    const page = (await api.get(`/api/runs/${waiting}`)).body
    expect(page).toMatchObject({
      run: {
        state: 'queued',
        reason: {
          fr: 'attend la ressource students, tenue par HOLDER',
          en: 'waits for the resource students, held by HOLDER',
        },
      },
      waitsFor: [{ id, batchCode: 'HOLDER' }],
      actions: { cancel: true, runAgain: false },
    })
    await database.pool.query(
      `insert into batch_run (batch_code, application, state, trigger, queued_at, started_at, ended_at)
       select 'HOLDER', 'core', 'finished', 'schedule', at, at, at + interval '10 seconds'
       from (select '2026-01-01'::timestamptz + n * interval '1 hour' as at from generate_series(1, 5) n) run`,
    )
    expect((await api.get(`/api/runs/${id}`)).body.abnormallyLong).toBe(false)
    api.engine.clock.set('2026-01-05T10:01:11Z')
    expect((await api.get(`/api/runs/${id}`)).body.abnormallyLong).toBe(true)
    hold.open()
    await untilIdle(database)
  })

  test('is for who may read its application; a run that does not exist is not found', async () => {
    await start([nightly])
    const id = await ran('NIGHTLY')
    expect(await api.get('/api/runs/999999')).toMatchObject({ status: 404, body: { code: 'UNKNOWN_RUN' } })
    api.actAs(admissionsOperator)
    for (const path of ['', '/lines', '/log', '/files/1'])
      expect((await api.get(`/api/runs/${id}${path}`)).status).toBe(403)
  })
})

describe('the log', () => {
  test('is followed, read from its end, and searched', async () => {
    await start([talking])
    const id = await ran('TALKING')
    const lines = async (query: string) => (await api.get(`/api/runs/${id}/lines?${query}`)).body
    const first = await lines('limit=3')
    expect(first).toMatchObject({ lastSeq: 7, more: true })
    expect(first.lines.map((line: { message: string }) => line.message)).toEqual([
      'ligne 1',
      'ligne 2',
      'ligne 3',
    ])
    expect((await lines('after=6')).lines).toMatchObject([{ seq: 7, level: 'error' }])
    expect(await lines('before=99999999999&limit=2')).toMatchObject({
      lines: [{ seq: 6 }, { seq: 7 }],
      more: true,
    })
    expect((await lines('level=warn,error')).lines).toMatchObject([{ seq: 6 }, { seq: 7 }])
    expect((await lines('search=LA%20LIGNE')).lines).toMatchObject([{ seq: 7 }])
    expect((await lines('search=%25')).lines).toEqual([])
  })

  test('is saved as text', async () => {
    await start([talking])
    const id = await ran('TALKING')
    const { body, raw } = await api.get(`/api/runs/${id}/log`)
    expect(raw.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(body.split('\n')[0]).toBe('05/01/2026 11:00:00 - ligne 1')
    expect(body).toContain(' - ERREUR - la ligne 7 est rejetée\n')
    expect(await audited('log.downloaded')).toEqual([`testun-admin run:${id}`])
  })
})

describe('files', () => {
  const secret = join(mkdtempSync(join(tmpdir(), 'nocturne-elsewhere-')), 'secret.txt')
  writeFileSync(secret, 'secret')
  const writing = testBatch('WRITING', {
    async run({ files }) {
      const folder = await files.directory()
      for (const [name, personal] of [
        ['bilan été.txt', false],
        ['rejets.csv', true],
        ['empty.txt', false],
      ] as const) {
        writeFileSync(join(folder, name), name === 'empty.txt' ? '' : `contenu de ${name}`)
        await files.add(join(folder, name), { personal })
      }
      symlinkSync(secret, join(folder, 'link.txt'))
      await files.add(join(folder, 'link.txt'))
      await files.add(secret)
      return {}
    },
  })

  async function filesOf(
    id: number,
  ): Promise<{ id: number; name: string; allowed: boolean; gone: boolean }[]> {
    return (await api.get(`/api/runs/${id}`)).body.files
  }

  test('are downloaded under their name and written down', async () => {
    await start([writing])
    const id = await ran('WRITING')
    const [report, rejects, empty] = await filesOf(id)
    const { status, body, raw } = await api.get(`/api/runs/${id}/files/${report!.id}`)
    expect([status, body]).toEqual([200, 'contenu de bilan été.txt'])
    expect(raw.headers).toMatchObject({
      'content-type': 'text/plain',
      'content-disposition': `attachment; filename="bilan ete.txt"; filename*=UTF-8''bilan%20%C3%A9t%C3%A9.txt`,
      'x-content-type-options': 'nosniff',
    })
    expect(await audited('file.downloaded')).toEqual([`testun-admin run:${id}`])
    expect((await api.get(`/api/runs/${id}/files/${rejects!.id}`)).body).toBe('contenu de rejets.csv')
    expect((await api.get(`/api/runs/${id}/files/${empty!.id}`)).status).toBe(200)
  })

  test('with personal data are for operators', async () => {
    await start([writing])
    const id = await ran('WRITING')
    api.actAs(reader)
    const [report, rejects] = await filesOf(id)
    expect([report!.allowed, rejects!.allowed]).toEqual([true, false])
    expect((await api.get(`/api/runs/${id}/files/${report!.id}`)).status).toBe(200)
    expect((await api.get(`/api/runs/${id}/files/${rejects!.id}`)).status).toBe(403)
    api.actAs(operator)
    expect((await api.get(`/api/runs/${id}/files/${rejects!.id}`)).status).toBe(200)
  })

  test('that lie elsewhere, or lead there, are not handed out, whoever asks', async () => {
    await start([writing])
    const id = await ran('WRITING')
    const files = await filesOf(id)
    for (const file of files.filter((one) => ['link.txt', 'secret.txt'].includes(one.name)))
      expect(await api.get(`/api/runs/${id}/files/${file.id}`)).toMatchObject({
        status: 404,
        body: { code: 'UNKNOWN_FILE' },
      })
    await database.pool.query(`update batch_run_file set path = '/etc/passwd' where id = $1`, [files[0]!.id])
    expect((await api.get(`/api/runs/${id}/files/${files[0]!.id}`)).status).toBe(404)
    for (const path of ['..%2f..%2fetc%2fpasswd', '0', '1e9', '%2e%2e'])
      expect((await api.get(`/api/runs/${id}/files/${path}`)).status).toBeGreaterThanOrEqual(400)
  })

  test('of another run are not reached through this one; what is gone says so', async () => {
    await start([writing, nightly])
    const id = await ran('WRITING')
    const other = await ran('NIGHTLY')
    const [report] = await filesOf(id)
    expect((await api.get(`/api/runs/${other}/files/${report!.id}`)).body.code).toBe('UNKNOWN_FILE')
    rmSync(join(api.installation.place.dataDirectory, 'runs'), { recursive: true })
    expect((await filesOf(id))[0]!.gone).toBe(true)
    expect(await api.get(`/api/runs/${id}/files/${report!.id}`)).toMatchObject({
      status: 410,
      body: { code: 'FILE_GONE' },
    })
  })
})

describe('what can be done with a run', () => {
  test('it is told to stop, once it is over no more', async () => {
    const hold = gate()
    await start([testBatch('LONG', { run: hold.pass })])
    const id = await launch('LONG')
    await hold.arrived(1)
    api.actAs(operator)
    expect(await api.post(`/api/runs/${id}/cancellation`)).toMatchObject({
      status: 200,
      body: { state: 'stopping' },
    })
    expect(await audited('run.cancelled')).toEqual([`testun-operateur run:${id}`])
    expect(await api.engine.waitForRun(id)).toMatchObject({
      state: 'cancelled',
      cancelRequestedBy: 'testun-operateur',
    })
    expect(await api.post(`/api/runs/${id}/cancellation`)).toMatchObject({
      status: 409,
      body: { code: 'RUN_ENDED' },
    })
  })

  test('it is run again with the same parameters, or with others', async () => {
    const parameters = z.strictObject({ limite: z.int().default(10) })
    await start([testBatch('LIMITED', { parameters })])
    const id = await ran('LIMITED', { parameters: { limite: 3 } })
    const again = await api.post(`/api/runs/${id}/repetition`, {})
    expect(again.status).toBe(201)
    expect((await api.engine.waitForRun(again.body.runId)).parameters).toEqual({ limite: 3 })
    const other = await api.post(`/api/runs/${id}/repetition`, { parameters: { limite: 4 } })
    expect((await api.engine.waitForRun(other.body.runId)).parameters).toEqual({ limite: 4 })
    const wrong = await api.post(`/api/runs/${id}/repetition`, { parameters: { limite: 'x' } })
    expect(wrong).toMatchObject({ status: 422, body: { code: 'INVALID_PARAMETERS' } })
  })

  test('a run on request is run again as it was, never with a path of one’s own', async () => {
    const parameters = z.object({ path: z.string() })
    await start([testBatch('BY_FILE', { schedule: null, parameters, waiting: 'many' })])
    const outcome = await api.engine.requestRun({
      code: 'BY_FILE',
      trigger: 'manual',
      requestedBy: 'test',
      parameters: { path: 'a.csv' },
    })
    if (!outcome.ok) throw new Error()
    await api.engine.waitForRun(outcome.runId)
    const other = await api.post(`/api/runs/${outcome.runId}/repetition`, {
      parameters: { path: '/etc/passwd' },
    })
    expect(other).toMatchObject({ status: 409, body: { code: 'NOT_PLANNED' } })
    const same = await api.post(`/api/runs/${outcome.runId}/repetition`, {})
    expect((await api.engine.waitForRun(same.body.runId)).parameters).toEqual({ path: 'a.csv' })
  })

  test('whoever looks first at a failure is written down, and may take it back', async () => {
    await start([failing])
    const id = await ran('FAILING')
    api.actAs(operator)
    const seen = { by: 'testun-operateur', at: '2026-01-05T10:00:00.000Z' }
    expect((await api.put(`/api/runs/${id}/acknowledgement`)).body).toEqual(seen)
    api.actAs(administrator)
    expect((await api.put(`/api/runs/${id}/acknowledgement`)).body).toEqual(seen)
    expect((await api.get(`/api/runs/${id}`)).body.acknowledged).toEqual(seen)
    expect(await audited('run.acknowledged')).toEqual([`testun-operateur run:${id}`])
    expect((await api.delete(`/api/runs/${id}/acknowledgement`)).status).toBe(204)
    expect((await api.get(`/api/runs/${id}`)).body.acknowledged).toBeNull()
  })

  test('none of it is for readers, and decisions on imports are for administrators', async () => {
    await start([nightly])
    const id = await ran('NIGHTLY')
    api.actAs(reader)
    expect((await api.post(`/api/runs/${id}/cancellation`)).status).toBe(403)
    expect((await api.post(`/api/runs/${id}/repetition`, {})).status).toBe(403)
    expect((await api.put(`/api/runs/${id}/acknowledgement`)).status).toBe(403)
    api.actAs(operator)
    expect((await api.post(`/api/runs/${id}/approval`)).status).toBe(403)
    expect((await api.post(`/api/runs/${id}/discard`)).status).toBe(403)
    api.actAs(administrator)
    expect((await api.post(`/api/runs/${id}/approval`)).body.code).toBe('NOT_HELD')
    expect((await api.post(`/api/runs/${id}/discard`)).body.code).toBe('NOT_HELD')
  })
})
