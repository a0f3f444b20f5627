import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openRemoteDatabase } from '../../src/platform/remote-database.ts'

/** MariaDB's own server on 127.0.0.1, with a database and a user of its own. */
export interface MariaDb {
  /** Of a user who may do everything in the database `essai`, and end connections. */
  readonly url: string
  stop(): Promise<void>
}

const password = 'mariadb-essai'
const find = (...paths: readonly string[]) => paths.find(existsSync)

/** `folder` is created for it, with everything the server writes. */
export async function startMariaDb(folder: string): Promise<MariaDb> {
  const mariadbd = find('/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd', '/usr/sbin/mysqld')
  const install = find('/usr/bin/mariadb-install-db', '/usr/local/bin/mariadb-install-db')
  if (mariadbd === undefined || install === undefined)
    throw new Error('these tests need MariaDB, and mariadbd cannot be found: apt-get install mariadb-server')
  const data = join(folder, 'data')
  mkdirSync(data, { recursive: true })
  const asRoot = process.getuid!() === 0
  const user = asRoot ? ['--user=mysql'] : []
  if (asRoot) {
    // The server lets go of root's rights, and has to reach its folder still.
    const id = (flag: string) => Number(execFileSync('id', [flag, 'mysql'], { encoding: 'utf8' }))
    chmodSync(folder, 0o755)
    for (const one of [folder, data]) chownSync(one, id('-u'), id('-g'))
  }
  execFileSync(
    install,
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...user,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const first = join(folder, 'first.sql')
  writeFileSync(
    first,
    `create database essai character set utf8mb4;
create user 'essai'@'127.0.0.1' identified by '${password}';
grant all on essai.* to 'essai'@'127.0.0.1';
grant connection admin, process on *.* to 'essai'@'127.0.0.1';
`,
  )
  chmodSync(first, 0o644)
  const port = await freePort()
  const server = spawn(
    mariadbd,
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(data, 'pid')}`,
      `--init-file=${first}`,
      '--skip-name-resolve',
      '--innodb-flush-log-at-trx-commit=0',
      ...user,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let said = ''
  server.stderr.on('data', (data) => {
    said += data
  })
  const url = `mariadb://essai:${password}@127.0.0.1:${port}/essai`
  for (let attempt = 0; ; attempt++) {
    if (server.exitCode !== null) throw new Error(`mariadbd ended with ${server.exitCode}: ${said}`)
    try {
      await (await openRemoteDatabase(url)).close()
      break
    } catch (error) {
      if (attempt === 600) throw new Error(`mariadbd does not answer: ${said}`, { cause: error })
      await delay(50)
    }
  }
  return {
    url,
    async stop() {
      if (server.exitCode !== null) return
      server.kill('SIGTERM')
      await once(server, 'exit')
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
