import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testConnections } from '../../../test/support/connections.ts'
import { type BatchBench, benchBatch } from '../../../test/support/run-of-batch.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { until } from '../../../test/support/test-engine.ts'
import { buildCatalogue } from '../../batch/catalogue.ts'
import type { Connections } from '../../platform/connections.ts'
import { transaction } from '../../platform/database.ts'
import { closedLocks, type DemoFacts, markDemo, readDemoFacts } from '../demo/demo-locks.ts'
import { emptyRoot } from '../demo/empty-root.ts'
import { lockOfRoot } from '../demo/locked-root.ts'
import { dataTables } from '../demo/reset-data.ts'
import { resetOffice } from '../demo/reset-office.ts'
import batch from './batch-demo.ts'

let database: TestDatabase
let bench: BatchBench
const folder = mkdtempSync(join(tmpdir(), 'nocturne-demo-'))
const candidateFiles = join(folder, 'candidates')
const production: string[] = []
// What is configured may change between two runs of a test; the batch reads it anew.
const connections: Connections = testConnections({
  demo: true,
  candidateFiles,
  opiFiles: join(folder, 'opi'),
  demoAdministrators: ['chef', 'absent'],
  productionDatabases: production,
})

beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(
    `insert into account (login, name, email, created_at, created_by)
     values ('chef', 'Testun Chef', 'chef@example.org', now(), 'test')`,
  )
  bench = await benchBatch(database, batch, '2026-11-22T08:00:00Z', connections)
})
afterAll(async () => {
  await bench?.stop()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** Of every row of every table of the schema. */
async function digest(): Promise<Record<string, string>> {
  const all: Record<string, string> = {}
  for (const name of await dataTables(database.pool)) {
    const { rows } = await database.pool.query<{ row: string }>(
      `select to_jsonb(t)::text as row from admissions.${name} as t order by 1`,
    )
    all[name] = `${rows.length} ${createHash('sha256')
      .update(rows.map(({ row }) => row).join('\n'))
      .digest('hex')}`
  }
  return all
}

test('it exists where the configuration says demonstration, and nowhere else', () => {
  const applications = [
    { code: 'admissions' as const, label: { fr: '', en: '' }, batches: [batch], settings: [] },
  ]
  const place = { timeZone: 'Europe/Paris', dataDirectory: '/' }
  const codes = (demo: boolean) => [
    ...buildCatalogue(applications, { ...place, connections: testConnections({ demo }) }).keys(),
  ]
  expect(codes(true)).toEqual(['BATCH_DEMO'])
  expect(codes(false)).toEqual([])
})

test('three locks, each by itself', () => {
  const open: DemoFacts = {
    demo: true,
    marked: 'essai',
    databaseName: 'essai',
    hosts: ['db.example.org', 'db.example.org:5432'],
    production: ['prod.example.org', 'ecandidat'],
  }
  expect(closedLocks(open)).toEqual([])
  expect(closedLocks({ ...open, demo: false })).toHaveLength(1)
  expect(closedLocks({ ...open, marked: null })).toHaveLength(1)
  expect(closedLocks({ ...open, marked: 'autre' })).toHaveLength(1)
  for (const listed of ['DB.example.org ', 'essai', 'db.example.org/essai', 'db.example.org:5432'])
    expect(closedLocks({ ...open, production: [listed] }), listed).toHaveLength(1)
})

test('a production database is known by its port too where the address of this one leaves it out', async () => {
  const facts = await readDemoFacts(database.pool, 'postgres://db.example.org/essai', {
    ...connections,
    productionDatabases: ['db.example.org:5432'],
  })
  expect(facts.hosts).toContain('db.example.org:5432')
  expect(closedLocks({ ...facts, marked: facts.databaseName })).toEqual([
    'db.example.org:5432 est dans la liste des bases de production (NOCTURNE_PRODUCTION_DATABASES)',
  ])
})

test('86: a database without the demo marker: failed, nothing erased', async () => {
  await database.pool.query(
    `insert into admissions.campaign (sis_kind, code, label, start_on, end_on)
     values ('A', 'VRAIE', 'Vraie campagne', '2026-01-01', '2026-12-31')`,
  )
  const before = await digest()
  const run = await bench.run()
  expect(run).toMatchObject({ state: 'failed', error: expect.stringContaining('rien n’a été effacé') })
  expect(await digest()).toEqual(before)
})

test('fault 3.5: run twice, the same content to the last row; links are not followed, administrators are back', async () => {
  await markDemo(database.pool, bench.clock.now())
  mkdirSync(join(candidateFiles, 'a', 'b'), { recursive: true })
  writeFileSync(join(candidateFiles, 'a', 'b', 'ancien.pdf'), 'x')
  const outside = join(folder, 'ailleurs')
  mkdirSync(outside)
  writeFileSync(join(outside, 'precieux.txt'), 'x')
  symlinkSync(outside, join(candidateFiles, 'lien'))
  await database.pool.query(
    `insert into admissions.siscol_regime (code, sis_kind, label) values ('MIEN', 'A', 'À garder')`,
  )
  const first = await bench.run()
  expect(first, first.error ?? '').toMatchObject({
    state: 'finished',
    detail: { en_erreur: 0, comptes_crees: expect.any(Number) },
  })
  expect(first.log.join('\n')).toContain('Administrateur absent')
  expect(existsSync(join(outside, 'precieux.txt'))).toBe(true)
  expect(existsSync(join(candidateFiles, 'a'))).toBe(false)
  expect(existsSync(join(candidateFiles, 'lien'))).toBe(false)
  const content = await digest()
  expect(content.campaign).not.toMatch(/^0 /)
  // Whatever was done to it in between.
  await database.pool.query(`update admissions.account set mail = 'x@example.org' where id < 50`)
  await database.pool.query('delete from admissions.decision where id < 50')
  expect((await bench.run()).state).toBe('finished')
  expect(await digest()).toEqual(content)
  const { rows } = await database.pool.query(
    `select (select role from account_grant where application = 'admissions') as role,
            (select count(*) from admissions.demo_marker) as marked,
            (select count(*) from admissions.siscol_regime where code = 'MIEN') as kept,
            (select count(*) from admissions.campaign where code = 'VRAIE') as erased`,
  )
  expect(rows).toEqual([{ role: 'administrator', marked: 1, kept: 1, erased: 0 }])
})

test('86: failing half-way: the previous content is intact', async () => {
  const before = await digest()
  await database.pool.query(
    `create function refuse() returns trigger language plpgsql as $$ begin raise 'essai'; end $$`,
  )
  await database.pool.query(
    'create trigger refuse before insert on admissions.decision execute function refuse()',
  )
  try {
    expect((await bench.run()).state).toBe('failed')
  } finally {
    await database.pool.query('drop function refuse cascade')
  }
  expect(await digest()).toEqual(before)
})

test('cancelled in the middle: the previous content is intact', async () => {
  const before = await digest()
  const holder = await database.pool.connect()
  try {
    await holder.query('begin')
    await holder.query('lock table admissions.campaign in share mode')
    const asked = await bench.requestRun({
      code: batch.code,
      trigger: 'cli',
      requestedBy: 'cli:test',
      confirmCode: batch.code,
    })
    if (!asked.ok) throw new Error(asked.refusal.message.fr)
    await until(async () => {
      const { rowCount } = await database.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
           and query like 'truncate admissions.%'`,
      )
      return rowCount === 1
    })
    await bench.cancelRun(asked.runId, 'testun')
    await holder.query('rollback')
    expect((await bench.ended(asked.runId)).state).toBe('cancelled')
  } finally {
    holder.release()
  }
  expect(await digest()).toEqual(before)
})

test('fault 3.5: the locks are tried again where data are erased', async () => {
  const before = await digest()
  const context = {
    database,
    place: { timeZone: 'Europe/Paris', dataDirectory: folder, connections },
    clock: bench.clock,
    log: { info() {}, warn() {}, error() {} },
    progress() {},
    signal: new AbortController().signal,
    // The marker goes just before.
    transaction: (work: (client: pg.PoolClient) => Promise<unknown>) =>
      transaction(database.pool, async (client) => {
        await client.query('delete from admissions.demo_marker')
        return await work(client)
      }),
  }
  await expect(resetOffice(context as never)).rejects.toThrow('rien n’a été effacé')
  expect(await digest()).toEqual(before)
})

test('86: a database of the production list is never touched', async () => {
  const { rows } = await database.pool.query<{ name: string }>('select current_database() as name')
  production.push(rows[0]!.name)
  const before = await digest()
  try {
    expect(await bench.run()).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('liste des bases de production'),
    })
  } finally {
    production.pop()
  }
  expect(await digest()).toEqual(before)
})

test('fault 3.5: tables forgotten by a script keep orphans: here every table of the schema is one or the other', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'admissions'`,
  )
  const kept = rows
    .map(({ name }) => name)
    .filter((name) => name.startsWith('siscol_') || name === 'demo_marker')
  expect([...(await dataTables(database.pool)), ...kept].sort()).toEqual(rows.map(({ name }) => name).sort())
})

test('files outside of the data folder are erased where somebody has marked them as a demonstration’s alone', async () => {
  const root = join(folder, 'production')
  const data = join(folder, 'donnees')
  const lock = (place = root) => lockOfRoot(place, 'NOCTURNE_CANDIDATE_FILES', data)
  expect(await lock()).toBeNull()
  mkdirSync(join(data, 'candidats'), { recursive: true })
  mkdirSync(join(root, '2026'), { recursive: true })
  writeFileSync(join(root, '.nocturne-store'), '')
  expect(await lock()).toMatch(/^NOCTURNE_CANDIDATE_FILES est hors du dossier de données/)
  // A link does not make it the installation's own.
  symlinkSync(root, join(data, 'lien'))
  expect(await lock(join(data, 'lien'))).not.toBeNull()
  writeFileSync(join(data, 'candidats', 'x.pdf'), 'x')
  expect(await lock(join(data, 'candidats'))).toBeNull()
  writeFileSync(join(root, '.nocturne-demo'), '')
  expect(await lock()).toBeNull()
  expect(await emptyRoot(root, [])).toMatchObject({ kind: 'emptied', folders: 1 })
  expect(existsSync(join(root, '.nocturne-demo'))).toBe(true)
})

test('a root that holds what is not the office’s is refused', async () => {
  expect(await emptyRoot('/', [])).toMatchObject({ kind: 'refused' })
  expect(await emptyRoot(folder, [join(folder, 'opi')])).toMatchObject({ kind: 'refused' })
  expect(await emptyRoot(join(folder, 'nulle-part'), [])).toEqual({ kind: 'absent' })
})
