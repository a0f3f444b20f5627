import { afterAll, beforeAll, expect, test } from 'vitest'
import { addAccount, addScene } from '../../../test/support/admissions-scene.ts'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

let database: TestDatabase
let node: ApiNode
let chief: ApiClient
let serving: number

beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, { clock: '2026-09-01T10:00:00Z' })
  chief = await node.signIn({ roles: { admissions: 'administrator' } })
  const scene = await addScene(database.pool)
  serving = scene.campaignId
  await addAccount(database.pool, scene, 1)
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

const year = { code: '2027', label: 'Campagne 2027', startOn: '2026-10-01', endOn: '2027-09-30' }
const path = '/api/admissions/campaigns'

test('a campaign is added, changed once by whoever saw it last, and asked to be put in service', async () => {
  expect((await chief.post(path, { ...year, code: '../x' })).body).toMatchObject({
    code: 'INVALID_FIELDS',
    errors: [{ path: 'code' }],
  })
  expect((await chief.post(path, { ...year, endOn: '2026-01-01' })).body.errors[0].path).toBe('endOn')
  const added = await chief.post(path, year)
  expect(added).toMatchObject({
    status: 201,
    body: { state: 'upcoming', sisKind: 'A', version: 0, accounts: 0 },
  })
  expect((await chief.post(path, year)).body.errors[0].message).toContain('2027')
  const one = `${path}/${added.body.id}`
  expect((await chief.patch(one, { version: 0, candidateEndOn: '2027-03-01' })).body).toMatchObject({
    version: 1,
    candidateEndOn: '2027-03-01',
  })
  expect((await chief.patch(one, { version: 0, label: 'x' })).body.code).toBe('STALE_VERSION')

  const at = '2026-10-01T20:00:00Z'
  // One is in service: it is the one to archive.
  expect((await chief.put(`${one}/activation`, { version: 1, at, archivesId: null })).body).toMatchObject({
    code: 'INVALID_FIELDS',
    errors: [{ path: 'archivesId' }],
  })
  expect((await chief.put(`${one}/activation`, { version: 1, at, archivesId: serving })).body).toMatchObject({
    state: 'waiting',
    activationAsked: '2026-10-01T20:00:00.000Z',
    archives: { code: '2026' },
    gapDays: 0,
  })
  const other = await chief.post(path, { ...year, code: '2028' })
  expect(
    (await chief.put(`${path}/${other.body.id}/activation`, { version: 0, at, archivesId: serving })).body,
  ).toMatchObject({ code: 'REQUEST_REFUSED' })
  expect((await chief.delete(`${one}/activation?version=2`)).body).toMatchObject({
    state: 'upcoming',
    archives: null,
  })
  expect((await chief.delete(`${one}/activation?version=3`)).body.code).toBe('REQUEST_REFUSED')
})

test('an archived campaign no longer changes, and says from when on it is destroyed', async () => {
  const added = await chief.post(path, { ...year, code: '2020' })
  await database.pool.query(
    `update admissions.campaign set archived_at = '2026-08-01T20:00:00Z' where id = $1`,
    [added.body.id],
  )
  expect((await chief.get(`${path}/${added.body.id}`)).body).toMatchObject({
    state: 'archived',
    destructionDueAt: '2027-08-01T20:00:00.000Z',
    counts: { accounts: 0, applications: 0, files: 0, unpouredOpi: 0 },
  })
  expect((await chief.patch(`${path}/${added.body.id}`, { version: 0, label: 'x' })).body.code).toBe(
    'REQUEST_REFUSED',
  )
  expect((await chief.get('/api/admissions/destructions')).body).toMatchObject({
    items: [],
    next: [{ code: '2020', isDue: false }],
    retentionDays: 365,
  })
})

test('a campaign is fed by its code: created, unchanged, updated', async () => {
  const { code: _, ...values } = year
  const feed = (more = {}) => chief.put(`${path}/by-code/A/2030`, { ...values, ...more })
  const outcomes = [await feed(), await feed(), await feed({ label: 'Autre' })]
  expect(outcomes.map(({ body }) => body.outcome)).toEqual(['created', 'unchanged', 'updated'])
  const both = await Promise.all([
    chief.put(`${path}/by-code/P/2031`, values),
    chief.put(`${path}/by-code/P/2031`, values),
  ])
  expect(both.map(({ body }) => body.outcome).sort()).toEqual(['created', 'unchanged'])
  const reader = await node.signIn({ roles: { admissions: 'reader' } })
  expect((await reader.get(path)).body.items).toHaveLength(6)
})
