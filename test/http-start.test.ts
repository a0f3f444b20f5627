import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandProcess, type Ended, startCommand } from './support/command-line.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

// The program as it is started: where it is reached, who is let in first, how it stops.

let database: TestDatabase
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'nocturne-http-'))
})
afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

function begin(args: readonly string[], env: Record<string, string> = {}): CommandProcess {
  return startCommand(args, {
    directory: folder,
    environment: {
      DATABASE_URL: database.url,
      NOCTURNE_DATA_DIR: join(folder, 'data'),
      NOCTURNE_HTTP_PORT: '0',
      LANG: 'fr_FR.UTF-8',
      ...env,
    },
  })
}
const nocturne = (args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  begin(args, env).ended

test('from the first start to the end: the link, the administrator, a second node, an orderly stop', async () => {
  const first = begin(['start'])
  const link = /Ouvrez (http:\/\/127\.0\.0\.1:(\d+)\/invitation\/([\w-]{43})) pour créer l'administrateur/
  await first.says("pour créer l'administrateur")
  // What it said until now is known at its end only: the link is made anew for this test.
  const invited = await nocturne(['account', 'invite-administrator'])
  expect(invited.code, invited.err).toBe(0)
  const secret = /\/invitation\/([\w-]{43})/.exec(invited.out)![1]!

  // Another node, on a port that is told to it, then the same port again.
  const second = begin(['worker', '--http'])
  await second.says("pour créer l'administrateur")
  second.kill('SIGTERM')
  const secondEnded = await second.ended
  expect(secondEnded.code).toBe(0)
  first.kill('SIGTERM')
  const { code, out } = await first.ended
  expect(code).toBe(0)
  expect(out).toContain('Nocturne est arrêté')
  const [, , port] = link.exec(out)!
  expect(Number(port)).toBeGreaterThan(0)

  const third = begin(['start'], { NOCTURNE_HTTP_PORT: port! })
  try {
    await third.says("pour créer l'administrateur")
    const url = `http://127.0.0.1:${port}`
    const made = await fetch(`${url}/api/invitations/${secret}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'chef', name: 'Testun Chef', password: 'quatre chevaux agrafent' }),
    })
    expect(made.status).toBe(200)
    const cookie = made.headers.getSetCookie()[0]!.split(';', 1)[0]!
    const session = await fetch(`${url}/api/session`, { headers: { cookie } })
    expect(await session.json()).toMatchObject({ account: { login: 'chef' }, administrator: true })

    const taken = await nocturne(['start'], { NOCTURNE_HTTP_PORT: port! })
    expect(taken.code).toBe(1)
    expect(taken.err).toContain(`Le port ${port} de 127.0.0.1 est déjà pris`)
    expect(taken.err).toContain('NOCTURNE_HTTP_PORT=8081')
    const foreign = await nocturne(['start'], { NOCTURNE_HTTP_HOST: '192.0.2.1' })
    expect(foreign.code).toBe(1)
    expect(foreign.err).toContain("Impossible d'écouter sur 192.0.2.1:0")
  } finally {
    third.kill('SIGTERM')
  }
  expect((await third.ended).code).toBe(0)

  const listed = await nocturne(['account', 'list', '--json'])
  expect(JSON.parse(listed.out)).toEqual([
    expect.objectContaining({ login: 'chef', administrator: true, hasPassword: true }),
  ])
  const again = begin(['start'], { NOCTURNE_HTTP_PORT: 'off' })
  await again.says('Nocturne est en marche')
  again.kill('SIGTERM')
  const silent = await again.ended
  expect(silent.out).not.toContain('http://')
})

test('audit verify: code 0 and the last hash, code 1 once something was changed', async () => {
  const whole = await nocturne(['audit', 'verify'])
  expect(whole.code, whole.err).toBe(0)
  const noted = /--known : (\d+:[0-9a-f]{64})/.exec(whole.out)![1]!
  expect((await nocturne(['audit', 'verify', '--known', noted])).code).toBe(0)
  const other = await nocturne(['audit', 'verify', '--known', `1:${'0'.repeat(64)}`, '--json'])
  expect([other.code, JSON.parse(other.out)]).toEqual([
    1,
    expect.objectContaining({ ok: false, brokenAt: 1 }),
  ])
  expect((await nocturne(['audit', 'verify', '--known', 'x'])).code).toBe(2)
  await database.pool.query(`
    alter table audit_event disable trigger all;
    update audit_event set actor = 'mallory' where id = 2;
    alter table audit_event enable trigger all`)
  const tampered = await nocturne(['audit', 'verify'])
  expect(tampered.code).toBe(1)
  expect(tampered.out).toContain("l'entrée 2 a été changée")
})
