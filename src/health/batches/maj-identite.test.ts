import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine, startTestEngine, type TestEngine } from '../../../test/support/test-engine.ts'
import type { RunRecord } from '../../batch/run-record.ts'
import { settingsStore } from '../../platform/settings.ts'
import { healthSettings } from '../settings.ts'
import majIdentite from './maj-identite.ts'

let database: TestDatabase
let engine: TestEngine
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await sql(`truncate identity_statistic, consultation, appointment, appointment_reminder, appointment_motive,
             enrolment, student, outgoing_mail restart identity cascade`)
  const settings = settingsStore(database, healthSettings)
  await settings.set('health.statistics.recipients', ['stat@example.org'], 'test')
  engine = await startTestEngine(database, '2026-03-02T05:00:00Z', [majIdentite], { settings })
})
afterEach(async () => {
  await engine.stop()
  await forgetEngine(database)
})

const sql = (text: string, values: unknown[] = []) => database.pool.query(text, values)

async function refresh(parameters: Record<string, unknown> = {}): Promise<RunRecord> {
  const outcome = await engine.runHere({
    code: 'MAJ_IDENTITE',
    trigger: 'manual',
    requestedBy: 'alice',
    parameters,
  })
  if (!outcome.ok) throw new Error(outcome.refusal.message.en)
  return outcome.run
}

/** Student `id`, born on 1 January 2005 in France unless said otherwise. */
async function student(id: number, what: Record<string, unknown> = {}): Promise<void> {
  const row = {
    id,
    family_name: 'TESTUN',
    first_name: 'Zoé',
    name_key: 'TESTUN',
    first_name_key: 'ZOE',
    sex: 'F',
    birth_date: '2005-01-01',
    nationality_code: '100',
    ...what,
  }
  await insert('student', row)
}

async function enrolment(studentId: number, year: number, what: Record<string, unknown> = {}): Promise<void> {
  const row = { student_id: studentId, year, establishment_code: '0990001X', component_code: 'SCI' }
  await insert('enrolment', { ...row, run_id: 1, line: 2, ...what })
}

async function insert(table: string, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row)
  await sql(
    `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  )
}

async function consultation(studentId: number, openedAt: string): Promise<void> {
  await insert('consultation', {
    student_id: studentId,
    practitioner: 'docteur',
    opened_at: openedAt,
    last_activity_at: openedAt,
  })
}

async function appointment(studentId: number, startsAt: string, state: string): Promise<void> {
  await sql(`insert into appointment_motive (label) values ('Vaccination') on conflict do nothing`)
  await insert('appointment', { student_id: studentId, motive_id: 1, starts_at: startsAt, state })
}

async function rows(columns: string): Promise<Record<string, unknown>[]> {
  return (await sql(`select ${columns} from identity_statistic order by student_id, year`)).rows
}

test('one row per student and academic year, the current one and the one before', async () => {
  await student(1)
  for (const year of [2023, 2024, 2025, 2026]) await enrolment(1, year)
  expect(await refresh()).toMatchObject({
    state: 'finished',
    detail: { annees: 2, lignes: 2, ecart_avec_precedent: 2 },
  })
  expect(await rows('year')).toEqual([{ year: 2024 }, { year: 2025 }])
  expect((await refresh({ toutes: true })).detail).toMatchObject({ annees: 4, lignes: 4 })
  expect((await refresh({ annees: 1, mois_rentree: 4 })).detail).toMatchObject({ annees: 1, lignes: 1 })
})

test('the current year is that of the establishment, at the midnight that begins it', async () => {
  await student(1)
  await enrolment(1, 2024)
  await enrolment(1, 2026)
  engine.clock.set('2026-08-31T21:59:00Z')
  await refresh()
  expect(await rows('year')).toEqual([{ year: 2024 }])
  engine.clock.set('2026-08-31T22:00:00Z')
  await refresh()
  expect(await rows('year')).toEqual([{ year: 2024 }, { year: 2026 }])
})

test('an empty database: no row, no alarm', async () => {
  expect(await refresh()).toMatchObject({
    state: 'finished',
    detail: { annees: 2, lignes: 0, ecart_avec_precedent: 0 },
  })
  expect((await refresh({ toutes: true })).detail).toMatchObject({ annees: 0, lignes: 0 })
})

test('14: two enrolments in a year: one row, counted twice, of the one that was imported last', async () => {
  await student(1)
  await enrolment(1, 2025, { component_code: 'SCI', run_id: 7 })
  await enrolment(1, 2025, { component_code: 'LET', run_id: 9, cursus: 'M' })
  await enrolment(1, 2025, { component_code: 'MED', run_id: 9 })
  await refresh()
  expect(await rows('component_code, cursus, enrolments')).toEqual([
    { component_code: 'LET', cursus: 'M', enrolments: 3 },
  ])
})

test('14: born on 29 February: the age of 31 December; ages at both ends of each band', async () => {
  const born = [
    '2004-02-29',
    '2008-12-31',
    '2007-01-01',
    '2004-12-31',
    '1999-06-01',
    '1995-01-01',
    '1994-12-31',
  ]
  for (const [index, birth_date] of born.entries()) {
    await student(index + 1, { birth_date })
    await enrolment(index + 1, 2025)
  }
  await refresh()
  expect((await rows('age, age_band')).map((row) => `${row.age} ${row.age_band}`)).toEqual([
    '21 21-23',
    '17 <18',
    '18 18-20',
    '21 21-23',
    '26 24-26',
    '30 27-30',
    '31 >30',
  ])
})

test('nationalities are of their groups', async () => {
  const cases = [
    ['100', 'FR'],
    ['99100', 'FR'],
    ['109', 'UE'],
    ['99254', 'UE'],
    ['132', 'HORS_UE'],
    ['350', 'HORS_UE'],
    ['990', 'INCONNU'],
    ['', 'INCONNU'],
  ] as const
  for (const [index, [nationality_code]] of cases.entries()) {
    await student(index + 1, { nationality_code })
    await enrolment(index + 1, 2025)
  }
  await refresh()
  const groups = (await rows('nationality_group')).map((row) => row.nationality_group)
  expect(cases.map(([code], index) => [code, groups[index]])).toEqual(cases)
})

test('postal codes lie in departments, those of France alone', async () => {
  const cases = [
    ['69001', '100', '69'],
    ['01000', '100', '01'],
    ['20090', '100', '2A'],
    ['20190', '100', '2A'],
    ['20200', '100', '2B'],
    ['20620', '100', '2B'],
    ['97400', '100', '974'],
    ['98800', '99100', '988'],
    ['69001', '109', null],
    ['69001', null, null],
    ['6900', '100', null],
    [null, '100', null],
  ] as const
  for (const [index, [postal_code, country_code]] of cases.entries()) {
    await student(index + 1, { postal_code, country_code })
    await enrolment(index + 1, 2025)
  }
  await refresh()
  const departments = (await rows('department')).map((row) => row.department)
  expect(cases.map(([code, country], index) => [code, country, departments[index]])).toEqual(cases)
})

test('first entrant: the year of entry that the registry gives, else the earliest year known', async () => {
  await student(1)
  await enrolment(1, 2024, { higher_education_entry: '2025' })
  await enrolment(1, 2025, { higher_education_entry: '2025' })
  await student(2)
  await enrolment(2, 2024)
  await enrolment(2, 2025)
  await student(3)
  await enrolment(3, 2020)
  await enrolment(3, 2025, { higher_education_entry: 'inconnue' })
  await refresh()
  expect((await rows('student_id, year, first_entry')).filter((row) => row.first_entry)).toEqual([
    { student_id: 1, year: 2025, first_entry: true },
    { student_id: 2, year: 2024, first_entry: true },
  ])
})

test('visits and appointments are of the academic year of their civil date in the establishment’s zone', async () => {
  await student(1, { nationality_code: '100' })
  await enrolment(1, 2024, { scholarship_code: '05' })
  await enrolment(1, 2025, { scholarship_code: 'N' })
  // 23:30 on 31 August, then 00:30 on 1 September, in Paris.
  await consultation(1, '2025-08-31T21:30:00Z')
  await consultation(1, '2025-08-31T22:30:00Z')
  await appointment(1, '2025-10-01T08:00:00Z', 'missed')
  await appointment(1, '2025-10-02T08:00:00Z', 'honoured')
  await appointment(1, '2025-10-03T08:00:00Z', 'cancelled')
  await appointment(1, '2026-05-03T08:00:00Z', 'confirmed')
  await refresh()
  expect(
    await rows(
      'year, scholarship, consultations, appointments, missed_appointments, last_consultation_on::text as last',
    ),
  ).toEqual([
    {
      year: 2024,
      scholarship: true,
      consultations: 1,
      appointments: 0,
      missed_appointments: 0,
      last: '2025-08-31',
    },
    {
      year: 2025,
      scholarship: false,
      consultations: 1,
      appointments: 2,
      missed_appointments: 1,
      last: '2025-09-01',
    },
  ])
})

test('a student who is deleted leaves no figures behind', async () => {
  await student(1)
  await student(2)
  await enrolment(1, 2025)
  await enrolment(2, 2025)
  await refresh()
  await sql('delete from student where id = 1')
  expect(await rows('student_id')).toEqual([{ student_id: 2 }])
})

test('who was merged into another is absent, and so are consultations that nobody enrolled had', async () => {
  await student(1)
  await student(2, { merged_into: 1 })
  await student(3)
  await enrolment(1, 2025)
  await enrolment(2, 2025)
  await consultation(3, '2025-10-01T08:00:00Z')
  await refresh()
  expect(await rows('student_id')).toEqual([{ student_id: 1 }])
})

describe('the second time', () => {
  beforeEach(async () => {
    for (let id = 1; id <= 10; id++) {
      await student(id)
      await enrolment(id, 2025)
    }
    await refresh()
  })

  /** Which transaction wrote each row. */
  const written = async () => (await rows('xmin::text as by')).map((row) => row.by)

  test('writes nothing when nothing changed', async () => {
    const before = await written()
    expect((await refresh()).detail).toMatchObject({ lignes: 10, ecart_avec_precedent: 0 })
    expect(await written()).toEqual(before)
  })

  test('writes what differs: a row changed, one gone, one new', async () => {
    const before = await written()
    await sql(`update student set sex = 'M' where id = 1`)
    await sql(`delete from enrolment where student_id = 2`)
    await student(11)
    await enrolment(11, 2025)
    expect((await refresh()).detail).toMatchObject({ lignes: 10, ecart_avec_precedent: 0 })
    expect((await rows('student_id')).map((row) => row.student_id)).toEqual([1, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect((await written()).slice(1, 9)).toEqual(before.slice(2))
  })

  test('14: interrupted: the old figures are intact', async () => {
    const before = await rows('*')
    await sql(`update student set sex = 'M'`)
    // A reader holds the table: the run stands before its first write, where it is cancelled.
    const reader = await database.pool.connect()
    await reader.query('begin; lock table identity_statistic in share mode')
    try {
      const outcome = await engine.requestRun({
        code: 'MAJ_IDENTITE',
        trigger: 'manual',
        requestedBy: 'alice',
      })
      if (!outcome.ok) throw new Error(outcome.refusal.message.en)
      for (;;) {
        const { rowCount } = await reader.query(
          `select from pg_locks where relation = 'identity_statistic'::regclass and not granted`,
        )
        if (rowCount === 1) break
      }
      await engine.cancelRun(outcome.runId, 'alice')
      expect(await engine.waitForRun(outcome.runId)).toMatchObject({ state: 'cancelled' })
    } finally {
      await reader.query('rollback')
      reader.release()
    }
    expect(await rows('*')).toEqual(before)
    await refresh()
    expect(await rows('distinct sex, student_id, year')).not.toContainEqual(
      expect.objectContaining({ sex: 'F' }),
    )
  })

  test('a fall of more than a fifth is told by mail and in the log; one that merges explain is not', async () => {
    await sql(`update student set merged_into = 1 where id in (8, 9, 10)`)
    expect((await refresh()).detail).toMatchObject({ lignes: 7, ecart_avec_precedent: -3 })
    expect((await sql('select from outgoing_mail')).rowCount).toBe(0)
    await sql(`delete from enrolment where student_id in (6, 7)`)
    const { id } = await refresh()
    const mails = (await sql('select mail from outgoing_mail')).rows.map((row) => row.mail)
    expect(mails).toMatchObject([
      { to: ['stat@example.org'], text: expect.stringContaining('7 lignes auparavant, 5 maintenant') },
    ])
    const { rows: lines } = await sql(
      `select message from batch_run_line where run_id = $1 and level = 'warn'`,
      [id],
    )
    expect(lines).toHaveLength(1)
  })

  test('where no recipient is set, a fall is told to the administrators of the health service', async () => {
    await settingsStore(database, healthSettings).reset('health.statistics.recipients', 'test')
    await sql(`
      with chief as (
        insert into account (login, name, email, locale, administrator, created_at, created_by)
        values ('testun', 'Testun', 'testun@example.org', 'fr', false, now(), 'test'),
          ('testdeux', 'Testdeux', 'testdeux@example.org', 'fr', false, now(), 'test') returning id, login)
      insert into account_grant (account_id, application, role)
      select id, 'health', case login when 'testun' then 'administrator' else 'operator' end from chief`)
    await sql(`delete from enrolment where student_id > 5`)
    await refresh()
    const { rows: mails } = await sql(`select mail -> 'to' as to from outgoing_mail`)
    expect(mails).toEqual([{ to: ['testun@example.org'] }])
  })
})
