import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { insertStudents } from '../../test/support/health-people.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { encryptedColumns } from '../health/encrypted-columns.ts'
import { nirPlace } from '../health/students/nir-place.ts'
import { keyReport, readKeyUse, rotateColumn } from './encrypted-column.ts'
import { cellPlace, encryption } from './encryption.ts'

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64')
const old = encryption([key(1)])!
const both = encryption([key(2), key(1)])!
const fresh = encryption([key(2)])!

let database: TestDatabase
let students: number[]
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.pool.query('truncate student, student_source, consultation cascade')
  students = await insertStudents(database.pool, 3)
})

const nir = encryptedColumns.find(({ table }) => table === 'student')!
const content = encryptedColumns.find(({ table }) => table === 'consultation')!
const quiet = { signal: new AbortController().signal, onProgress() {} }

async function setNir(id: number, value: Uint8Array): Promise<void> {
  await database.pool.query('update student set nir_encrypted = $2 where id = $1', [id, value])
}

test('every column of the schema that is encrypted is in the list', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where column_name like '%\\_encrypted' and table_schema in ('public', 'learning') order by 1`,
  )
  const listed = encryptedColumns.map(({ table, column }) => `${table}.${column}`).sort()
  expect(listed).toEqual(rows.map(({ name }) => name))
})

test('everything is encrypted with the first key; the rows, their versions and their marks stay as they are', async () => {
  await setNir(students[0]!, old.encrypt('105039999900139', nirPlace(students[0]!)))
  await setNir(students[1]!, both.encrypt('205039999900139', nirPlace(students[1]!)))
  await database.pool.query(
    `insert into student_source (student_id, model_id, run_id, line, marks)
     select id, 1, 1, 1, '{42}' from student`,
  )
  const rest = async () =>
    (
      await database.pool.query(
        `select to_jsonb(student) - 'nir_encrypted' as student, marks from student join student_source on student_id = id
         order by id`,
      )
    ).rows
  const before = await rest()
  const both1 = await readKeyUse(database.pool, [nir])
  expect(keyReport(both.keyIds, both1)).toEqual({
    keys: [
      { id: both.keyIds[0], current: true, values: 1 },
      { id: old.keyIds[0], current: false, values: 1 },
    ],
    missing: [],
  })
  expect(await rotateColumn(database, both, nir, quiet)).toMatchObject({ done: 1, unreadable: 0, changed: 0 })
  expect(await rest()).toEqual(before)
  const { rows } = await database.pool.query('select nir_encrypted from student order by id')
  expect(fresh.decrypt(rows[0].nir_encrypted, nirPlace(students[0]!))).toBe('105039999900139')
  expect(rows[2].nir_encrypted).toBeNull()
  // Nothing is left to do, and the next import still knows the marks of others' changes.
  expect(await rotateColumn(database, both, nir, quiet)).toMatchObject({ done: 0 })
  await database.pool.query(`update student set town = 'ESSAIVILLE' where id = $1`, [students[0]])
  const marks = await database.pool.query('select marks from student_source order by student_id')
  expect(marks.rows.map((row) => row.marks)).toEqual([[], ['42'], ['42']])
})

test('values stay bound to their row, and those of before become so', async () => {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into consultation (student_id, practitioner, opened_at, last_activity_at)
     select id, 'testun', '2026-06-15', '2026-06-15' from student order by id limit 2 returning id`,
  )
  const [first, second] = rows.map(({ id }) => id) as [number, number]
  const place = (id: number) => cellPlace('consultation', 'content_encrypted', id)
  const write = (id: number, value: Uint8Array) =>
    database.pool.query('update consultation set content_encrypted = $2 where id = $1', [id, value])
  await write(first, old.encrypt('un', place(first)))
  await write(second, both.encrypt('deux'))
  expect(await rotateColumn(database, both, content, quiet)).toMatchObject({ done: 2 })
  const after = await database.pool.query('select id, content_encrypted from consultation order by id')
  expect(after.rows.map((row) => fresh.decrypt(row.content_encrypted, place(row.id)))).toEqual(['un', 'deux'])
  expect(() => fresh.decrypt(after.rows[0].content_encrypted, place(second))).toThrow()
})

test('what no key opens is counted and left; the key that is missing has a name', async () => {
  await setNir(students[0]!, old.encrypt('1'))
  await setNir(students[1]!, Buffer.from('clair'))
  await setNir(students[2]!, Buffer.alloc(0))
  expect(await rotateColumn(database, fresh, nir, quiet)).toMatchObject({ done: 0, unreadable: 3 })
  expect(keyReport(fresh.keyIds, await readKeyUse(database.pool, [nir])).missing).toEqual([
    { id: old.keyIds[0], values: 1 },
    { id: null, values: 2 },
  ])
})

test('cut short it goes on the next time; a value that changes meanwhile is left to whoever changed it', async () => {
  await database.pool.query('truncate student cascade')
  const ids = await insertStudents(database.pool, 250)
  for (const id of ids) await setNir(id, old.encrypt(String(id), nirPlace(id)))
  const stop = new AbortController()
  const first = rotateColumn(database, both, nir, { signal: stop.signal, onProgress: () => stop.abort() })
  await expect(first).rejects.toThrow()
  const left = async () =>
    (await readKeyUse(database.pool, [nir])).find(({ keyId }) => keyId === old.keyIds[0])?.values ?? 0
  expect(await left()).toBe(50)

  // Somebody writes the last one while the rotation waits for them.
  const hand = await database.pool.connect()
  try {
    await hand.query('begin')
    await hand.query('update student set nir_encrypted = $2 where id = $1', [
      ids[249],
      both.encrypt('neuf', nirPlace(ids[249]!)),
    ])
    const second = rotateColumn(database, both, nir, quiet)
    await expect
      .poll(async () => (await database.pool.query('select from pg_locks where not granted')).rowCount)
      .toBeGreaterThan(0)
    await hand.query('commit')
    expect(await second).toMatchObject({ done: 49, changed: 1 })
  } finally {
    hand.release()
  }
  expect(await left()).toBe(0)
  const { rows } = await database.pool.query('select nir_encrypted from student where id = $1', [ids[249]])
  expect(fresh.decrypt(rows[0].nir_encrypted, nirPlace(ids[249]!))).toBe('neuf')
})
