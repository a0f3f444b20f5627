import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine } from '../src/batch/engine.ts'
import { readAppointments } from '../src/health/appointments/read-appointments.ts'
import doublons from '../src/health/batches/doublons.ts'
import lisRel from '../src/health/batches/lis-rel.ts'
import majIdentite from '../src/health/batches/maj-identite.ts'
import { readFollowUps } from '../src/health/follow-ups/read-follow-ups.ts'
import { healthSettings } from '../src/health/settings.ts'
import { findStudents } from '../src/health/students/find-student.ts'
import { settingsStore } from '../src/platform/settings.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { startTestEngine } from './support/test-engine.ts'

/**
 * A first import fills tables of which PostgreSQL has no statistics yet: it was told that they are empty, or nothing at
 * all. A statement that takes a bad plan then is not slow but stands still (MAJ_IDENTITE stood for minutes on 20,000
 * students). Here nobody ever tells it better, and every statement has seconds.
 */
const students = 8_000
const patienceMs = 20_000

let database: TestDatabase
let engine: Engine
beforeAll(async () => {
  database = await createTestDatabase()
  const sql = (text: string) => database.pool.query(text)
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  )
  await sql(tables.map(({ name }) => `alter table ${name} set (autovacuum_enabled = false)`).join(';'))
  await sql('analyze')
  await sql(`
    insert into student (id, ine, student_code, login, family_name, first_name, name_key, first_name_key, sex,
                         birth_date, nationality_code)
      select n, lpad(n::text, 10, '0') || 'A', 'C' || n, 'testun' || n, 'TESTUN' || n, 'Zoé', 'TESTUN' || n, 'ZOE', 'F',
             date '1995-01-01' + n % 4000, '100'
      from generate_series(1, ${students}) n;
    insert into enrolment (student_id, year, establishment_code, component_code, run_id, line)
      select n, year, '0990001X', 'SCI', 1, n from generate_series(1, ${students}) n, generate_series(2023, 2025) year;
    insert into consultation (student_id, practitioner, opened_at, last_activity_at, closed_at, closed_by)
      select n, 'testun', at, at, at, 'practitioner'
      from generate_series(1, ${students}) n, lateral (select timestamptz '2025-09-15' + n * interval '20 min' as at) of;
    insert into appointment_motive (label) values ('Essai');
    insert into appointment (student_id, motive_id, starts_at)
      select n, 1, timestamptz '2025-09-15' + n * interval '20 min' from generate_series(1, ${students}) n;
    insert into nomenclature_item (nomenclature_id, code, label)
      select id, 'ESSAI', 'Essai' from nomenclature where code = 'RELANCES';
    insert into follow_up (student_id, motive_id, created_by, due_on)
      select n, item.id, 'testun', date '2026-01-05'
      from generate_series(1, ${students}) n, nomenclature_item item where item.code = 'ESSAI'`)
  engine = await startTestEngine(database, '2026-03-02T05:00:00Z', [doublons, lisRel, majIdentite], {
    settings: settingsStore(database, healthSettings),
    place: { timeZone: 'Europe/Paris', dataDirectory: mkdtempSync(join(tmpdir(), 'nocturne-unknown-')) },
  })
})
afterAll(async () => {
  await engine.stop()
  await database.drop()
})

test.each(['MAJ_IDENTITE', 'DOUBLONS', 'LIS_REL'])(
  '%s ends in seconds, the first time and again',
  { timeout: 2 * patienceMs },
  async (code) => {
    for (let time = 0; time < 2; time++) {
      const asked = await engine.requestRun({ code, trigger: 'manual', requestedBy: 'test' })
      if (!asked.ok) throw new Error(asked.refusal.message.en)
      expect(await engine.waitForRun(asked.runId)).toMatchObject({ state: 'finished' })
    }
    if (code === 'MAJ_IDENTITE') {
      const { rows } = await database.pool.query('select count(*) as count from identity_statistic')
      expect(rows).toEqual([{ count: 2 * students }])
    }
  },
)

test('students are found, and what is of one of them, in seconds', { timeout: patienceMs }, async () => {
  const keys = Array.from({ length: 500 }, (_, n) => ({
    ine: `${String(n + 1).padStart(10, '0')}A`,
    login: `testun${n + 1}`,
    studentCode: `C${n + 1}`,
    establishment: '0990001X',
  }))
  expect((await findStudents(database.pool, keys)).filter(({ ok }) => ok)).toHaveLength(500)
  const page = { states: null, motive: null, after: null, size: 50 }
  const appointments = await readAppointments(
    database.pool,
    { ...page, from: null, until: null, student: 77, descending: false },
    { now: '2026-03-02T05:00:00Z', timeZone: 'Europe/Paris' },
  )
  expect(appointments.items).toMatchObject([{ student: { id: 77 } }])
  const followUps = await readFollowUps(
    database.pool,
    { ...page, dueFrom: null, dueTo: null, search: 'testun77z', studentId: null },
    '2026-03-02',
  )
  expect(followUps.items).toMatchObject([{ student: { id: 77 } }])
})
