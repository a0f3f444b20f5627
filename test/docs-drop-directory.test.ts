import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type DropPlace, dropPlace } from './support/drop-place.ts'
import { page } from './support/learning-docs.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

// The script of docs/drop-directory.md, run with OpenSSH's client straight on its server program, as sshd starts it.

const server = [
  '/usr/lib/openssh/sftp-server',
  '/usr/libexec/openssh/sftp-server',
  '/usr/lib/ssh/sftp-server',
].find(existsSync)
const client = spawnSync('sh', ['-c', 'command -v sftp']).status === 0
const script = /```sh\n(#!\/bin\/sh\n.*?)```/s.exec(page('docs/drop-directory.md'))![1]!

let database: TestDatabase
let place: DropPlace
beforeAll(async () => {
  database = await createTestDatabase()
  place = dropPlace(database)
})
afterAll(async () => {
  place.forget()
  await database.drop()
})

function deliver(file: string) {
  const path = join(place.root, 'deliver.sh')
  writeFileSync(path, script.replace('depot@nocturne.example.org', `-D ${server}`))
  return spawnSync('sh', [path, file], { cwd: place.root, encoding: 'utf8', timeout: 20_000 })
}

it.skipIf(server === undefined || !client)(
  'the script of the page delivers a file, which is taken with its sum; its lock is gone',
  async () => {
    const file = join(place.root, 'enrols.csv')
    writeFileSync(file, 'cid;uid;rolename\n')
    expect(deliver(file)).toMatchObject({ status: 0, stderr: '' })
    expect(place.lying().sort()).toEqual(['enrols.csv', 'enrols.csv.sha256'])

    place.clock.set(Temporal.Now.instant().add({ seconds: 61 }))
    expect((await place.pull()).taken.map(({ name }) => name)).toEqual(['enrols.csv'])
    expect(place.on('commands')).toEqual({ 'enrols.csv': 'cid;uid;rolename\n' })
    expect(place.lying()).toEqual([])
  },
)

it.skipIf(server === undefined || !client)('a transfer that fails leaves no lock behind', () => {
  const { status } = deliver(join(place.root, 'not-there.csv'))
  expect(status).not.toBe(0)
  expect(place.lying()).toEqual([])
})
