import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { emptyBase } from '../../../test/support/student-base.ts'
import { addItems, file, importBytes, line } from '../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

// health.md 3.7, E_MULTI: « the pair is also put in Gestion des doublons ».

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
afterEach(async () => {
  await database.pool.query('delete from duplicate_pair')
  await emptyBase(database)
})
afterAll(() => database.drop())

const ine = '9990000011P'
const people = [
  line({ COD_NNE: ine }),
  line({ NOM: 'TESTDEUX', PRENOM1: 'Léo', SEXE: 'M', DATENAI: '31/12/1999' }),
  line({ NOM: 'TESTUM' }),
]

/** Three students, of whom as many as asked carry the first one's INE. */
async function bearers(count: number): Promise<void> {
  await importBytes(database, file(...people))
  await database.pool.query(
    'update student set ine = $1 where id in (select id from student order by id limit $2)',
    [ine, count],
  )
}

async function pairs() {
  const { rows } = await database.pool.query<Record<string, unknown>>(
    `select a, b, score, tier, state, first_run_id, last_run_id, version, fingerprint, reasons -> -1 ->> 'code' as last
     from duplicate_pair order by a, b`,
  )
  return rows
}

test('every pair of those who carry the INE is put among the duplicates, whatever its score', async () => {
  await bearers(3)
  const run = await importBytes(database, file(people[0]!, people[0]!), { runId: 77_000_000 })
  expect(run.counts).toMatchObject({ rejected: 2 })
  expect(await pairs()).toMatchObject([
    { score: 5, tier: 'possible', state: 'new', last: 'ine-shared', first_run_id: 77_000_000 },
    { score: 117, tier: 'certain', state: 'new', last: 'sex-equal' },
    { score: 5, tier: 'possible' },
  ])
})

test('the next night changes nothing; an ignored pair stays ignored', async () => {
  await bearers(2)
  await importBytes(database, file(people[0]!))
  const before = await pairs()
  expect(before).toHaveLength(1)
  await importBytes(database, file(people[0]!))
  expect(await pairs()).toEqual(before)
  await database.pool.query(`update duplicate_pair set state = 'ignored'`)
  await importBytes(database, file(people[0]!))
  expect(await pairs()).toMatchObject([{ state: 'ignored', version: 0 }])
})

test('a former INE counts, a record merged away does not', async () => {
  await bearers(1)
  await database.pool.query(`
    insert into student_ine_alias (student_id, ine, origin)
      select id, '${ine}', 'test' from student where family_name = 'TESTUM';
    update student set ine = '${ine}', merged_into = (select id from student where family_name = 'TESTUM')
      where family_name = 'TESTDEUX'`)
  await importBytes(database, file(people[0]!))
  expect(await pairs()).toMatchObject([{ score: 117 }])
})

test('a simulation and a file without such a line write nothing', async () => {
  await bearers(2)
  await importBytes(database, file(people[0]!), { dryRun: true })
  await importBytes(database, file(people[2]!))
  expect(await pairs()).toEqual([])
})

test('an INE that everybody has is a stop-gap: no pairs', async () => {
  await importBytes(
    database,
    file(
      ...Array.from({ length: 60 }, (_, n) =>
        line({ NOM: `TEST${String.fromCharCode(65 + (n % 26), 65 + Math.floor(n / 26))}` }),
      ),
    ),
  )
  await database.pool.query('update student set ine = $1', [ine])
  await importBytes(database, file(people[0]!))
  expect(await pairs()).toEqual([])
})
