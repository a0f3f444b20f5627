import type { Database } from '../../src/platform/database.ts'

/** Two records of one person, with rows of every kind hanging on each. */
export interface DuplicateScene {
  /** TESTUN Zoé, INE 9990000011P, login testun1. */
  readonly kept: number
  /** TESTUN Zoe, INE 9990000022B, login testun2. */
  readonly absorbed: number
  readonly pair: number
}

let made = 0

/** A student of invention; columns beside the usual ones by name. */
export async function addStudent(
  database: Database,
  values: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const row = {
    family_name: 'TESTUN',
    first_name: 'Zoé',
    name_key: 'TESTUN',
    first_name_key: 'ZOE',
    sex: 'F',
    birth_date: '2005-03-14',
    nationality_code: '100',
    ...values,
  }
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into student (${Object.keys(row).join(', ')})
     values (${Object.keys(row)
       .map((_, index) => `$${index + 1}`)
       .join(', ')}) returning id`,
    Object.values(row),
  )
  return rows[0]!.id
}

export async function addPair(
  database: Database,
  one: number,
  other: number,
  what: { score?: number; tier?: string; state?: string } = {},
): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into duplicate_pair (a, b, score, tier, reasons, fingerprint, state, first_run_id, last_run_id)
     values (least($1, $2::bigint), greatest($1, $2::bigint), $3, $4, $5, 'essai', $6, 1, 1) returning id`,
    [
      one,
      other,
      what.score ?? 65,
      what.tier ?? 'probable',
      JSON.stringify([
        { code: 'birth-date-equal', points: 25 },
        { code: 'name-equal', points: 20 },
        { code: 'first-name-equal', points: 15 },
      ]),
      what.state ?? 'new',
    ],
  )
  return rows[0]!.id
}

/** Two such records under a number of their own: scenes of one file do not meet. */
export async function addDuplicateScene(database: Database): Promise<DuplicateScene> {
  const n = String(++made).padStart(4, '0')
  const kept = await addStudent(database, {
    ine: `999000${n}P`,
    login: `testun-${n}`,
    town: 'ESSAIVILLE',
    address1: '1 rue de l’Essai',
    postal_code: '99000',
    newest_year: 2024,
  })
  const absorbed = await addStudent(database, {
    ine: `998000${n}B`,
    login: `testun-bis-${n}`,
    first_name: 'Zoe',
    phone: '0600000000',
    email: 'testun@example.org',
    town: 'TESTBOURG',
    address1: '2 rue du Test',
    postal_code: '99100',
    newest_year: 2025,
  })
  await hangOn(database, kept, '2025-10-01')
  await hangOn(database, absorbed, '2025-11-01')
  const { pool } = database
  await pool.query(
    `insert into enrolment (student_id, year, establishment_code, component_code, run_id, line, cursus, changed_at) values
       ($1, 2025, '0990001X', 'SCI', 1, 2, 'L', '2025-09-01'), ($2, 2025, '0990001X', 'SCI', 1, 3, 'M', '2025-10-01'),
       ($1, 2024, '0990001X', 'SCI', 1, 2, 'L', '2025-09-02'), ($2, 2024, '0990001X', 'SCI', 1, 3, 'M', '2025-09-01'),
       ($2, 2023, '0990002Y', 'MED', 1, 4, 'L', '2025-09-01')`,
    [kept, absorbed],
  )
  await pool.query(
    `insert into student_ine_alias (student_id, ine, origin) values ($1, $3, 'import 1'), ($2, $3, 'import 2'), ($2, $4, 'import 2')`,
    [kept, absorbed, `997000${n}C`, `996000${n}D`],
  )
  await pool.query(
    `insert into student_source (student_id, model_id, run_id, line, seen_at)
     select who, id, 1, 2, case when who = $1 then timestamptz '2025-09-01' else '2025-10-01' end
     from import_model, unnest(array[$1, $2]::bigint[]) as who where code = 'APOGEE' or (code = 'CHU' and who = $2)`,
    [kept, absorbed],
  )
  await pool.query(
    `insert into student_change (run_id, line, student_id, changes) values (1, 3, $1, '{"VILLE": ["A", "B"]}')`,
    [absorbed],
  )
  await pool.query(
    `insert into returned_mail (student_id, address_hash, noted_at, noted_by)
     values ($1, 'x', '2025-09-01', 'test'), ($2, 'y', '2025-10-01', 'test')`,
    [kept, absorbed],
  )
  await pool.query(
    `insert into identity_statistic (student_id, year, sex, birth_year, age, age_band, nationality_group,
       establishment_code, component_code, scholarship, first_entry, enrolments)
     values ($1, 2025, 'F', 2005, 20, '18-20', 'FR', '0990001X', 'SCI', false, false, 1)`,
    [absorbed],
  )
  // Somebody merged into the absorbed record last year.
  await addStudent(database, { ine: `995000${n}E`, merged_into: absorbed })
  const pair = await addPair(database, kept, absorbed)
  return { kept, absorbed, pair }
}

/** A consultation that has ended, an appointment with its reminder, a follow-up, a vaccination, a document. */
async function hangOn(database: Database, student: number, day: string): Promise<void> {
  const { pool } = database
  await pool.query(
    `insert into consultation (student_id, practitioner, opened_at, last_activity_at, closed_at, closed_by, content_encrypted)
     values ($1, 'testun-medecin', $2::timestamptz, $2, $2, 'practitioner', '\\x0102')`,
    [student, `${day}T10:00:00.123456Z`],
  )
  await pool.query(
    `insert into appointment_motive (reference, label) values ('essai', 'Essai') on conflict do nothing`,
  )
  await pool.query(
    `with made as (
       insert into appointment (student_id, motive_id, starts_at, state)
       select $1, id, $2, 'honoured' from appointment_motive where reference = 'essai' returning id
     )
     insert into appointment_reminder (appointment_id, for_start, recipient, state, run_id)
     select id, $2, 'testun@example.org', 'sent', 1 from made`,
    [student, `${day}T09:00:00Z`],
  )
  await pool.query(
    `insert into nomenclature_item (nomenclature_id, code, label)
     select id, 'ESSAI', 'Essai' from nomenclature where code = 'RELANCES' on conflict do nothing`,
  )
  await pool.query(
    `insert into follow_up (student_id, motive_id, created_by, due_on)
     select $1, item.id, 'test', $2 from nomenclature_item item
     join nomenclature list on list.id = item.nomenclature_id and list.code = 'RELANCES' limit 1`,
    [student, day],
  )
  await pool.query(
    `insert into vaccine (source, external_id, name, content_hash, from_source) values ('essai', '1', 'Essai', 'x', '{}')
     on conflict do nothing`,
  )
  await pool.query(
    `insert into vaccination (student_id, vaccine_id, given_on) select $1, id, $2 from vaccine limit 1`,
    [student, day],
  )
  await pool.query(
    `insert into scan_file (owner, storage_key, name, media_type, bytes, sha256, used_at, student_id)
     values ('test', gen_random_uuid()::text, 'essai.pdf', 'application/pdf', 1, 'x', $2, $1)`,
    [student, day],
  )
}

/**
 * All that the base holds, row by row, without what only rises (versions, times of change), what imports remember of
 * lines, and the trails of who did what.
 */
export async function dumpOf(database: Database): Promise<Record<string, string[]>> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'
       and table_name <> 'merge_journal' and table_name not like 'audit%' order by 1`,
  )
  const dump: Record<string, string[]> = {}
  for (const { name } of tables) {
    const { rows } = await database.pool.query<{ row: string }>(
      `select (to_jsonb(one) - '{changed_at,version,marks}'::text[])::text as row from "${name}" one order by 1`,
    )
    dump[name] = rows.map(({ row }) => row)
  }
  return dump
}
