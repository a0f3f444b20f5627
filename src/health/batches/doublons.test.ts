import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { startTestEngine, type TestEngine, until } from '../../../test/support/test-engine.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { transaction } from '../../platform/database.ts'
import { recordSharedInes } from '../duplicates/record-shared-ines.ts'
import { searchDuplicates } from '../duplicates/search-duplicates.ts'
import { nameKey } from '../student-import/line/name-key.ts'
import doublons from './doublons.ts'

let database: TestDatabase
let engine: TestEngine
beforeAll(async () => {
  database = await createTestDatabase()
  // The changes of records carry the database's time: the search's is the same.
  engine = await startTestEngine(database, Temporal.Now.instant().toString(), [doublons])
})
beforeEach(async () => {
  await database.pool.query(
    'truncate student, student_ine_alias, enrolment, duplicate_pair, duplicate_search, merge_journal cascade',
  )
})
afterAll(async () => {
  await engine?.stop()
  await database?.drop()
})

const usual = {
  family_name: 'TESTUN',
  usage_name: null as string | null,
  first_name: 'Zoé',
  second_name: null as string | null,
  sex: 'F',
  birth_date: '2005-03-14',
  nationality_code: '100',
  ine: null as string | null,
  phone: null as string | null,
  email: null as string | null,
  student_code: null as string | null,
}
type Student = Partial<typeof usual>

/** Adds students; gives their identifiers. */
async function add(...students: Student[]): Promise<number[]> {
  const rows = students
    .map((student) => ({ ...usual, ...student }))
    .map((row) => ({
      ...row,
      name_key: nameKey(row.family_name),
      first_name_key: nameKey(row.first_name),
    }))
  const added = await database.pool.query<{ id: number }>(
    `insert into student (family_name, usage_name, first_name, second_name, sex, birth_date, nationality_code, ine,
        phone, email, student_code, name_key, first_name_key)
     select family_name, usage_name, first_name, second_name, sex, birth_date, nationality_code, ine,
        phone, email, student_code, name_key, first_name_key
     from json_populate_recordset(null::student, $1) returning id`,
    [JSON.stringify(rows)],
  )
  return added.rows.map((row) => row.id)
}

async function change(id: number, changes: Record<string, string | null>): Promise<void> {
  for (const [column, value] of Object.entries(changes))
    await database.pool.query(`update student set ${column} = $2, changed_at = now() where id = $1`, [
      id,
      value,
    ])
}

async function search(parameters: Record<string, unknown> = {}) {
  const asked = await engine.requestRun({
    code: 'DOUBLONS',
    trigger: 'manual',
    requestedBy: 'test',
    parameters,
  })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  const run = await engine.waitForRun(asked.runId)
  await timePasses()
  return run
}

/** What was changed so far was changed a while ago: a search looks a minute further back than it must. */
async function timePasses(): Promise<void> {
  await database.pool.query(`
    update student set changed_at = changed_at - interval '2 minutes';
    update student_ine_alias set since = since - interval '2 minutes'`)
}

async function found(parameters: Record<string, unknown> = {}) {
  const run = await search(parameters)
  expect(run.state).toBe('finished')
  return run.detail!
}

async function pairs() {
  const { rows } = await database.pool.query<{
    a: number
    b: number
    score: number
    tier: string
    state: string
    version: number
    codes: string[]
  }>(
    `select a, b, score, tier, state, version,
       array(select reason ->> 'code' from jsonb_array_elements(reasons) reason) as codes
     from duplicate_pair order by a, b`,
  )
  return rows
}

async function decide(state: string): Promise<void> {
  await database.pool.query(`update duplicate_pair set state = $1, decided_by = 'testun'`, [state])
}

test('every way of meeting finds its pair, once', async () => {
  const [, , , , , , , , coded, again] = await add(
    { family_name: 'AAAA', first_name: 'Un', ine: '9990000011P' },
    { family_name: 'AAAA', first_name: 'Un', ine: '9990000011', birth_date: '2005-03-15' },
    // One married name, one name misheard, one wrong digit, day and month exchanged, both names exchanged.
    { family_name: 'BBBB', first_name: 'Inès', birth_date: '2001-02-01' },
    { family_name: 'DUTEST', usage_name: 'Bbbb', first_name: 'Inès', birth_date: '2001-02-01' },
    { family_name: 'CALVIN', first_name: 'Éloïse', birth_date: '2002-04-05', phone: '0199000001' },
    { family_name: 'KALVIN', first_name: 'Héloïse', birth_date: '2002-05-04', phone: '0199000001' },
    { family_name: 'MODELE', first_name: 'Prototype', birth_date: '2003-06-01' },
    { family_name: 'PROTOTYPE', first_name: 'Modèle', birth_date: '2003-06-01' },
    { family_name: 'FEUX', first_name: 'Léo', birth_date: '2004-01-01', student_code: '20000001' },
    { family_name: 'FEUX', first_name: 'Léo', birth_date: '1994-11-21', student_code: '20000001' },
    { family_name: 'GARE', first_name: 'Anna', birth_date: '2004-01-01', email: 'g@example.org', phone: '1' },
    { family_name: 'GARE', first_name: 'Anna', birth_date: '1994-11-21', email: 'G@example.org', phone: '1' },
  )
  for (const id of [coded, again])
    await database.pool.query(
      `insert into enrolment (student_id, year, establishment_code, component_code, run_id, line)
       values ($1, 2025, '0990001X', 'SCI', 1, 1)`,
      [id],
    )
  expect(await found({ seuil_min: 30 })).toEqual({
    etudiants: 12,
    paires_B1: 1,
    paires_B2: 0,
    paires_B3: 1,
    paires_B4a: 2,
    paires_B4b: 0,
    paires_B5: 2,
    paires_B6: 1,
    nouvelles: 6,
    revues: 0,
    ignorees: 0,
    caduques: 0,
    blocs_sautes: 0,
  })
  expect((await pairs()).map((pair) => pair.score).sort((a, b) => a - b)).toEqual([33, 40, 52, 57, 57, 112])
})

test('an empty base; the same search twice changes nothing the second time', async () => {
  expect(await found()).toMatchObject({ etudiants: 0, nouvelles: 0, caduques: 0 })
  await add({}, {}, { first_name: 'Chloé' })
  expect(await found({ incremental: false })).toMatchObject({ etudiants: 3, paires_B2: 3, nouvelles: 1 })
  const before = await pairs()
  expect(before).toMatchObject([{ score: 65, tier: 'probable', state: 'new', version: 0 }])
  expect(await found({ incremental: false })).toMatchObject({ nouvelles: 0, revues: 1, caduques: 0 })
  expect(await found()).toMatchObject({ nouvelles: 0, caduques: 0 })
  expect(await pairs()).toEqual(before)
})

test('15: an ignored pair stays ignored; after a correction of a birth date that raises the score it comes back', async () => {
  const [id] = await add({}, { birth_date: '2005-03-15' })
  await found()
  expect(await pairs()).toMatchObject([{ score: 52, state: 'new' }])
  await decide('ignored')
  expect(await found({ incremental: false })).toMatchObject({ nouvelles: 0, revues: 0, ignorees: 1 })
  // A change without weight does not bring it back: the same points.
  await change(id!, { phone: '0199000001' })
  expect(await found()).toMatchObject({ nouvelles: 0, ignorees: 1, caduques: 0 })
  expect(await pairs()).toMatchObject([{ score: 52, state: 'ignored' }])
  await change(id!, { birth_date: '2005-03-15' })
  expect(await found()).toMatchObject({ nouvelles: 1, ignorees: 0 })
  expect(await pairs()).toMatchObject([{ score: 65, state: 'new', version: 1 }])
})

test('an ignored pair comes back for ten points more, not for nine', async () => {
  const phone = '0199000001'
  const byFirstName = { first_name: 'Zoé', first_name_key: 'ZOE', second_name: null }
  const bySecondName = { first_name: 'Inès', first_name_key: 'INES', second_name: 'Zoé' }
  const [, id] = await add({ phone }, { first_name: 'Inès', second_name: 'Zoé', sex: 'INCONNU' })
  await found()
  expect(await pairs()).toMatchObject([{ score: 56 }])
  await decide('ignored')
  // 15 instead of 8 for the first name, 2 for the sex.
  await change(id!, { ...byFirstName, sex: 'F' })
  expect(await found()).toMatchObject({ nouvelles: 0, ignorees: 1 })
  // 8 for the telephone, 2 for the sex.
  await change(id!, { ...bySecondName, phone })
  expect(await found()).toMatchObject({ nouvelles: 1, ignorees: 0 })
  expect(await pairs()).toMatchObject([{ score: 66, state: 'new' }])
})

test('15: three records of one person make one group of three', async () => {
  const ids = await add({}, {}, {})
  await found()
  expect((await pairs()).map(({ a, b }) => [a, b])).toEqual([
    [ids[0], ids[1]],
    [ids[0], ids[2]],
    [ids[1], ids[2]],
  ])
})

test('15: twins MARIE and MARINE with two INEs are possible, shown, never merged', async () => {
  await add({ first_name: 'Marie', ine: '9990000011P' }, { first_name: 'Marine', ine: '9990000022B' })
  await found()
  expect(await pairs()).toMatchObject([{ score: 50, tier: 'possible', state: 'new' }])
  const { rows } = await database.pool.query('select from student where merged_into is not null')
  expect(rows).toEqual([])
})

test('15: 5 000 records born on 01/01/1900: the block is skipped, the run ends', async () => {
  await add(...Array.from({ length: 5000 }, (_, n) => ({ birth_date: '1900-01-01', first_name: `Zoé${n}` })))
  const detail = await found()
  expect(detail).toMatchObject({ etudiants: 5000, nouvelles: 0, paires_B2: 0, paires_B3: 0 })
  // By name and date, by first name and date, by both names and year, by both names and day.
  expect(detail.blocs_sautes).toBe(4)
})

test('a block of bloc_max records is compared, one of a record more is skipped', async () => {
  await add({}, {}, {})
  const all = { incremental: false }
  expect(await found({ ...all, bloc_max: 3 })).toMatchObject({ paires_B2: 3, blocs_sautes: 0 })
  const { blocs_sautes, ...detail } = await found({ ...all, bloc_max: 2 })
  expect(detail).toMatchObject({ paires_B2: 0 })
  expect(blocs_sautes).toBeGreaterThan(0)
})

test('a pair that is no longer found becomes obsolete, and new again when it is found again; later stays later', async () => {
  const [one] = await add({}, {})
  await found()
  await decide('later')
  await change(one!, { phone: '0199000001' })
  expect(await found()).toMatchObject({ nouvelles: 0, revues: 1, caduques: 0 })
  expect(await pairs()).toMatchObject([{ state: 'later', version: 1 }])
  await change(one!, { birth_date: '1999-12-31' })
  expect(await found()).toMatchObject({ caduques: 1 })
  expect(await pairs()).toMatchObject([{ state: 'obsolete' }])
  await change(one!, { birth_date: '2005-03-14' })
  expect(await found()).toMatchObject({ nouvelles: 1, caduques: 0 })
  expect(await pairs()).toMatchObject([{ state: 'new' }])
})

test('a merged pair is final, and a record merged away is compared with nobody', async () => {
  const [one, two] = await add({}, {}, {})
  await found()
  await database.pool.query(`update duplicate_pair set state = 'merged' where a = $1 and b = $2`, [one, two])
  await database.pool.query('update student set merged_into = $1, changed_at = now() where id = $2', [
    one,
    two,
  ])
  expect(await found()).toMatchObject({ etudiants: 2, nouvelles: 0, revues: 0, caduques: 1 })
  expect((await pairs()).map((pair) => pair.state)).toEqual(['merged', 'new', 'obsolete'])
})

test('a former INE finds its bearer', async () => {
  const [one] = await add({ ine: '1234567890V' }, { ine: '9990000011P', birth_date: '2005-03-15' })
  await found()
  expect(await pairs()).toEqual([])
  await database.pool.query(
    `insert into student_ine_alias (student_id, ine, origin) values ($1, '9990000011P', 'test')`,
    [one],
  )
  expect(await found()).toMatchObject({ paires_B1: 1, nouvelles: 1 })
  expect(await pairs()).toMatchObject([{ score: 112, tier: 'certain' }])
})

test('what the import has found by a shared INE stays until the INE is corrected, be it far below the threshold', async () => {
  const [one, two] = await add(
    { ine: '9990000011P' },
    { ine: '9990000011P', family_name: 'AUTRE', first_name: 'Paul', sex: 'M', birth_date: '1999-12-31' },
  )
  expect(await found()).toMatchObject({ paires_B1: 1, nouvelles: 0 })
  expect(await pairs()).toEqual([])
  await transaction(database.pool, (client) => recordSharedInes(client, new Set(['9990000011']), 1))
  expect(await pairs()).toMatchObject([{ a: one, b: two, score: -22, tier: 'possible', state: 'new' }])
  const before = await pairs()
  expect(await found({ incremental: false })).toMatchObject({ nouvelles: 0, revues: 1, caduques: 0 })
  expect(await pairs()).toEqual(before)
  await change(two!, { ine: '9990000022B' })
  expect(await found()).toMatchObject({ caduques: 1 })
})

test('all records are compared when thirty days have passed, and when a parameter is another', async () => {
  await add({}, {})
  await found()
  expect(await found()).toMatchObject({ paires_B2: 0 })
  expect(await found({ seuil_min: 50 })).toMatchObject({ paires_B2: 1 })
  expect(await found({ seuil_min: 50 })).toMatchObject({ paires_B2: 0 })
  const ago = (interval: string) =>
    database.pool.query(`update duplicate_search set as_of = now() - $1::interval where complete`, [interval])
  await ago('29 days 23 hours')
  expect(await found({ seuil_min: 50 })).toMatchObject({ paires_B2: 0 })
  await ago('30 days 1 hour')
  expect(await found({ seuil_min: 50 })).toMatchObject({ paires_B2: 1, nouvelles: 0, revues: 1 })
})

test('cancelled while it reads: nothing is written, the next run finds all', async () => {
  await add({}, {})
  const locked = await database.pool.connect()
  await locked.query('begin; lock table student')
  const asked = await engine.requestRun({ code: 'DOUBLONS', trigger: 'manual', requestedBy: 'test' })
  if (!asked.ok) throw new Error('refused')
  await until(async () => {
    const { rows } = await database.pool.query(
      `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%from student%'`,
    )
    return rows.length > 0
  })
  await engine.cancelRun(asked.runId, 'test')
  await locked.query('commit')
  locked.release()
  expect(await engine.waitForRun(asked.runId)).toMatchObject({ state: 'cancelled' })
  expect(await pairs()).toEqual([])
  expect(await found()).toMatchObject({ nouvelles: 1 })
})

test('property: after any edits, incremental searches end with the pairs of a complete one', async () => {
  const edit = fc.record({
    who: fc.nat(9),
    other: fc.nat(9),
    what: fc.constantFrom(
      'name',
      'first',
      'date',
      'ine',
      'alias',
      'phone',
      'merge',
      'unmerge',
      'search',
      'add',
    ),
    value: fc.nat(2),
  })
  const context = (id: number): RunContext<unknown> =>
    ({
      database,
      run: { id },
      signal: new AbortController().signal,
      log: { info() {}, warn() {}, error() {} },
      clock: { now: () => Temporal.Now.instant() },
      progress() {},
      transaction: (work: Parameters<typeof transaction>[1]) => transaction(database.pool, work),
    }) as unknown as RunContext<unknown>
  const rules = { threshold: 45, blockMax: 400 }
  let run = 1
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 4, maxLength: 14 }), async (edits) => {
      await database.pool.query(
        'truncate student, student_ine_alias, duplicate_pair, duplicate_search, merge_journal cascade',
      )
      const ids = await add(
        ...Array.from({ length: 10 }, (_, n) => ({
          first_name: n % 2 ? 'Zoé' : 'Zoë',
          family_name: `TEST${'UDT'[n % 3]}N`,
        })),
      )
      const searchIncrementally = async () => {
        await searchDuplicates(context(run++), rules, true)
        await timePasses()
      }
      await searchIncrementally()
      for (const { who, other, what, value } of edits) {
        const id = ids[who]!
        const set = (column: string, text: string | null) => change(id, { [column]: text })
        if (what === 'name') await set('name_key', ['TESTUN', 'TESTUM', 'AUTRE'][value]!)
        else if (what === 'first') await set('first_name_key', ['ZOE', 'INES', 'TESTUN'][value]!)
        else if (what === 'date') await set('birth_date', ['2005-03-14', '2005-03-15', '1999-12-31'][value]!)
        else if (what === 'ine') await set('ine', ['9990000011P', '9990000022B', null][value]!)
        else if (what === 'phone') await set('phone', ['1', '2', null][value]!)
        else if (what === 'alias')
          await database.pool.query(
            `insert into student_ine_alias values ($1, '9990000011P', 'test') on conflict do nothing`,
            [id],
          )
        else if (what === 'merge' && who !== other)
          await database.pool.query('update student set merged_into = $2, changed_at = now() where id = $1', [
            id,
            ids[other],
          ])
        else if (what === 'unmerge') await set('merged_into', null)
        else if (what === 'add') ids.push(...(await add({})))
        else await searchIncrementally()
      }
      await searchIncrementally()
      const undecided = async () =>
        (await pairs())
          .filter(({ state }) => state === 'new')
          .map(({ a, b, score, codes }) => ({ a, b, score, codes }))
      const incrementally = await undecided()
      expect(await searchDuplicates(context(run++), rules, false)).toMatchObject({
        nouvelles: 0,
        caduques: 0,
      })
      expect(await undecided()).toEqual(incrementally)
    }),
    { numRuns: process.env.SOAK ? 300 : 8 },
  )
}, 60_000)
