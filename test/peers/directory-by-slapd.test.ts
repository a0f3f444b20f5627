import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import batch from '../../src/admissions/batches/batch-maj-gestionnaire.ts'
import { DirectoryFailure } from '../../src/admissions/managers/directory/directory.ts'
import { ldapDirectory } from '../../src/admissions/managers/directory/ldap-directory.ts'
import type { DirectoryConnection } from '../../src/platform/connections.ts'
import { testConnections } from '../support/connections.ts'
import { benchBatch } from '../support/run-of-batch.ts'
import { createTestDatabase } from '../support/test-database.ts'
import { type Slapd, startSlapd } from './slapd-server.ts'

/** BATCH_MAJ_GESTIONNAIRE against OpenLDAP: what an LDAP server of somebody else's makes of our searches. */

const odd = ['*', 'a*', '(uid=*)', 'a)(uid=*', 'a\\2a', 'é+ "x", y', '|(objectClass=*)', '\u0000']

let folder: string
let server: Slapd
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nocturne-slapd-'))
  const persons = Array.from({ length: 60 }, (_, at) => ({
    uid: `p${at}`,
    displayName: `Zoé TESTUN ${at}`,
    mail: `p${at}@example.org`,
  }))
  server = await startSlapd(
    folder,
    [
      ...persons,
      { uid: 'a)(uid=*', displayName: 'Parenthèse TESTUN' },
      { uid: 'a\\2a', displayName: 'Barre TESTUN' },
    ],
    { limit: 55 },
  )
})
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function find(logins: readonly string[], connection: DirectoryConnection = server.connection) {
  const directory = ldapDirectory(connection, {
    signal: new AbortController().signal,
    loginAttribute: 'uid',
    startTls: false,
  })
  try {
    return await directory.find(logins)
  } catch (error) {
    if (!(error instanceof DirectoryFailure)) throw error
    return error.kind
  } finally {
    await directory.close()
  }
}

test('who is there is found, whatever the case; logins that look like filters find their own entry alone', async () => {
  expect(await find(['P3', 'absent'])).toEqual([
    { logins: ['p3'], displayName: 'Zoé TESTUN 3', mail: 'p3@example.org' },
  ])
  expect(await find(odd)).toEqual([
    expect.objectContaining({ displayName: 'Parenthèse TESTUN' }),
    expect.objectContaining({ displayName: 'Barre TESTUN' }),
  ])
})

test('more than the server gives at once is a failure, not sixty absences', async () => {
  expect(await find(Array.from({ length: 60 }, (_, at) => `p${at}`))).toBe('limited')
})

test('a wrong password, a wrong branch, no right to read: failures', async () => {
  expect(await find(['p3'], { ...server.connection, password: 'faux' })).toBe('refused')
  // Of what one may not read, OpenLDAP says that it is not there.
  expect(await find(['p3'], { ...server.connection, base: 'ou=ailleurs,dc=example,dc=org' })).toBe(
    'wrong-base',
  )
  expect(await find(['p3'], { ...server.connection, bindDn: null, password: null })).toBe('wrong-base')
})

test('85: the batch updates, disables, changes nothing the second time', async () => {
  const database = await createTestDatabase()
  const bench = await benchBatch(
    database,
    batch,
    '2026-03-02T20:00:00Z',
    testConnections({ directory: server.connection }),
  )
  try {
    await database.pool.query(
      `insert into admissions.person (login, label) select 'p' || n, 'à mettre à jour' from generate_series(0, 59) n
       union all values ('parti', 'Testun'), ('a)(uid=*', 'Testun'), ('*', 'Testun')`,
    )
    expect((await bench.run()).detail).toMatchObject({
      selectionnes: 63,
      mis_a_jour: 61,
      mis_hors_service: 2,
    })
    expect((await bench.run()).detail).toMatchObject({
      mis_a_jour: 0,
      mis_hors_service: 0,
      remis_en_service: 0,
    })
  } finally {
    await bench.stop()
    await database.drop()
  }
})
