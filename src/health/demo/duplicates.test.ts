import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addItems, importBytes } from '../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { startTestEngine } from '../../../test/support/test-engine.ts'
import doublons from '../batches/doublons.ts'
import { encodeLatin1 } from '../student-import/line/latin1.ts'
import { makeDuplicates } from './duplicates.ts'
import { headerBytes, studentLine } from './student-file.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
afterAll(() => database?.drop())

const students = 300
const bytes = Buffer.concat([
  headerBytes,
  encodeLatin1(Array.from({ length: students }, (_, n) => studentLine(n + 1)).join('')),
])

test('the demonstration has duplicates of every kind, found by DOUBLONS; made once, and no import stumbles over them', async () => {
  await importBytes(database, bytes)
  expect(await makeDuplicates(database.pool)).toBe(48)
  expect(await makeDuplicates(database.pool)).toBe(0)
  expect((await importBytes(database, bytes)).counts).toMatchObject({ unchanged: students, rejected: 0 })

  const engine = await startTestEngine(database, Temporal.Now.instant().toString(), [doublons])
  try {
    const asked = await engine.requestRun({ code: 'DOUBLONS', trigger: 'manual', requestedBy: 'test' })
    if (!asked.ok) throw new Error('refused')
    const { detail } = await engine.waitForRun(asked.runId)
    expect(detail).toMatchObject({ etudiants: students + 48 })
    const { rows } = await database.pool.query<{ login: string; codes: string[] }>(
      `select coalesce(one.login, other.login) as login, array_agg(coalesce(one.student_code, '') || other.student_code)
       from duplicate_pair join student one on one.id = a join student other on other.id = b
       where other.student_code like '290%' group by 1`,
    )
    expect(rows.map((row) => row.login).filter((login) => login !== null)).toHaveLength(46)
    expect(Number(detail!.nouvelles)).toBeGreaterThanOrEqual(48)
  } finally {
    await engine.stop()
  }
})
