import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { insertStudents } from '../../../test/support/health-people.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { startTestEngine, type TestEngine } from '../../../test/support/test-engine.ts'
import { readRun, readRunLines } from '../../batch/read-run.ts'
import ferCon from './fer-con.ts'

let database: TestDatabase
let engine: TestEngine
let students: number[]
// 04:00 in Paris.
const night = '2026-06-15T02:00:00Z'

beforeAll(async () => {
  database = await createTestDatabase()
  students = await insertStudents(database.pool, 4)
  engine = await startTestEngine(database, night, [ferCon])
})
afterAll(async () => {
  await engine?.stop()
  await database?.drop()
})
beforeEach(async () => {
  engine.clock.set(night)
  await database.pool.query('truncate consultation, record_lock cascade')
})

async function opened(openedAt: string, lastActivityAt = openedAt, student = 0): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into consultation (student_id, practitioner, opened_at, last_activity_at, content_encrypted)
     values ($1, 'testun-medecin', $2, $3, '\\x01020304') returning id`,
    [students[student], openedAt, lastActivityAt],
  )
  return rows[0]!.id
}

async function launch(parameters: Record<string, unknown> = {}) {
  const asked = await engine.requestRun({
    code: 'FER_CON',
    trigger: 'manual',
    requestedBy: 'test',
    parameters,
  })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  return await engine.waitForRun(asked.runId)
}

async function closed(): Promise<Record<string, unknown>[]> {
  const { rows } = await database.pool.query(
    'select id, closed_at, closed_by, told_at from consultation where closed_at is not null order by id',
  )
  return rows
}

test("13: FER_CON launched at 14h00: today's open consultation stays; yesterday's closes at its last activity", async () => {
  engine.clock.set('2026-06-15T12:00:00Z')
  await opened('2026-06-15T07:00:00Z')
  const yesterday = await opened('2026-06-14T08:00:00Z', '2026-06-14T08:25:00Z')
  const run = await launch()
  expect(run).toMatchObject({
    state: 'finished',
    detail: { examinees: 1, fermees: 1, ignorees_actives: 0 },
  })
  expect(await closed()).toEqual([
    { id: yesterday, closed_at: new Date('2026-06-14T08:25:00Z'), closed_by: 'FER_CON', told_at: null },
  ])
  // What it says is as it was, and the trail names the batch and no person.
  const { rows } = await database.pool.query('select content_encrypted from consultation where id = $1', [
    yesterday,
  ])
  expect(rows[0].content_encrypted).toEqual(Buffer.from([1, 2, 3, 4]))
  const trail = await database.pool.query(
    `select actor, subject, detail from audit_event where action = 'consultation.closed'`,
  )
  expect(trail.rows).toEqual([{ actor: 'SYSTEM:FER_CON', subject: `consultation:${yesterday}`, detail: {} }])
})

test('13: a consultation opened 23:50 and active at 04:00 stays: activity under 60 minutes ago', async () => {
  await opened('2026-06-14T21:50:00Z', '2026-06-15T01:30:00Z')
  expect((await launch()).detail).toEqual({ examinees: 1, fermees: 0, ignorees_actives: 1 })
  expect(await closed()).toEqual([])
  expect((await launch({ inactivite_min: 30 })).detail).toMatchObject({ ignorees_actives: 1 })
  expect((await launch({ inactivite_min: 29 })).detail).toMatchObject({ fermees: 1 })
})

test('the record is released; a second run, and one over nothing, close nothing more', async () => {
  const id = await opened('2026-06-13T08:00:00Z')
  await database.pool.query(
    `insert into record_lock (student_id, consultation_id, holder) values ($1, $2, 'testun-medecin'), ($3, null, 'x')`,
    [students[0], id, students[1]],
  )
  expect((await launch()).detail).toMatchObject({ fermees: 1 })
  const left = await database.pool.query('select holder from record_lock')
  expect(left.rows).toEqual([{ holder: 'x' }])
  const before = await closed()
  expect((await launch()).detail).toEqual({ examinees: 0, fermees: 0, ignorees_actives: 0 })
  expect(await closed()).toEqual(before)
  await database.pool.query('truncate consultation cascade')
  expect((await launch()).detail).toEqual({ examinees: 0, fermees: 0, ignorees_actives: 0 })
})

test('one that cannot be closed does not keep the others open, and the run says which it was', async () => {
  const first = await opened('2026-06-13T08:00:00Z', undefined, 0)
  const second = await opened('2026-06-13T09:00:00Z', undefined, 1)
  const third = await opened('2026-06-13T10:00:00Z', undefined, 2)
  await database.pool.query(
    `create function refuse() returns trigger language plpgsql as
       $$ begin raise exception 'TESTUN Zoé refuses' using errcode = 'P0042'; end $$;
     create trigger refuse before update on consultation for each row when (old.id = ${second})
       execute function refuse()`,
  )
  try {
    const run = await launch()
    expect(run).toMatchObject({
      state: 'failed',
      error: expect.stringContaining("1 consultation(s) sur 3 n'ont pas pu être fermées, 2 l'ont été"),
      detail: { examinees: 3, fermees: 2, ignorees_actives: 0 },
    })
    expect((await closed()).map(({ id }) => id)).toEqual([first, third])
    const lines = await readRunLines(database.pool, run.id)
    const text = JSON.stringify([lines, await readRun(database.pool, run.id)])
    expect(text).toContain(`consultation ${second} : non fermée (P0042)`)
    expect(text).not.toContain('TESTUN')
  } finally {
    await database.pool.query('drop function refuse cascade')
  }
  expect((await launch()).detail).toMatchObject({ fermees: 1 })
})

test('cancelled in the middle: those closed stay closed, the next run closes the others', async () => {
  const first = await opened('2026-06-13T08:00:00Z', undefined, 0)
  const second = await opened('2026-06-13T09:00:00Z', undefined, 1)
  const third = await opened('2026-06-13T10:00:00Z', undefined, 2)
  // Somebody has the second one under hand: the run waits for them.
  const hand = await database.pool.connect()
  try {
    await hand.query('begin')
    await hand.query('select from consultation where id = $1 for update', [second])
    const asked = await engine.requestRun({ code: 'FER_CON', trigger: 'manual', requestedBy: 'test' })
    if (!asked.ok) throw new Error(asked.refusal.message.en)
    await expect.poll(async () => (await closed()).length).toBe(1)
    await engine.cancelRun(asked.runId, 'test')
    await hand.query('update consultation set last_activity_at = $2 where id = $1', [
      second,
      '2026-06-15T01:50:00Z',
    ])
    await hand.query('commit')
    expect(await engine.waitForRun(asked.runId)).toMatchObject({ state: 'cancelled' })
  } finally {
    hand.release()
  }
  expect((await closed()).map(({ id }) => id)).toEqual([first])
  // What was typed meanwhile counts.
  expect((await launch()).detail).toEqual({ examinees: 2, fermees: 1, ignorees_actives: 1 })
  expect((await closed()).map(({ id }) => id)).toEqual([first, third])
})
