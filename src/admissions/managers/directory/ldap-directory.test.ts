import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type LdapFault, type LdapServer, startLdap } from '../../../../test/support/ldap-server.ts'
import { testAuthority } from '../../../../test/support/test-certificates.ts'
import type { DirectoryConnection } from '../../../platform/connections.ts'
import { DirectoryFailure } from './directory.ts'
import { type LdapOptions, ldapDirectory } from './ldap-directory.ts'

let server: LdapServer
beforeAll(async () => {
  server = await startLdap()
})
afterAll(() => server?.stop())
beforeEach(() => {
  Object.assign(server, { fault: null, faultAfter: 0, entries: [] })
  server.searches.length = 0
})

const { signal } = new AbortController()

async function find(
  logins: readonly string[],
  more: Partial<LdapOptions> = {},
  connection: DirectoryConnection = server.connection,
) {
  const directory = ldapDirectory(connection, { signal, loginAttribute: 'uid', startTls: false, ...more })
  try {
    return await directory.find(logins)
  } finally {
    await directory.close()
  }
}

async function failureOf(work: Promise<unknown>): Promise<DirectoryFailure> {
  const error = await work.then(
    () => new Error('no failure'),
    (error: unknown) => error,
  )
  if (!(error instanceof DirectoryFailure)) throw error
  return error
}

test('who is there is found, with accents, several logins, a name in cn; who is not is absent', async () => {
  server.entries = [
    { uid: 'zoe', displayName: 'Zoé TESTUN', mail: 'zoe@example.org' },
    { uid: ['max', 'mtestun'], cn: 'Max TESTUN' },
  ]
  expect(await find(['zoe', 'mtestun', 'absent'])).toEqual([
    { logins: ['zoe'], displayName: 'Zoé TESTUN', mail: 'zoe@example.org' },
    { logins: ['max', 'mtestun'], displayName: 'Max TESTUN', mail: null },
  ])
})

test('85: what means something in a filter means nothing in a login', async () => {
  server.entries = [{ uid: 'zoe', displayName: 'Zoé TESTUN' }]
  const odd = ['*', '(uid=*)', 'a)(uid=*', 'nul\u0000', 'é', '|(objectClass=*)']
  expect(await find(odd)).toEqual([])
  expect(server.searches).toEqual([odd])
})

test.each<[LdapFault, DirectoryFailure['kind'], string]>([
  ['refuse-bind', 'refused', 'compte de lecture'],
  ['hang-up', 'broken', 'coupé la connexion'],
  ['size-limit', 'limited', 'coupé sa réponse'],
  ['time-limit', 'limited', 'coupé sa réponse'],
  ['referral', 'referral', 'autre annuaire'],
  ['continuation', 'referral', 'autre annuaire'],
  ['no-right', 'refused', 'branche'],
  ['busy', 'failed', 'code LDAP 51'],
])('%s is a failure, not an absence', async (fault, kind, words) => {
  server.fault = fault
  const failure = await failureOf(find(['zoe']))
  expect([failure.kind, failure.message]).toEqual([kind, expect.stringContaining(words)])
  expect(failure.message).not.toContain(server.connection.password)
})

test('a connection that falls once is taken up again, its account signed in anew', async () => {
  server.entries = [{ uid: 'zoe', displayName: 'Zoé TESTUN' }]
  server.fault = 'hang-up-once'
  const before = server.binds.length
  expect(await find(['zoe'])).toHaveLength(1)
  expect(server.binds.length - before).toBe(2)
})

test('a wrong branch, silence and a closed port have words of their own', async () => {
  const elsewhere = { ...server.connection, base: 'ou=nulle-part,dc=example,dc=com' }
  expect((await failureOf(find(['zoe'], {}, elsewhere))).kind).toBe('wrong-base')
  const nobody = { ...server.connection, url: 'ldap://127.0.0.1:1' }
  expect((await failureOf(find(['zoe'], {}, nobody))).kind).toBe('unreachable')
  server.fault = 'silent'
  expect((await failureOf(find(['zoe'], { readTimeoutMs: 60 }))).kind).toBe('timeout')
})

test('entries without end have an end: the time for one search is that of its whole answer', async () => {
  server.fault = 'endless'
  expect((await failureOf(find(['zoe'], { readTimeoutMs: 200 }))).kind).toBe('timeout')
})

test('a run that is told to stop does not wait for the directory', async () => {
  server.fault = 'silent'
  const stop = new AbortController()
  const found = find(['zoe'], { signal: stop.signal })
  setImmediate(() => stop.abort(new Error('annulé')))
  await expect(found).rejects.toThrow('annulé')
})

test('ldaps: the certificate is verified', async () => {
  const authority = await testAuthority()
  const secure = await startLdap(await authority.issue('annuaire'))
  try {
    secure.entries = [{ uid: 'zoe', displayName: 'Zoé TESTUN' }]
    const untrusted = await failureOf(find(['zoe'], {}, secure.connection))
    expect([untrusted.kind, untrusted.message]).toEqual([
      'unreachable',
      expect.stringContaining('vérifiez le certificat'),
    ])
    expect(await find(['zoe'], { ca: authority.certificate }, secure.connection)).toHaveLength(1)
  } finally {
    await secure.stop()
  }
})
