import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addRow } from '../../../test/support/admissions-scene.ts'
import { testConnections } from '../../../test/support/connections.ts'
import { type LdapServer, startLdap } from '../../../test/support/ldap-server.ts'
import { type BatchBench, benchBatch } from '../../../test/support/run-of-batch.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { until } from '../../../test/support/test-engine.ts'
import type { Connections } from '../../platform/connections.ts'
import batch from './batch-maj-gestionnaire.ts'

let database: TestDatabase
let server: LdapServer
let connections: Connections
let bench: BatchBench

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startLdap()
  connections = testConnections({ directory: server.connection })
  bench = await benchBatch(database, batch, '2026-03-02T20:00:00Z', connections)
})
afterAll(async () => {
  await bench?.stop()
  await server?.stop()
  await database?.drop()
})
beforeEach(async () => {
  await database.pool.query('delete from admissions.person_profile; delete from admissions.person')
  Object.assign(server, { fault: null, faultAfter: 0, entries: [] })
  server.searches.length = 0
})

async function addPersons(count: number, more: Record<string, unknown> = {}): Promise<void> {
  await database.pool.query(
    `insert into admissions.person (login, label, mail, in_service)
     select 'p' || lpad(n::text, 3, '0'), 'Testun ' || n, 'p' || n || '@example.org', $2
     from generate_series(1, $1) as n`,
    [count, more.in_service ?? true],
  )
  server.entries = Array.from({ length: count }, (_, at) => ({
    uid: `p${String(at + 1).padStart(3, '0')}`,
    displayName: `Testun ${at + 1}`,
    mail: `p${at + 1}@example.org`,
  }))
}

async function outOfService(): Promise<string[]> {
  const { rows } = await database.pool.query(
    'select login from admissions.person where not in_service order by login',
  )
  return rows.map(({ login }) => login)
}

/** Where each row stands on disk: any write moves it. */
async function places(): Promise<string> {
  const { rows } = await database.pool.query(
    `select ctid::text, xmin::text from admissions.person
     union all select ctid::text, xmin::text from admissions.person_profile order by 1, 2`,
  )
  return JSON.stringify(rows)
}

test('not configured, or nobody known: finished, with a line that says so', async () => {
  expect(await bench.run()).toMatchObject({ state: 'finished', detail: { selectionnes: 0 } })
  Object.assign(connections, { directory: null })
  const { state, log } = await bench.run()
  Object.assign(connections, { directory: server.connection })
  expect([state, log.join()]).toEqual(['finished', expect.stringContaining('n’est pas configuré')])
  expect(server.searches).toEqual([])
})

test('names and mails follow the directory, absent ones go out of service with their profiles kept', async () => {
  await addPersons(3)
  await addRow(database.pool, 'person_profile', { login: 'p003', kind: 'I' })
  server.entries[0] = { uid: 'P001', displayName: 'Zoé TESTUN', mail: 'zoe@example.org' }
  server.entries.splice(2, 1)
  const { state, detail, log } = await bench.run()
  expect(state).toBe('finished')
  expect(detail).toEqual({
    selectionnes: 3,
    traites: 3,
    ignores: 0,
    en_erreur: 0,
    mis_a_jour: 1,
    remis_en_service: 0,
    mis_hors_service: 1,
    gardes_en_service: 0,
  })
  expect(log.join('\n')).toContain('p003 : absent')
  expect(log.join('\n')).not.toMatch(/Zoé|zoe@/)
  const { rows } = await database.pool.query(
    `select login, label, mail, in_service, last_look from admissions.person order by login limit 1`,
  )
  expect(rows).toEqual([
    { login: 'p001', label: 'Zoé TESTUN', mail: 'zoe@example.org', in_service: true, last_look: 'found' },
  ])
  expect((await database.pool.query('select kind from admissions.person_profile')).rows).toHaveLength(1)
})

test('run twice: the second changes nothing', async () => {
  await addPersons(10)
  server.entries.splice(0, 1)
  await bench.run()
  const before = await places()
  const { detail } = await bench.run()
  expect(detail).toMatchObject({ mis_a_jour: 0, remis_en_service: 0, mis_hors_service: 0 })
  expect(await places()).toBe(before)
})

test('85: a person who is back is enabled again', async () => {
  await addPersons(10)
  const [left] = server.entries.splice(0, 1)
  await bench.run()
  expect(await outOfService()).toEqual(['p001'])
  server.entries.push(left!)
  expect((await bench.run()).detail).toMatchObject({ remis_en_service: 1 })
  expect(await outOfService()).toEqual([])
})

test('85, fault 3.16: the directory falls at the third group: nobody is disabled, nothing changed, failed', async () => {
  await addPersons(200)
  server.entries.splice(0, 3)
  for (const fault of ['hang-up', 'size-limit', 'time-limit', 'busy'] as const) {
    server.searches.length = 0
    Object.assign(server, { fault, faultAfter: 2 })
    const { state, detail, error } = await bench.run()
    expect([state, error]).toEqual(['failed', expect.stringContaining('annuaire')])
    expect(detail).toMatchObject({ selectionnes: 200, traites: 0, ignores: 200, mis_hors_service: 0 })
  }
  expect(await outOfService()).toEqual([])
})

test('85, fault 3.16: the directory knows nobody: nothing changed, failed', async () => {
  await addPersons(3)
  server.fault = 'empty'
  const { state, error } = await bench.run()
  expect([state, error]).toEqual(['failed', expect.stringContaining('aucune des 3 personnes')])
  expect(await outOfService()).toEqual([])
})

test('more than a fifth of the persons, at least five, gone at once: nothing changed, failed', async () => {
  await addPersons(24)
  server.entries.splice(0, 5)
  const { state, error } = await bench.run()
  expect([state, error]).toEqual(['failed', expect.stringContaining('5 personnes sur 24')])
  expect(await outOfService()).toEqual([])
})

test('the last administrator and the technical one stay in service, and are told of', async () => {
  await addPersons(30)
  await database.pool.query(`insert into admissions.person_profile (login, kind) values ('p001', 'A')`)
  await bench.settings.set('admissions.managers.technical-administrator', 'P002', 'test')
  server.entries.splice(0, 3)
  const { detail, log } = await bench.run()
  await bench.settings.reset('admissions.managers.technical-administrator', 'test')
  expect(detail).toMatchObject({ mis_hors_service: 1, gardes_en_service: 2 })
  expect(log.join('\n')).toContain('p001 : absent de l’annuaire, gardé en service')
  expect(await outOfService()).toEqual(['p003'])
})

test('fault 3.16: one search for fifty persons, odd logins asked for as they are', async () => {
  await addPersons(98)
  await database.pool.query(
    `insert into admissions.person (login, label, in_service) values ('*', 'Étoile', false), ('a)(uid=*', 'x', false)`,
  )
  expect(await bench.run()).toMatchObject({ state: 'finished', detail: { selectionnes: 100 } })
  expect(server.searches.map((values) => values.length)).toEqual([50, 50])
  expect(server.searches.flat()).toContain('a)(uid=*')
  expect(await outOfService()).toHaveLength(2)
})

test('an unusable entry is named by its login and changes nobody', async () => {
  await addPersons(2)
  server.entries[0] = { uid: 'p001', displayName: 'x'.repeat(300) }
  const { state, detail, log } = await bench.run()
  expect([state, detail]).toEqual(['finished', expect.objectContaining({ traites: 1, ignores: 1 })])
  expect(log.join('\n')).toContain('p001 : fiche de l’annuaire inutilisable')
})

test('cancelled in the middle: nothing is changed', async () => {
  await addPersons(120)
  server.entries.splice(0, 1)
  Object.assign(server, { fault: 'silent', faultAfter: 1 })
  const asked = await bench.requestRun({
    code: batch.code,
    trigger: 'cli',
    requestedBy: 'cli:test',
    parameters: {},
  })
  if (!asked.ok) throw new Error(asked.refusal.message.fr)
  await until(async () => server.searches.length === 2)
  await bench.cancelRun(asked.runId, 'testun')
  expect((await bench.ended(asked.runId)).state).toBe('cancelled')
  expect(await outOfService()).toEqual([])
})
