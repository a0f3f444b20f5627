import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../../../test/support/seeded-random.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { type ComparedRecord, type ComparedRow, comparedRecord } from '../compared-record.ts'
import { fingerprint } from '../fingerprint.ts'
import { areNear } from '../near-dates.ts'
import { haveLikeNames, scorePair } from '../score.ts'
import type { BlockCode } from './block-keys.ts'
import { breathing } from './breath.ts'
import { findPairs, pairOf } from './find-pairs.ts'
import { loadStudents } from './load-students.ts'
import { recordAt } from './student-columns.ts'

// The search against what health.md 2.6 says of every two of some hundred people, compared one by one.

let database: TestDatabase
let rows: ComparedRow[]
const signal = new AbortController().signal

beforeAll(async () => {
  database = await createTestDatabase()
  rows = population(260)
  const { pool } = database
  await pool.query(
    `insert into student (id, ine, student_code, name_key, first_name_key, usage_name, second_name, sex, birth_date,
        nationality_code, phone, email, family_name, first_name)
     select id, ine, student_code, name_key, first_name_key, usage_name, second_name, sex, birth_date,
        nationality_code, phone, email, name_key, first_name_key
     from json_populate_recordset(null::student, $1)`,
    [JSON.stringify(rows)],
  )
  await pool.query(
    `insert into student_ine_alias (student_id, ine, origin)
     select id, ine, 'test' from json_to_recordset($1) as alias (id bigint, ine text) on conflict do nothing`,
    [JSON.stringify(rows.flatMap(({ id, aliases }) => aliases.map((ine) => ({ id, ine }))))],
  )
  await pool.query(
    `insert into enrolment (student_id, year, establishment_code, component_code, run_id, line)
     select id, 2025, code, 'SCI', 1, 1 from json_to_recordset($1) as enrolment (id bigint, code text)`,
    [JSON.stringify(rows.flatMap(({ id, establishments }) => establishments.map((code) => ({ id, code }))))],
  )
})
afterAll(() => database?.drop())

/** People with few names, dates and numbers, so that they meet in every way; and with every odd value. */
function population(count: number): ComparedRow[] {
  const random = seededRandom(42)
  const perhaps = <T>(share: number, from: readonly T[]) => (random.chance(share) ? random.pick(from) : null)
  const surnames = [
    'TESTUN',
    'TESTIN',
    'TESTUM',
    'DUTEST',
    'ZOE',
    'MARTIN',
    'MARTAIN',
    '李',
    'ESSAI',
    'MODELE',
  ]
  const firstNames = ['ZOE', 'INES', 'MARTIN', 'LEO', 'TESTUN', 'MARIE', 'MARINE', 'MODELE']
  const ines = ['9990000011P', '9990000022B', '9990000022', '1234567890V', 'abc', '12345', '0TESTUN0019']
  return Array.from({ length: count }, (_, index) => ({
    id: 1_000_000 * (count - index) + index,
    ine: perhaps(0.3, [...ines, '']),
    aliases: random.chance(0.1) ? [random.pick(ines)] : [],
    student_code: perhaps(0.3, ['20000001', '20000002', 'A-3']),
    name_key: random.pick(surnames),
    first_name_key: random.pick(firstNames),
    usage_name: perhaps(0.2, ['Testun', "D'Essai", '', 'TESTUN\tDEUX', 'back\\slash']),
    second_name: perhaps(0.3, ['Zoé', 'Léo', 'Inès ', '']),
    sex: random.pick(['M', 'F', 'INCONNU'] as const),
    birth_date: `${random.pick([1899, 2004, 2005])}-0${random.between(1, 4)}-0${random.between(1, 5)}`,
    nationality_code: random.pick(['100', '216', 'é']),
    phone: perhaps(0.3, ['0199000001', '+33199000002']),
    email: perhaps(0.2, ['zoe@example.org', 'ZOE@example.org', 'leo@example.org']),
    establishments: random.pick([[], ['0990001X'], ['0990001X', '0990002Y'], ['0990002Y']]),
  }))
}

type Meets = (a: ComparedRecord, b: ComparedRecord) => boolean
const sameDate: Meets = (a, b) => a.birthDate === b.birthDate
const sameNames: Meets = (a, b) =>
  a.name.phonetic === b.name.phonetic && a.firstName.phonetic === b.firstName.phonetic
const near: Meets = (a, b) => areNear(a.birthDate, b.birthDate)
const year = (record: ComparedRecord) => Math.floor(record.birthDate / 10_000)

/** health.md 2.6, "Candidate pairs". */
const meetings: Record<BlockCode, Meets> = {
  B1: (a, b) => a.ines.some((ine) => b.ines.includes(ine)),
  B2: (a, b) => sameDate(a, b) && a.name.phonetic === b.name.phonetic,
  B3: (a, b) => sameDate(a, b) && a.firstName.phonetic === b.firstName.phonetic && haveLikeNames(a, b),
  B4a: (a, b) => sameNames(a, b) && year(a) === year(b) && near(a, b),
  B4b: (a, b) => sameNames(a, b) && a.birthDate % 10_000 === b.birthDate % 10_000 && near(a, b),
  B5: (a, b) =>
    (a.email !== 0 && a.email === b.email) ||
    (a.studentCode !== 0 &&
      a.studentCode === b.studentCode &&
      a.establishments.some((code) => b.establishments.includes(code))),
  B6: (a, b) =>
    sameDate(a, b) && (a.name.phonetic === b.firstName.phonetic || a.firstName.phonetic === b.name.phonetic),
}

async function load() {
  const client = await database.pool.connect()
  try {
    return await loadStudents(client, null, signal, () => {})
  } finally {
    client.release()
  }
}

test('students are read as the rule reads them', async () => {
  const columns = await load()
  expect(columns.size).toBe(rows.length)
  const read = new Map(
    Array.from({ length: columns.size }, (_, index) => recordAt(columns, index)).map((record) => [
      record.id,
      record,
    ]),
  )
  for (const row of rows) {
    const expected = comparedRecord(row)
    const record = read.get(row.id)!
    expect({ ...record, establishments: [...record.establishments].sort() }).toEqual({
      ...expected,
      // Read only where another student has the code.
      establishments: expected.studentCode === 0 ? [] : expected.establishments,
    })
    // What an import writes of a pair and what the search writes are the same.
    const other = read.get(rows[0]!.id)!
    expect(fingerprint(record, other)).toBe(fingerprint(expected, comparedRecord(rows[0]!)))
  }
})

test('the pairs found are those that meet by the rule and score enough, each once; each way of meeting is counted', async () => {
  const columns = await load()
  const found = await findPairs(columns, { threshold: 45, blockMax: 2000 }, breathing(signal), () => {})
  const met = { B1: 0, B2: 0, B3: 0, B4a: 0, B4b: 0, B5: 0, B6: 0 }
  const wanted: string[] = []
  const shared: string[] = []
  const records = rows.map(comparedRecord)
  for (const [place, a] of records.entries())
    for (const b of records.slice(place + 1)) {
      const ways = (Object.keys(meetings) as BlockCode[]).filter((code) => meetings[code](a, b))
      for (const way of ways) met[way]++
      const names = [a.id, b.id].sort((x, y) => x - y).join(' ')
      if (ways.length > 0 && scorePair(a, b) >= 45) wanted.push(names)
      else if (ways.includes('B1')) shared.push(names)
    }
  const named = (pairs: Float64Array) =>
    [...pairs].map((pair) =>
      pairOf(pair, columns.size)
        .map((index) => columns.id[index]!)
        .sort((x, y) => x - y)
        .join(' '),
    )
  expect(named(found.found).sort()).toEqual(wanted.sort())
  expect(named(found.sharedIne).sort()).toEqual(shared.sort())
  expect(wanted.length).toBeGreaterThan(50)
  // Two who share two INEs, or two establishments, meet twice in B1 or B5.
  const { B1, B5, ...others } = met
  const { B1: foundB1, B5: foundB5, ...foundOthers } = found.met
  expect(foundOthers).toEqual(others)
  expect(foundB1).toBeGreaterThanOrEqual(B1)
  expect(foundB5).toBeGreaterThanOrEqual(B5)
  expect(found.skippedBlocks).toBe(0)
})

test('a search in memory lets the program live and stops when told to', async () => {
  const stopped = AbortSignal.abort(new Error('told to stop'))
  await expect(
    findPairs(await load(), { threshold: 45, blockMax: 400 }, breathing(stopped), () => {}),
  ).rejects.toThrow('told to stop')
})
