import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type DropPlace, dropPlace, usualRules } from '../../../test/support/drop-place.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { readDropState } from './drop-state.ts'

let database: TestDatabase
let drop: DropPlace
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(() => {
  drop = dropPlace(database)
})
afterEach(() => drop.forget())

it('our own folders are no deliveries; a folder that an agent leaves is told with the files', async () => {
  await drop.pull()
  mkdirSync(join(drop.directory, '.nocturne'), { recursive: true })
  mkdirSync(join(drop.directory, '_quarantaine'), { recursive: true })
  mkdirSync(join(drop.directory, 'ancien'))
  drop.leave('users.csv', 'username\n')
  const { files } = await readDropState(database.pool, {
    directory: drop.directory,
    nowMs: drop.clock.now().epochMilliseconds,
    rules: usualRules,
  })
  expect(files.map(({ name, why }) => [name, why])).toEqual([
    ['ancien', 'directory'],
    ['users.csv', null],
  ])
})
