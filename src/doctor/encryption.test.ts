import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { readConfiguration } from '../platform/configuration.ts'
import { checkEncryption } from './encryption.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('a key that other accounts can read is told, those by which statistics are sent too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nocturne-keys-'))
  const paths = ['keys', 'client.key', 'signing.key'].map((name) => join(folder, name))
  const [encryptionKeysFile, statisticsKey, statisticsSigningKey] = paths as [string, string, string]
  const configuration = {
    ...readConfiguration({}, folder),
    encryptionKeys: [Buffer.alloc(32, 1).toString('base64')],
    ...{ encryptionKeysFile, statisticsKey, statisticsSigningKey },
  }
  for (const path of paths) writeFileSync(path, '', { mode: 0o600 })
  const told = async (keys = configuration.encryptionKeys) => {
    const findings = await checkEncryption(database, { ...configuration, encryptionKeys: keys })
    return findings.map(({ state, message }) => `${state} ${message.en}`)
  }
  expect(await told()).toEqual([expect.stringMatching(/^ok /)])
  chmodSync(statisticsKey, 0o644)
  chmodSync(statisticsSigningKey, 0o640)
  const exposed = [statisticsKey, statisticsSigningKey].map((path) =>
    expect.stringContaining(`${path} can be read`),
  )
  expect(await told()).toEqual(exposed)
  expect(await told([])).toEqual([expect.stringContaining('no key'), ...exposed])
})
