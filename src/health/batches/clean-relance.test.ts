import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addFollowUp, addStudent, forgetFollowUps, statesOf } from '../../../test/support/follow-ups.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { startTestEngine, type TestEngine, until } from '../../../test/support/test-engine.ts'
import { settingsStore } from '../../platform/settings.ts'
import { firstKept } from '../follow-ups/old-follow-ups.ts'
import { followUpSettings } from '../follow-ups/settings.ts'
import cleanRelance from './clean-relance.ts'

let database: TestDatabase
let engine: TestEngine
let student_id: number
beforeAll(async () => {
  database = await createTestDatabase()
  engine = await startTestEngine(database, '2026-08-01T04:10:00Z', [cleanRelance], {
    settings: settingsStore(database, followUpSettings),
  })
})
beforeEach(async () => {
  await forgetFollowUps(database)
  await database.pool.query('delete from outgoing_mail')
  student_id = await addStudent(database)
})
afterAll(async () => {
  await engine.stop()
  await database.drop()
})

async function launch(parameters = {}) {
  const asked = await engine.requestRun({
    code: 'CLEAN_RELANCE',
    trigger: 'cli',
    requestedBy: 'cli:test',
    confirmCode: 'CLEAN_RELANCE',
    parameters,
  })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  return asked.runId
}
const clean = async (parameters = {}) => await engine.waitForRun(await launch(parameters))
const left = async () => Object.keys(await statesOf(database)).map(Number)
const printed = (letter_on: string) => ({ state: 'letter-printed', letter_on })

test('11: CLEAN_RELANCE: exactly 12 months old is kept, one day more goes; a due date to come protects however old the creation', async () => {
  const kept = await addFollowUp(database, { student_id, due_on: '2025-08-01', ...printed('2025-08-01') })
  await addFollowUp(database, { student_id, due_on: '2025-07-31', ...printed('2025-07-31') })
  const future = await addFollowUp(database, { student_id, due_on: '2026-09-01' })
  await database.pool.query(`update follow_up set created_at = '2024-08-01' where id = $1`, [future])
  const lateLetter = await addFollowUp(database, {
    student_id,
    due_on: '2024-01-01',
    ...printed('2025-08-01'),
  })
  const lateReminder = await addFollowUp(database, {
    student_id,
    due_on: '2024-01-01',
    state: 'reminder-printed',
    letter_on: '2024-01-01',
    reminder_on: '2025-08-01',
  })
  const closedLate = await addFollowUp(database, {
    student_id,
    due_on: '2024-01-01',
    state: 'closed',
    closed_on: '2025-12-01',
  })
  const run = await clean()
  expect(run).toMatchObject({
    state: 'finished',
    detail: { examinees: 6, supprimees: 1, jamais_editees: 0, conservees: 5 },
  })
  expect(await left()).toEqual([kept, future, lateLetter, lateReminder, closedLate])
  expect(await clean()).toMatchObject({ detail: { examinees: 5, supprimees: 0 } })
  expect((await database.pool.query('select from outgoing_mail')).rowCount).toBe(0)
})

test('11: CLEAN_RELANCE: due 13 months ago and never printed: deleted, counted in jamais_editees, told to the administrators', async () => {
  await database.pool.query(
    `insert into account (login, name, email, locale, administrator, created_at, created_by)
     values ('testun', 'Testun', 'testun@example.org', 'fr', true, now(), 'test')`,
  )
  const id = await addFollowUp(database, { student_id, due_on: '2025-07-01', state: 'due' })
  // Closed before its day: no letter was to be.
  await addFollowUp(database, { student_id, due_on: '2025-07-01', state: 'closed', closed_on: '2025-06-01' })
  const run = await clean()
  expect(run.detail).toEqual({ examinees: 2, supprimees: 2, jamais_editees: 1, conservees: 0 })
  const { rows } = await database.pool.query<{ occasion: string; to: string[]; text: string }>(
    `select occasion, mail -> 'to' as to, mail ->> 'text' as text from outgoing_mail`,
  )
  expect(rows).toMatchObject([{ occasion: `clean-relance-${run.id}`, to: ['testun@example.org'] }])
  expect(rows[0]!.text).toContain('1 relance(s)')
  expect(rows[0]!.text).not.toMatch(/TESTUN|Zoé/)
  const { rows: trail } = await database.pool.query<{ actor: string; detail: { followUps: unknown[] } }>(
    `select actor, detail from audit_event where action = 'follow-ups.deleted' order by id desc limit 1`,
  )
  expect(trail[0]!.actor).toBe('SYSTEM:CLEAN_RELANCE')
  expect(trail[0]!.detail.followUps[0]).toEqual({
    id,
    motive: 'VACCIN',
    dueOn: '2025-07-01',
    letterOn: null,
    reminderOn: null,
    closedOn: null,
  })
})

test('months are those of the calendar: where one lacks the day, its last day counts', () => {
  expect(firstKept('2026-08-01', 12)).toBe('2025-08-01')
  expect(firstKept('2028-02-29', 12)).toBe('2027-02-28')
  expect(firstKept('2025-02-28', 12)).toBe('2024-02-28')
  expect(firstKept('2025-03-01', 12)).toBe('2024-03-01')
  expect(firstKept('2026-08-31', 6)).toBe('2026-02-28')
})

test('a simulation counts and deletes nothing; the preview says the same', async () => {
  const id = await addFollowUp(database, { student_id, due_on: '2024-01-01' })
  const counts = { examinees: 1, supprimees: 1, jamais_editees: 1, conservees: 0 }
  expect((await clean({ simulation: true })).detail).toEqual(counts)
  expect(await left()).toEqual([id])
  expect(await engine.previewRun('CLEAN_RELANCE')).toEqual({ ok: true, preview: counts })
  expect((await database.pool.query('select from outgoing_mail')).rowCount).toBe(0)
})

test('more than half of more than a hundred is an error, unless it is forced; an empty table is none', async () => {
  expect((await clean()).detail).toEqual({ examinees: 0, supprimees: 0, jamais_editees: 0, conservees: 0 })
  const first = await addFollowUp(database, { student_id, due_on: '2024-01-01', ...printed('2024-01-01') })
  const copies = (count: number) =>
    database.pool.query(
      `insert into follow_up (student_id, motive_id, created_by, due_on, state, letter_on)
       select student_id, motive_id, created_by, due_on, state, letter_on
       from follow_up, generate_series(1, $2) where id = $1`,
      [first, count],
    )
  await copies(100)
  const run = await clean()
  expect(run).toMatchObject({ state: 'failed', detail: { examinees: 101, supprimees: 0, conservees: 101 } })
  expect(run.error).toMatch(/101 relances sur 101 .* « forcer »/)
  expect(await left()).toHaveLength(101)
  // More than one transaction's worth.
  await copies(950)
  expect((await clean({ forcer: true })).detail).toMatchObject({ supprimees: 1051, conservees: 0 })
})

test('half of them, or all of a hundred, go without a word', async () => {
  const copies = (id: number, count: number) =>
    database.pool.query(
      `insert into follow_up (student_id, motive_id, created_by, due_on)
       select student_id, motive_id, created_by, due_on from follow_up, generate_series(1, $2) where id = $1`,
      [id, count],
    )
  await copies(await addFollowUp(database, { student_id, due_on: '2024-01-01' }), 99)
  expect((await clean()).detail).toMatchObject({ supprimees: 100, conservees: 0 })
  await copies(await addFollowUp(database, { student_id, due_on: '2024-01-01' }), 59)
  await copies(await addFollowUp(database, { student_id, due_on: '2026-01-01' }), 59)
  expect((await clean()).detail).toMatchObject({ supprimees: 60, conservees: 60 })
})

test('cancelled in the middle, what earlier transactions deleted stays deleted, and a new run does the rest', async () => {
  const first = await addFollowUp(database, { student_id, due_on: '2024-01-01', ...printed('2024-01-01') })
  await database.pool.query(
    `insert into follow_up (student_id, motive_id, created_by, due_on, state, letter_on)
     select student_id, motive_id, created_by, due_on, state, letter_on
     from follow_up, generate_series(1, 699) where id = $1`,
    [first],
  )
  const holder = await database.pool.connect()
  await holder.query('begin')
  // The 600th, of the second chunk.
  await holder.query(
    'select from follow_up where id = (select id from follow_up order by id limit 1 offset 599) for update',
  )
  const runId = await launch({ forcer: true })
  await until(async () => {
    const { rows } = await database.pool.query<{ left: number }>('select count(*) as left from follow_up')
    return rows[0]!.left === 200
  })
  await engine.cancelRun(runId, 'test')
  await holder.query('rollback')
  holder.release()
  const run = await engine.waitForRun(runId)
  expect(['cancelled', 'finished']).toContain(run.state)
  await clean({ forcer: true })
  expect(await left()).toEqual([])
})
