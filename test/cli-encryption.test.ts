import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encryption } from '../src/platform/encryption.ts'
import { type Ended, startCommand } from './support/command-line.ts'
import { insertStudents } from './support/health-people.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

// `./nocturne encryption` as docs/encryption.md tells it: a key is replaced, and the old one taken away.

const [former, current] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')]
const idOf = (key: string) => encryption([key])!.keyIds[0]

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await createTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'nocturne-cli-encryption-'))
})
afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

/** With these keys in the file, the first one first. */
async function nocturne(keys: readonly string[], line: string): Promise<Ended> {
  const file = join(folder, 'keys')
  writeFileSync(file, keys.join('\n'), { mode: 0o600 })
  return await startCommand(line.split(' '), {
    environment: {
      DATABASE_URL: database.url,
      NOCTURNE_DATA_DIR: join(folder, 'data'),
      NOCTURNE_ENCRYPTION_KEYS_FILE: file,
      LANG: 'en_GB.UTF-8',
    },
    directory: folder,
  }).ended
}

test('a key is replaced: both in the file, everything encrypted again, the old one no longer needed', async () => {
  const [student] = await insertStudents(database.pool, 1)
  await database.pool.query('update student set nir_encrypted = $2 where id = $1', [
    student,
    encryption([former])!.encrypt('205039999900139'),
  ])
  const lost = await nocturne([current], 'encryption status')
  expect(lost.code).toBe(1)
  expect(lost.out).toContain(`Key ${idOf(former)} is missing: 1 value(s) cannot be read`)

  const rotated = await nocturne([current, former], 'encryption rotate')
  expect(rotated.code, rotated.err).toBe(0)
  expect(rotated.out).toMatch(/^student\.nir_encrypted +1 +0 +0$/m)
  expect(rotated.out).toContain(`Key ${idOf(former)} is no longer needed by the database`)
  expect(rotated.out + rotated.err).not.toMatch(/205039999900139|AQEBAQ|AgICAg/)

  const status = await nocturne([current], 'encryption status --json')
  expect([status.code, JSON.parse(status.out)]).toMatchObject([
    0,
    { keys: [{ id: idOf(current), current: true, values: 1 }], missing: [] },
  ])
  const { rows } = await database.pool.query(
    `select actor, detail->>'key' as key from audit_event where action = 'encryption.rotated'`,
  )
  expect(rows).toEqual([{ actor: expect.stringMatching(/^cli:/), key: idOf(current) }])
})
