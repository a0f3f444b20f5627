import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCommand } from '../../test/support/command-line.ts'
import { addFollowUp, addStudent, statesOf } from '../../test/support/follow-ups.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'

let database: TestDatabase
const directory = mkdtempSync(join(tmpdir(), 'nocturne-cli-'))
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const nocturne = async (...args: string[]) =>
  await startCommand([...args, '--json'], {
    directory,
    environment: { DATABASE_URL: database.url, NOCTURNE_DATA_DIR: directory },
  }).ended

test('editions are listed, one of letters is cancelled, an unknown one is told', async () => {
  const id = await addFollowUp(database, { student_id: await addStudent(database), due_on: '2026-03-01' })
  expect((await nocturne('batch', 'run', 'REL_COU', '--wait')).code).toBe(0)
  const listed = await nocturne('follow-ups', 'editions')
  const [edition] = JSON.parse(listed.out)
  expect(edition).toMatchObject({ batchCode: 'REL_COU', objects: 1, pages: 1, cancelledAt: null })
  expect(await statesOf(database)).toMatchObject({ [id]: expect.stringMatching(/^letter-printed /) })
  const cancelled = await nocturne('follow-ups', 'cancel-edition', String(edition.id))
  expect([cancelled.code, JSON.parse(cancelled.out)]).toEqual([
    0,
    { id: edition.id, restored: 1, closed: 0, followed: 0 },
  ])
  expect(await statesOf(database)).toEqual({ [id]: 'due' })
  const [again, unknown] = await Promise.all([
    nocturne('follow-ups', 'cancel-edition', String(edition.id)),
    nocturne('follow-ups', 'cancel-edition', '999'),
  ])
  expect([JSON.parse(again.out).restored, unknown.code]).toEqual([0, 5])
})
