import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { insertStudents } from '../../../test/support/health-people.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { startTestEngine, type TestEngine } from '../../../test/support/test-engine.ts'
import { readRunLines } from '../../batch/read-run.ts'
import { droppedBefore } from '../scan-basket/clean-basket.ts'
import { scanFolder } from '../scan-basket/scan-folder.ts'
import cleanScan from './clean-scan.ts'

let database: TestDatabase
let engine: TestEngine
let dataDirectory: string
let student: number
// 06:00 in Paris.
const morning = '2026-06-15T04:00:00Z'
const yesterday = '2026-06-14T10:00:00Z'

beforeAll(async () => {
  database = await createTestDatabase()
  dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-scan-'))
  await scanFolder(dataDirectory)
  student = (await insertStudents(database.pool, 1))[0]!
  engine = await startTestEngine(database, morning, [cleanScan], {
    place: { timeZone: 'Europe/Paris', dataDirectory },
  })
})
afterAll(async () => {
  await engine?.stop()
  await database?.drop()
  rmSync(dataDirectory, { recursive: true, force: true })
})
beforeEach(async () => {
  await database.pool.query('truncate scan_file')
  for (const name of files()) rmSync(join(dataDirectory, 'scan', name))
})

const files = () => readdirSync(join(dataDirectory, 'scan')).sort()

interface Dropped {
  readonly droppedAt?: string
  readonly lockedUntil?: string
  readonly used?: boolean
  readonly missing?: boolean
}

async function drop(what: Dropped = {}): Promise<{ id: number; key: string }> {
  const key = randomBytes(16).toString('hex')
  if (what.missing !== true) writeFileSync(join(dataDirectory, 'scan', key), '%PDF-', { mode: 0o600 })
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into scan_file (owner, storage_key, name, media_type, bytes, sha256, dropped_at, locked_until, locked_by,
       used_at, student_id)
     values ('testun-accueil', $1, 'TESTUN Zoé.pdf', 'application/pdf', 5, 'x', $2, $3,
       case when $3::timestamptz is not null then 'testun-medecin' end,
       case when $4 then $2::timestamptz end, case when $4 then $5::bigint end)
     returning id`,
    [key, what.droppedAt ?? yesterday, what.lockedUntil ?? null, what.used ?? false, student],
  )
  return { id: rows[0]!.id, key }
}

async function request(parameters: Record<string, unknown> = {}): Promise<number> {
  const asked = await engine.requestRun({
    code: 'CLEAN_SCAN',
    trigger: 'manual',
    requestedBy: 'test',
    confirmCode: 'CLEAN_SCAN',
    parameters,
  })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  return asked.runId
}

async function launch(parameters: Record<string, unknown> = {}) {
  return await engine.waitForRun(await request(parameters))
}

async function left(): Promise<number[]> {
  return (await database.pool.query<{ id: number }>('select id from scan_file order by id')).rows.map(
    ({ id }) => id,
  )
}

const nothing = { supprimes: 0, octets: 0, orphelins: 0, verrouilles: 0 }

test('what was dropped before today goes, row and file; today’s, attached and reserved ones stay', async () => {
  await drop()
  // 23:59 and 00:00 in Paris.
  await drop({ droppedAt: '2026-06-14T21:59:59Z' })
  const kept = [
    await drop({ droppedAt: '2026-06-14T22:00:00Z' }),
    await drop({ used: true }),
    await drop({ lockedUntil: '2026-06-15T04:10:00Z' }),
  ]
  // Somebody reserved it and forgot it.
  await drop({ lockedUntil: '2026-06-15T03:59:00Z' })
  const preview = await engine.previewRun('CLEAN_SCAN')
  expect(preview).toMatchObject({ ok: true, preview: { supprimes: 3, octets: 15, verrouilles: 1 } })
  const run = await launch()
  expect(run).toMatchObject({
    state: 'finished',
    detail: { supprimes: 3, octets: 15, orphelins: 0, verrouilles: 1 },
  })
  expect(await left()).toEqual(kept.map(({ id }) => id))
  expect(files()).toEqual(kept.map(({ key }) => key).sort())
  const trail = await database.pool.query(
    `select actor, detail from audit_event where action = 'scan.removed' order by id`,
  )
  expect(trail.rows).toEqual(
    Array(3).fill({ actor: 'SYSTEM:CLEAN_SCAN', detail: { owner: 'testun-accueil', bytes: 5 } }),
  )
  expect((await launch()).detail).toEqual({ ...nothing, verrouilles: 1 })
  expect((await launch({ age_jours: 30 })).detail).toEqual(nothing)
})

test('12: CLEAN_SCAN on a file being attached at that very second (lock held): kept', async () => {
  const { id, key } = await drop()
  const hand = await database.pool.connect()
  try {
    await hand.query('begin')
    await hand.query('select from scan_file where id = $1 for update', [id])
    expect((await launch()).detail).toEqual({ ...nothing, verrouilles: 1 })
    await hand.query('update scan_file set used_at = $2, student_id = $3 where id = $1', [
      id,
      morning,
      student,
    ])
    await hand.query('commit')
  } finally {
    hand.release()
  }
  expect((await launch()).detail).toEqual(nothing)
  expect([await left(), files()]).toEqual([[id], [key]])
})

test('12: file missing on disk: row removed, counted, no error', async () => {
  await drop({ missing: true })
  expect(await launch()).toMatchObject({
    state: 'finished',
    detail: { supprimes: 1, octets: 0, orphelins: 0, verrouilles: 0 },
  })
  expect(await left()).toEqual([])
})

test('a file without row is erased once it is a day old; what is not ours is left alone', async () => {
  const place = (name: string, at: string) => {
    const path = join(dataDirectory, 'scan', name)
    writeFileSync(path, 'x')
    utimesSync(path, new Date(at), new Date(at))
  }
  const [old, fresh] = ['a'.repeat(32), 'b'.repeat(32)]
  place(old, '2026-06-14T03:59:00Z')
  place(fresh, '2026-06-14T04:01:00Z')
  place('LISEZMOI.txt', '2020-01-01T00:00:00Z')
  const { key } = await drop({ droppedAt: morning })
  utimesSync(join(dataDirectory, 'scan', key), new Date(0), new Date(0))
  expect((await launch()).detail).toEqual({ ...nothing, orphelins: 1 })
  expect(files()).toEqual(['LISEZMOI.txt', fresh, key].sort())
})

test('cancelled in the middle: what is gone is gone on both sides, the next run does the rest', async () => {
  for (let count = 0; count < 60; count++) await drop()
  // The first chunk waits until the test lets it.
  await database.pool.query(
    `create function wait_for_test() returns trigger language plpgsql as
       $$ begin perform pg_advisory_xact_lock_shared(42); return old; end $$;
     create trigger wait_for_test before delete on scan_file for each row execute function wait_for_test()`,
  )
  const hand = await database.pool.connect()
  try {
    await hand.query('select pg_advisory_lock(42)')
    const runId = await request()
    await expect
      .poll(async () => (await hand.query(`select from pg_locks where objid = 42 and not granted`)).rowCount)
      .toBe(1)
    await engine.cancelRun(runId, 'test')
    await hand.query('select pg_advisory_unlock(42)')
    const run = await engine.waitForRun(runId)
    expect(run.state).toBe('cancelled')
    expect([(await left()).length, files().length]).toEqual([10, 10])
    expect(JSON.stringify([run, await readRunLines(database.pool, runId)])).not.toContain('TESTUN')
  } finally {
    hand.release()
    await database.pool.query('drop function wait_for_test cascade')
  }
  expect((await launch()).detail).toMatchObject({ supprimes: 10, orphelins: 0 })
  expect(files()).toEqual([])
})

test('the limit is a midnight of the establishment, also across the change of clocks', () => {
  const before = (now: string, days: number) =>
    droppedBefore(Temporal.Instant.from(now), 'Europe/Paris', days).toString()
  expect(before('2026-06-15T04:00:00Z', 0)).toBe('2026-06-14T22:00:00Z')
  expect(before('2026-03-30T04:00:00Z', 1)).toBe('2026-03-28T23:00:00Z')
})
