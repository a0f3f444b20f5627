import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../../test/support/api-server.ts'
import { testBatch } from '../../test/support/plain-engine.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import type { Application } from './application.ts'
import { buildCatalogue, canonicalCode } from './catalogue.ts'
import type { Batch } from './define-batch.ts'

const application = (...batches: Batch[]): Application => ({
  code: 'admissions',
  label: { fr: '', en: '' },
  settings: [],
  batches,
})
const synchro = testBatch('BATCH_SYNCHRO_SISCOL', { aliases: ['BATCH_SYNC_HRO_SISCOL'] })

test('another name of a batch leads to its code; the catalogue is by code alone', () => {
  const catalogue = buildCatalogue([application(synchro)])
  expect([...catalogue.keys()]).toEqual(['BATCH_SYNCHRO_SISCOL'])
  expect(canonicalCode(catalogue, 'BATCH_SYNC_HRO_SISCOL')).toBe('BATCH_SYNCHRO_SISCOL')
  expect(canonicalCode(catalogue, 'BATCH_SYNCHRO_SISCOL')).toBe('BATCH_SYNCHRO_SISCOL')
  expect(canonicalCode(catalogue, 'RIEN')).toBe('RIEN')
})

test('two batches may not claim one name, whether code or alias; an alias is written like a code', () => {
  const build = (...batches: Batch[]) => buildCatalogue([application(synchro, ...batches)])
  expect(() => build(testBatch('BATCH_SYNC_HRO_SISCOL'))).toThrow(
    'two batches are called BATCH_SYNC_HRO_SISCOL',
  )
  expect(() => build(testBatch('AUTRE', { aliases: ['BATCH_SYNCHRO_SISCOL'] }))).toThrow('two batches')
  expect(() => build(testBatch('AUTRE', { aliases: ['BATCH_SYNC_HRO_SISCOL'] }))).toThrow('two batches')
  expect(() => build(testBatch('AUTRE', { aliases: ['AUTRE'] }))).toThrow('two batches')
  expect(() => build(testBatch('AUTRE', { aliases: ['autre nom'] }))).toThrow('capitals')
})

let database: TestDatabase
let node: ApiNode
beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, { batches: { admissions: [synchro] } })
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

test('the API takes another name wherever it takes the code, and answers with the code', async () => {
  const operator = await node.signIn({ roles: { admissions: 'operator' } })
  const stranger = await node.signIn({ roles: { health: 'operator' } })
  const place = '/api/batches/BATCH_SYNC_HRO_SISCOL'
  expect((await operator.get(place)).body.batch.code).toBe('BATCH_SYNCHRO_SISCOL')
  expect((await stranger.get(place)).status).toBe(403)
  const launched = await operator.post(`${place}/runs`, {})
  expect(launched.status).toBeLessThan(300)
  const runs = await operator.get('/api/runs?batch=BATCH_SYNC_HRO_SISCOL')
  expect(runs.body.items).toHaveLength(1)
})
