import { parseArgs } from 'node:util'
import { Temporal } from 'temporal-polyfill'
import { academicYearOf } from '../src/health/identity-statistics/academic-year.ts'
import { refreshIdentityStatistics } from '../src/health/identity-statistics/refresh-identity-statistics.ts'
import { type Database, openDatabase, transaction } from '../src/platform/database.ts'
import { withBenchServer } from './support/bench-server.ts'

/**
 * MAJ_IDENTITE on N students, each with an enrolment in three years (a tenth with two), a consultation for every
 * second and an appointment for every third: a first computation of two years, one that finds nothing changed, one
 * after 1 % changed, and the first one on a tenth of the students (`growth`: how many times longer ten times as many
 * take).
 */
export async function run(options: string[]) {
  const { values } = parseArgs({
    args: options,
    options: { students: { type: 'string', default: '1000000' } },
  })
  const students = Number(values.students)
  return await withBenchServer(async (url) => {
    const database = openDatabase(url, { max: 2 })
    await fill(database, 1, Math.round(students / 10))
    const tenth = await refresh(database)
    await database.pool.query('truncate identity_statistic')
    await fill(database, Math.round(students / 10) + 1, students)
    const first = await refresh(database)
    await settled(database)
    const unchanged = await refresh(database)
    await database.pool.query(`
      update student set postal_code = '69001' where id % 200 = 0;
      insert into consultation (student_id, practitioner, opened_at, last_activity_at)
        select id, 'testun', '2025-11-03 09:00+01', '2025-11-03 09:20+01' from student where id % 200 = 100`)
    const nightly = await refresh(database)
    await database.close()
    return {
      students,
      ms: first.ms,
      rows: first.rows,
      unchangedMs: unchanged.ms,
      unchangedWrites: unchanged.writes,
      nightlyMs: nightly.ms,
      nightlyWrites: nightly.writes,
      growth: Math.round((first.ms / tenth.ms) * 10) / 10,
    }
  })
}

async function refresh(database: Database): Promise<{ ms: number; rows: number; writes: number }> {
  const now = Temporal.Instant.from('2026-03-02T05:30:00Z')
  const year = academicYearOf(now.toZonedDateTimeISO('Europe/Paris').toPlainDate(), 9)
  const begun = performance.now()
  const result = await transaction(database.pool, (client) =>
    refreshIdentityStatistics(client, {
      years: [year - 1, year],
      firstMonth: 9,
      timeZone: 'Europe/Paris',
      now,
      throwIfAborted() {},
      progress(done) {
        console.error(`  ${done}: ${Math.round(performance.now() - begun)} ms`)
      },
    }),
  )
  const ms = Math.round(performance.now() - begun)
  const rows = result.years.reduce((sum, one) => sum + one.after, 0)
  return { ms, rows, writes: result.inserted + result.updated + result.deleted }
}

async function fill(database: Database, from: number, to: number): Promise<void> {
  const { pool } = database
  const begun = performance.now()
  await pool.query(
    `insert into student (id, ine, family_name, first_name, name_key, first_name_key, sex, birth_date,
                          nationality_code, postal_code, country_code, newest_year)
     select n, lpad(n::text, 10, '0') || 'A', 'TESTUN' || n, 'Zoé', 'TESTUN' || n, 'ZOE',
            (array['F', 'M', 'F', 'INCONNU'])[n % 4 + 1], date '1995-01-01' + n % 4000,
            (array['100', '100', '100', '109', '350'])[n % 5 + 1], lpad((1000 + n % 95000)::text, 5, '0'), '100', 2025
     from generate_series($1::int, $2::int) as n`,
    [from, to],
  )
  await pool.query(
    `insert into enrolment (student_id, year, establishment_code, component_code, diploma, cursus, cursus_year,
                            scholarship_code, higher_education_entry, run_id, line)
     select n, year, '0990001X', 'CMP' || (n + twin) % 40, 'DIPLOME ' || twin, (array['L', 'M', 'D'])[n % 3 + 1],
            (n % 3 + 1)::text, case when n % 3 = 0 then '05' end, case when n % 2 = 0 then '2024' end, year - 2020, n
     from generate_series($1::int, $2::int) as n, generate_series(2023, 2025) as year, generate_series(0, 1) as twin
     where twin = 0 or n % 10 = 0`,
    [from, to],
  )
  await pool.query(`insert into appointment_motive (label) values ('Essai') on conflict do nothing`)
  await pool.query(
    `insert into consultation (student_id, practitioner, opened_at, last_activity_at, closed_at, closed_by)
     select n, 'testun', at, at + interval '20 min', at + interval '20 min', 'practitioner'
     from generate_series($1::int, $2::int, 2) as n,
       lateral (select timestamptz '2024-09-02 09:00+02' + make_interval(hours => n % 13000) as at) as opened`,
    [from, to],
  )
  await pool.query(
    `insert into appointment (student_id, motive_id, starts_at, taken_at, state)
     select n, (select min(id) from appointment_motive), at, at - interval '9 days',
            (array['honoured', 'missed', 'cancelled'])[n % 7 % 3 + 1]
     from generate_series($1::int, $2::int, 3) as n,
       lateral (select timestamptz '2024-09-02 09:00+02' + make_interval(hours => n % 13000) as at) as planned`,
    [from, to],
  )
  await settled(database)
  console.error(`students ${from} to ${to} made in ${Math.round(performance.now() - begun)} ms`)
}

/** What autovacuum does between two nights. */
async function settled(database: Database): Promise<void> {
  await database.pool.query('vacuum analyze')
  await database.pool.query('checkpoint')
}
