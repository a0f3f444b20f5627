import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addFollowUp, addStudent, forgetFollowUps, statesOf } from '../../../test/support/follow-ups.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { startTestEngine, type TestEngine, until } from '../../../test/support/test-engine.ts'
import { listingHeader } from '../follow-ups/listing-line.ts'
import lisRap from './lis-rap.ts'
import lisRel from './lis-rel.ts'

let database: TestDatabase
let engine: TestEngine
/** Of the listing under way, or the last one. */
let signal: AbortSignal | undefined
const dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-listings-'))
beforeAll(async () => {
  database = await createTestDatabase()
  // Thursday 5 March 2026, 01:15 in Paris.
  const watched: typeof lisRel = {
    ...lisRel,
    run(context) {
      signal = context.signal
      return lisRel.run(context)
    },
  }
  engine = await startTestEngine(database, '2026-03-05T00:15:00Z', [watched, lisRap], {
    place: { timeZone: 'Europe/Paris', dataDirectory },
  })
})
beforeEach(() => forgetFollowUps(database))
afterAll(async () => {
  await engine.stop()
  await database.drop()
})

async function list(code: 'LIS_REL' | 'LIS_RAP', parameters = {}) {
  const asked = await engine.requestRun({ code, trigger: 'cli', requestedBy: 'cli:test', parameters })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  const run = await engine.waitForRun(asked.runId)
  const { rows } = await database.pool.query<{ path: string }>(
    'select path from follow_up_edition where run_id = $1',
    [run.id],
  )
  const path = rows[0]?.path ?? null
  const text = path === null ? '' : readFileSync(path, 'latin1')
  const [header, ...lines] = text.split('\r\n').slice(0, -1)
  return { run, path, header, lines: lines.map((line) => line.split(';')) }
}

test('LIS_REL lists what is due, by name, without changing a state; never the text of the letter, nor the comment', async () => {
  const zoe = await addStudent(database, { family_name: 'TESTUN', first_name: 'Zoé', ine: '9990000022B' })
  const alice = await addStudent(database, { family_name: 'Téstun', first_name: 'Alice' })
  const gone = await addStudent(database, { family_name: 'TESTPARTI' })
  await addFollowUp(database, { student_id: zoe, due_on: '2026-03-05' })
  await addFollowUp(database, { student_id: alice, due_on: '2026-01-01', state: 'no-address' })
  await addFollowUp(database, { student_id: zoe, due_on: '2026-03-06' })
  await addFollowUp(database, { student_id: gone, due_on: '2026-01-01' })
  await database.pool.query('update student set merged_into = $2 where id = $1', [gone, zoe])
  const before = await statesOf(database)
  const { run, path, header, lines } = await list('LIS_REL')
  expect(run).toMatchObject({
    state: 'finished',
    detail: { selection: 2, edites: 0, sans_adresse: 1, fichier: 'LIS_REL_20260305_011500.csv' },
  })
  expect(path).toMatch(/LIS_REL_20260305_011500\.csv$/)
  expect(statSync(path!).mode & 0o777).toBe(0o640)
  expect(`${header}\r\n`).toBe(listingHeader)
  expect(lines.map((cells) => [cells[2], cells[3], cells[6], cells[7]])).toEqual([
    ['Téstun', 'Alice', '01/01/2026', 'SANS_ADRESSE'],
    ['TESTUN', 'Zoé', '05/03/2026', 'ECHUE'],
  ])
  expect(lines.flat().join()).not.toMatch(/rendez-vous|jamais du service/)
  expect(await statesOf(database)).toEqual(before)
  const { rows } = await database.pool.query(
    'select personal, keep_until from batch_run_file where run_id = $1',
    [run.id],
  )
  expect(rows).toEqual([{ personal: true, keep_until: new Date('2026-05-04T00:15:00Z') }])
})

test('17: LIS_REL after REL_COU the same night lists the letters just edited with STATUT, for a week', async () => {
  const student_id = await addStudent(database)
  const printed = { student_id, due_on: '2026-02-01', state: 'letter-printed' }
  await addFollowUp(database, { ...printed, letter_on: '2026-03-05' })
  await addFollowUp(database, {
    ...printed,
    letter_on: '2026-02-26',
    state: 'closed',
    closed_on: '2026-03-01',
  })
  await addFollowUp(database, { ...printed, letter_on: '2026-02-25' })
  const { run, lines } = await list('LIS_REL')
  expect(lines.map((cells) => [cells[7], cells[8]])).toEqual([
    ['COURRIER_EDITE', '05/03/2026'],
    ['CLOSE', '26/02/2026'],
  ])
  expect(run.detail).toMatchObject({ selection: 0, edites: 2 })
  expect((await list('LIS_REL', { fenetre_jours: 0 })).lines).toHaveLength(1)
})

test('LIS_RAP lists letters that are as old as the delay, and reminders just edited', async () => {
  const student_id = await addStudent(database)
  const printed = { student_id, due_on: '2026-01-01', state: 'letter-printed' }
  await addFollowUp(database, { ...printed, letter_on: '2026-02-03' })
  await addFollowUp(database, { ...printed, letter_on: '2026-02-04' })
  await addFollowUp(database, {
    ...printed,
    state: 'reminder-printed',
    letter_on: '2026-01-01',
    reminder_on: '2026-03-05',
  })
  for (const [letter_on, reminder_on] of [
    ['2026-01-02', '2026-02-26'],
    ['2026-01-03', '2026-02-25'],
  ] as const)
    await addFollowUp(database, { ...printed, state: 'reminder-printed', letter_on, reminder_on })
  const { run, lines } = await list('LIS_RAP')
  expect(lines.map((cells) => [cells[7], cells[8]])).toEqual([
    ['COURRIER_EDITE', '03/02/2026'],
    ['RAPPEL_EDITE', '01/01/2026'],
    ['RAPPEL_EDITE', '02/01/2026'],
  ])
  expect(run.detail).toMatchObject({ selection: 1, edites: 2 })
  expect((await list('LIS_RAP', { delai_rappel_jours: 29 })).lines).toHaveLength(4)
})

test('an empty selection gives the header alone; a second listing of one second has a name of its own folder', async () => {
  for (const _ of [1, 2]) {
    const { run, header, lines } = await list('LIS_REL')
    expect([run.state, `${header}\r\n`, lines]).toEqual(['finished', listingHeader, []])
  }
})

test('36: =HYPERLINK(...) as NOM, stored as text, is neutralised in LIS_REL', async () => {
  const student_id = await addStudent(database, { family_name: '=HYPERLINK("http://example.invalid","x")' })
  await addFollowUp(database, { student_id, due_on: '2026-03-05' })
  const { path } = await list('LIS_REL')
  expect(readFileSync(path!, 'latin1')).toContain(`;"'=HYPERLINK(""http://example.invalid"",""x"")";`)
})

test('cancelled in the middle, it leaves no file', async () => {
  const student_id = await addStudent(database)
  await addFollowUp(database, { student_id, due_on: '2026-03-05' })
  const holder = await database.pool.connect()
  await holder.query('begin; lock table follow_up in access exclusive mode')
  const asked = await engine.requestRun({ code: 'LIS_REL', trigger: 'cli', requestedBy: 'cli:test' })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  await until(async () => {
    const { rows } = await holder.query(
      `select from pg_locks where relation = 'follow_up'::regclass and not granted`,
    )
    return rows.length > 0
  })
  await engine.cancelRun(asked.runId, 'test')
  // It has heard of it while it waits for the table.
  await until(async () => signal?.aborted === true)
  await holder.query('rollback')
  holder.release()
  const run = await engine.waitForRun(asked.runId)
  expect(run.state).toBe('cancelled')
  expect((await database.pool.query('select from follow_up_edition')).rowCount).toBe(0)
  const folder = join(dataDirectory, 'runs', '0', String(run.id))
  expect(readdirSync(folder)).toEqual([])
})
