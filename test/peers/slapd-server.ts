import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'ldapts'
import type { DirectoryConnection } from '../../src/platform/connections.ts'

/** OpenLDAP's own server on 127.0.0.1, with a branch of persons. */
export interface Slapd {
  readonly connection: DirectoryConnection
  stop(): Promise<void>
}

const slapd = ['/usr/sbin/slapd', '/usr/local/libexec/slapd', '/usr/libexec/slapd'].find(existsSync)
const modules = ['/usr/lib/ldap', '/usr/lib64/openldap'].find(existsSync)
const schemas = ['/etc/ldap/schema', '/etc/openldap/schema'].find(existsSync)

const password = 'mot-de-passe-inventé'
const base = 'ou=people,dc=example,dc=org'

export interface SlapdPerson {
  readonly uid: string
  readonly displayName: string
  readonly mail?: string
}

/** `folder` holds its configuration and data; `limit`: entries that one search may give. */
export async function startSlapd(
  folder: string,
  persons: readonly SlapdPerson[],
  { limit = 500 } = {},
): Promise<Slapd> {
  if (slapd === undefined || schemas === undefined)
    throw new Error('these tests need OpenLDAP’s server, and slapd cannot be found: apt-get install slapd')
  mkdirSync(join(folder, 'data'), { recursive: true })
  const configuration = join(folder, 'slapd.conf')
  writeFileSync(
    configuration,
    `include ${schemas}/core.schema
include ${schemas}/cosine.schema
include ${schemas}/inetorgperson.schema
${modules === undefined ? '' : `modulepath ${modules}\nmoduleload back_mdb`}
pidfile ${join(folder, 'slapd.pid')}
sizelimit ${limit}
database mdb
suffix "dc=example,dc=org"
rootdn "cn=admin,dc=example,dc=org"
rootpw ${password}
directory ${join(folder, 'data')}
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="cn=lecture,dc=example,dc=org" read by * none
`,
  )
  const port = await freePort()
  const url = `ldap://127.0.0.1:${port}`
  // Checked beforehand: what is wrong with it is said.
  execFileSync(slapd, ['-T', 'test', '-u', '-f', configuration], { stdio: ['ignore', 'ignore', 'pipe'] })
  const server = spawn(slapd, ['-h', url, '-f', configuration, '-d', '0'], { stdio: 'ignore' })
  const connection = { url, base, bindDn: 'cn=lecture,dc=example,dc=org', password }
  await fill(server, connection, persons)
  return {
    connection,
    async stop() {
      if (server.exitCode !== null) return
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGTERM')
      await ended
    },
  }
}

/** As soon as it answers. */
async function fill(
  server: ChildProcess,
  { url }: DirectoryConnection,
  persons: readonly SlapdPerson[],
): Promise<void> {
  const deadline = performance.now() + 20_000
  const client = new Client({ url })
  for (;;) {
    try {
      await client.bind('cn=admin,dc=example,dc=org', password)
      break
    } catch (error) {
      if (server.exitCode !== null) throw new Error(`slapd has ended (${server.exitCode})`)
      if (performance.now() > deadline) throw error
      await delay(20)
    }
  }
  await client.add('dc=example,dc=org', {
    objectClass: ['organization', 'dcObject'],
    o: 'Essai',
    dc: 'example',
  })
  await client.add(base, { objectClass: 'organizationalUnit', ou: 'people' })
  await client.add('cn=lecture,dc=example,dc=org', {
    objectClass: ['organizationalRole', 'simpleSecurityObject'],
    cn: 'lecture',
    userPassword: password,
  })
  for (const [at, { uid, displayName, mail }] of persons.entries())
    await client.add(`cn=personne ${at},${base}`, {
      objectClass: 'inetOrgPerson',
      cn: `personne ${at}`,
      sn: 'TESTUN',
      uid,
      displayName,
      ...(mail === undefined ? {} : { mail }),
    })
  await client.unbind()
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
