import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import {
  forgetEngine,
  gate,
  runsOf,
  startTestEngine,
  type TestEngine,
  testBatch,
} from '../../test/support/test-engine.ts'
import type { Batch } from '../batch/define-batch.ts'
import { readRun, readRunLines } from '../batch/read-run.ts'
import { runDirectory } from '../batch/run-files.ts'
import { coreApplication } from './application.ts'

const now = '2026-06-15T10:00:00Z'

let database: TestDatabase
let dataDirectory: string
let engine: TestEngine
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'nocturne-test-'))
})
afterEach(async () => {
  await engine.stop()
  await forgetEngine(database)
  await rm(dataDirectory, { recursive: true, force: true })
})

async function start(...batches: Batch[]): Promise<void> {
  engine = await startTestEngine(database, now, [...coreApplication().batches, ...batches], {
    place: { timeZone: 'Europe/Paris', dataDirectory },
  })
  for (const code of ['BATCH_NETTOYAGE', 'BATCH_DESTRUCT_HISTO']) await engine.setEnabled(code, true, 'test')
}

async function launch(code: string, parameters: Record<string, unknown> = {}) {
  const request = await engine.requestRun({ code, trigger: 'manual', requestedBy: 'alice', parameters })
  if (!request.ok) throw new Error(request.refusal.message.en)
  return await engine.waitForRun(request.runId)
}

/** A run in the past; `node` is for one that seems to be under way. */
async function past(code: string, startedAt: string, state = 'finished', node: string | null = null) {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into batch_run (batch_code, application, state, trigger, queued_at, started_at, ended_at, node_id)
     values ($1, 'core', $2, 'schedule', $3, $3, case when $2 <> 'running' then $3::timestamptz end, $4)
     returning id`,
    [code, state, startedAt, node],
  )
  return rows[0]!.id
}

const unknownNode = '00000000-0000-4000-8000-000000000000'

test('CLEAN frees a run whose node is not alive, and its batch can be launched again', async () => {
  await start(testBatch('IMP_QUO'))
  const stuck = await past('IMP_QUO', '2026-06-15T09:40:00Z', 'running', unknownNode)
  const clean = await launch('CLEAN')
  expect(clean).toMatchObject({
    state: 'finished',
    detail: { debloques: 1, runs_purges: 0, fichiers_purges: 0 },
  })
  expect(await readRun(database.pool, stuck)).toMatchObject({
    state: 'interrupted',
    reason: { code: 'found-stuck', by: 'CLEAN' },
  })
  expect(await launch('IMP_QUO')).toMatchObject({ state: 'finished' })
})

test('11: CLEAN does not touch a run of two hours that is alive, nor one that has just begun', async () => {
  const import_ = gate()
  await start(testBatch('IMP_QUO', { run: import_.pass }), testBatch('YOUNG'))
  await engine.requestRun({ code: 'IMP_QUO', trigger: 'manual', requestedBy: 'alice' })
  await import_.arrived(1)
  const young = await past('YOUNG', '2026-06-15T11:55:00Z', 'running', unknownNode)
  engine.clock.set('2026-06-15T12:00:00Z')
  expect(await launch('CLEAN')).toMatchObject({ detail: { debloques: 0 } })
  expect(await runsOf(database, 'IMP_QUO')).toMatchObject([{ state: 'running' }])
  expect(await readRun(database.pool, young)).toMatchObject({ state: 'running' })
  import_.open()
})

test('CLEAN deletes runs older than 13 months but the newest, and the newest that finished, of each batch', async () => {
  await start(testBatch('RARE'), testBatch('OFTEN'))
  const old = await past('RARE', '2024-01-01T00:00:00Z')
  const kept = [
    await past('RARE', '2024-02-01T00:00:00Z'),
    await past('RARE', '2024-03-01T00:00:00Z', 'failed'),
    await past('OFTEN', '2025-05-16T00:00:00Z'),
    await past('OFTEN', '2026-06-01T00:00:00Z'),
  ]
  expect(await launch('CLEAN')).toMatchObject({ detail: { runs_purges: 1 } })
  expect(await readRun(database.pool, old)).toBeNull()
  for (const id of kept) expect(await readRun(database.pool, id)).not.toBeNull()
})

test('CLEAN removes the files whose time is over, and directories that no run has', async () => {
  await start(testBatch('IMP_QUO'))
  const run = await past('IMP_QUO', '2026-06-01T00:00:00Z')
  const directory = runDirectory(dataDirectory, run)
  await mkdir(directory, { recursive: true })
  const names = { 'expired.txt': '2026-06-14T00:00:00Z', 'kept.txt': '2026-07-14T00:00:00Z' }
  for (const [name, keepUntil] of Object.entries(names)) {
    await writeFile(join(directory, name), name)
    await database.pool.query(
      `insert into batch_run_file (run_id, path, media_type, personal, size_bytes, added_at, keep_until)
       values ($1, $2, 'text/plain', false, 1, $3, $4)`,
      [run, join(directory, name), now, keepUntil],
    )
  }
  for (const [id, changed] of [
    [999_001, '2026-06-12T00:00:00Z'],
    [999_002, '2026-06-15T09:00:00Z'],
  ] as const) {
    await mkdir(runDirectory(dataDirectory, id), { recursive: true })
    await utimes(runDirectory(dataDirectory, id), new Date(changed), new Date(changed))
  }
  expect(await launch('CLEAN')).toMatchObject({ detail: { fichiers_purges: 2, fichiers_en_echec: 0 } })
  expect(await readdir(directory)).toEqual(['kept.txt'])
  expect(await readdir(join(dataDirectory, 'runs', '999'))).toEqual(['999002'])
})

test('CLEAN run twice in a row has nothing left to do', async () => {
  await start(testBatch('IMP_QUO'))
  await past('IMP_QUO', '2026-06-15T09:40:00Z', 'running', unknownNode)
  await launch('CLEAN')
  expect(await launch('CLEAN')).toMatchObject({
    detail: { debloques: 0, runs_purges: 0, fichiers_purges: 0, fichiers_en_echec: 0 },
  })
})

test('CLEAN lets the applications tidy their own remains', async () => {
  const core = coreApplication([async () => ({ journaux_purges: 3 })])
  engine = await startTestEngine(database, now, core.batches, {
    place: { timeZone: 'Europe/Paris', dataDirectory },
  })
  expect(await launch('CLEAN')).toMatchObject({ detail: { journaux_purges: 3 } })
})

test('S23: BATCH_NETTOYAGE interrupts what no node has any more and only reports what is alive', async () => {
  const long = gate()
  await start(testBatch('ALIVE', { run: long.pass }), testBatch('DEAD'))
  await engine.requestRun({ code: 'ALIVE', trigger: 'manual', requestedBy: 'alice' })
  await long.arrived(1)
  const dead = await past('DEAD', '2026-06-15T10:00:00Z', 'running', unknownNode)
  engine.clock.set('2026-06-15T15:00:00Z')
  const run = await launch('BATCH_NETTOYAGE')
  expect(run).toMatchObject({ state: 'finished', detail: { interrompus: 1, vivants: 1, codes: 'DEAD' } })
  expect(await runsOf(database, 'ALIVE')).toMatchObject([{ state: 'running' }])
  expect(await readRunLines(database.pool, dead)).toMatchObject([
    { message: 'interrompu par BATCH_NETTOYAGE' },
  ])
  long.open()
})

test('BATCH_NETTOYAGE leaves runs younger than four hours alone', async () => {
  await start(testBatch('DEAD'))
  await past('DEAD', '2026-06-15T06:00:01Z', 'running', unknownNode)
  expect(await launch('BATCH_NETTOYAGE')).toMatchObject({ detail: { interrompus: 0 } })
})

test('BATCH_DESTRUCT_HISTO deletes ended runs older than 30 days and says how many of which code', async () => {
  await start(testBatch('A'), testBatch('B'), testBatch('BUSY'))
  for (const code of ['A', 'A', 'A', 'B', 'B']) await past(code, '2026-05-01T00:00:00Z')
  await past('A', '2026-06-10T00:00:00Z')
  const busy = await past('BUSY', '2026-05-01T00:00:00Z', 'running', unknownNode)
  const run = await launch('BATCH_DESTRUCT_HISTO')
  expect(run).toMatchObject({ state: 'finished', detail: { supprimees: 4, batches: 2 } })
  expect((await readRunLines(database.pool, run.id)).map((line) => line.message)).toEqual([
    'A : 3 exécution(s) supprimée(s)',
    'B : 1 exécution(s) supprimée(s)',
  ])
  expect(await readRun(database.pool, busy)).toMatchObject({ state: 'running' })
})

test('BATCH_DESTRUCT_HISTO keeps the last ten runs of the batches that destroy', async () => {
  await start(testBatch('BATCH_ARCHIVAGE'))
  for (let run = 0; run < 13; run += 1) await past('BATCH_ARCHIVAGE', '2026-01-01T00:00:00Z')
  expect(await launch('BATCH_DESTRUCT_HISTO')).toMatchObject({ detail: { supprimees: 3 } })
})

test('BATCH_DESTRUCT_HISTO works through more than one chunk', async () => {
  await start(testBatch('A'))
  await database.pool.query(
    `insert into batch_run (batch_code, application, state, trigger, queued_at, started_at, ended_at)
     select 'A', 'core', 'finished', 'schedule', t, t, t
     from generate_series('2026-01-01'::timestamptz, '2026-01-01'::timestamptz + interval '2500 min', '1 min') t`,
  )
  expect(await launch('BATCH_DESTRUCT_HISTO')).toMatchObject({ detail: { supprimees: 2500 } })
})

test.each([[null], [''], [0], [-1], [1.5], ['trente']])(
  'S31: a retention of %j ends BATCH_DESTRUCT_HISTO as failed before anything is deleted',
  async (conservationJours) => {
    await start(testBatch('A'))
    const old = await past('A', '2020-01-01T00:00:00Z')
    await past('A', '2020-01-02T00:00:00Z')
    await database.pool.query(`update batch set parameters = $1 where code = 'BATCH_DESTRUCT_HISTO'`, [
      JSON.stringify({ conservationJours }),
    ])
    await engine.lookAt('2026-06-15T21:00:00Z')
    const [run] = await runsOf(database, 'BATCH_DESTRUCT_HISTO')
    expect(await engine.waitForRun(run!.id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('conservationJours'),
    })
    expect(await readRun(database.pool, old)).not.toBeNull()
  },
)
