import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { forgetEngine, startTestEngine, type TestEngine, testBatch } from '../../test/support/test-engine.ts'
import type { Text } from '../platform/text.ts'
import { listBatches } from './list-batches.ts'

let database: TestDatabase
let engine: TestEngine
let missing: Text | null
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  await engine?.stop()
  await forgetEngine(database)
  missing = { fr: 'il manque une adresse', en: 'an address is missing' }
  engine = await startTestEngine(database, '2026-01-05T10:00:00Z', [
    testBatch('SENDER', { enabled: false, ready: async () => missing }),
  ])
})
afterAll(async () => {
  await engine?.stop()
  await database.drop()
})

const refusal = {
  code: 'NOT_READY',
  message: {
    fr: 'Le batch SENDER ne peut pas encore être mis en service : il manque une adresse',
    en: 'Batch SENDER cannot be put in service yet: an address is missing',
  },
}
const enabled = async () => (await listBatches(database.pool, { code: 'SENDER' }))[0]!.enabled

test('a batch that is not ready is not put in service, and says why', async () => {
  expect(await engine.setEnabled('SENDER', true, 'alice')).toEqual({ ok: false, refusal })
  expect(await enabled()).toBe(false)
  missing = null
  expect(await engine.setEnabled('SENDER', true, 'alice')).toMatchObject({ ok: true, changed: true })
  expect(await enabled()).toBe(true)
})

test('nor by saving its plan; the rest of the plan may be saved', async () => {
  const schedule = { time: '04:00', weekdays: 'all' }
  const edit = { code: 'SENDER', version: 1, author: 'alice', schedule }
  expect(await engine.savePlan({ ...edit, enabled: true })).toEqual({ ok: false, refusal })
  expect(await engine.savePlan({ ...edit, enabled: false })).toMatchObject({ ok: true, version: 2 })
})

test('nor by putting back a plan that was in service', async () => {
  missing = null
  await engine.setEnabled('SENDER', true, 'alice')
  missing = { fr: 'il manque une adresse', en: 'an address is missing' }
  expect(await engine.setEnabled('SENDER', false, 'alice')).toMatchObject({ ok: true })
  expect(await engine.restorePlan({ code: 'SENDER', revision: 2, version: 3, author: 'alice' })).toEqual({
    ok: false,
    refusal,
  })
})

test('one in service whose settings were lost keeps its service: its hour can be changed, it can be taken out', async () => {
  missing = null
  await engine.setEnabled('SENDER', true, 'alice')
  missing = { fr: 'il manque une adresse', en: 'an address is missing' }
  const schedule = { time: '04:00', weekdays: 'all' }
  expect(
    await engine.savePlan({ code: 'SENDER', version: 2, author: 'alice', schedule, enabled: true }),
  ).toMatchObject({ ok: true })
  expect(await engine.setEnabled('SENDER', true, 'alice')).toMatchObject({ ok: true, changed: false })
  expect(await engine.setEnabled('SENDER', false, 'alice')).toMatchObject({ ok: true, changed: true })
})
