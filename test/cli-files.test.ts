import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Ended, startCommand } from './support/command-line.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

// `./nocturne files` and `./nocturne drop` as people and scripts use them: real processes on a real database.

let database: TestDatabase
let folder: string
let data: string
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nocturne-cli-files-'))
  data = join(folder, 'data')
  return () => rmSync(folder, { recursive: true })
})

async function nocturne(line: string, language: string): Promise<Ended> {
  return await startCommand(line.split(' '), {
    environment: { DATABASE_URL: database.url, NOCTURNE_DATA_DIR: data, LANG: language },
    directory: folder,
  }).ended
}

const inFrench = (line: string) => nocturne(line, 'fr_FR.UTF-8')
const inEnglish = (line: string) => nocturne(line, 'en_GB.UTF-8')

/** The code, and the one value that a command prints with `--json`. */
async function json(line: string): Promise<{ code: number | null; value: unknown }> {
  const { code, out, err } = await inFrench(`${line} --json`)
  if (out === '') return { code, value: JSON.parse(err) }
  return { code, value: JSON.parse(out) }
}

function leave(path: string, text: string, secondsAgo = 60): void {
  const at = join(data, path)
  mkdirSync(join(at, '..'), { recursive: true })
  writeFileSync(at, text)
  const seconds = Date.now() / 1000 - secondsAgo
  utimesSync(at, seconds, seconds)
}

const day = 24 * 3600

describe('files', () => {
  test('what is put is listed, shown, renamed, copied and removed', async () => {
    writeFileSync(join(folder, 'users.csv'), 'username\nctestun\n')
    expect(await inFrench('files put users.csv')).toMatchObject({ code: 0, out: 'commands/users.csv\n' })
    expect(existsSync(join(folder, 'users.csv'))).toBe(true)
    expect(await json('files put users.csv rentree/users.csv')).toEqual({
      code: 0,
      value: { shelf: 'commands', name: 'rentree/users.csv' },
    })
    expect(await json('files list')).toMatchObject({
      code: 0,
      value: [
        { shelf: 'commands', name: 'rentree/users.csv', bytes: 17 },
        { shelf: 'commands', name: 'users.csv', bytes: 17 },
      ],
    })
    const listed = await inFrench('files list commands')
    expect(listed.out).toMatch(/^Fichier +Octets +Modifié/)
    expect(listed.out).toMatch(/^commands\/users\.csv +17 +\d\d\/\d\d\/\d{4} /m)

    const shown = await inFrench('files show users.csv --lines 1')
    expect([shown.code, shown.out, shown.err]).toEqual([0, 'username\n', '…\n'])
    expect(await json('files show users.csv')).toMatchObject({
      value: { lines: ['username', 'ctestun'], complete: true, encoding: 'UTF-8' },
    })

    expect(await inFrench('files mv users.csv comptes.csv')).toMatchObject({
      code: 0,
      out: 'commands/comptes.csv\n',
    })
    expect(await json('files get commands/comptes.csv copie.csv')).toEqual({
      code: 0,
      value: { path: join(folder, 'copie.csv'), bytes: 17 },
    })
    expect(readFileSync(join(folder, 'copie.csv'), 'utf8')).toBe('username\nctestun\n')
    expect(await json('files rm comptes.csv --yes')).toEqual({
      code: 0,
      value: { removed: 'commands/comptes.csv' },
    })
    expect(await json('files list')).toMatchObject({ value: [{ name: 'rentree/users.csv' }] })
    const { rows } = await database.pool.query<{ action: string }>(
      `select action from audit_event where subject = 'file:commands/comptes.csv' and actor like 'cli:%' order by id`,
    )
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['file.downloaded', 'file.deleted']),
    )
  })

  test('what cannot be done says so by its code: 2 a wrong name, 5 what is not there, 6 what is refused', async () => {
    leave('learning/files/commands/users.csv', 'x')
    leave('learning/files/commands/other.csv', 'y')
    writeFileSync(join(folder, 'users.csv'), 'z')
    const ends = async (line: string) => {
      const { code, err } = await inFrench(line)
      return [code, err.trim()]
    }
    expect(await ends('files list placard')).toEqual([2, expect.stringContaining('placard')])
    expect(await ends('files show users.csv --lines 0')).toEqual([
      2,
      expect.stringContaining('nombre entier'),
    ])
    expect(await ends('files put users.csv .users.csv')).toEqual([2, expect.stringContaining('point')])
    expect(await ends('files put nowhere.csv')).toEqual([5, expect.stringContaining('pas de tel fichier')])
    expect(await ends('files rm nowhere.csv --yes')).toEqual([5, expect.any(String)])
    expect(await ends('files put users.csv')).toEqual([6, expect.stringContaining('existe déjà')])
    expect(await ends('files mv users.csv other.csv')).toEqual([6, expect.stringContaining('existe déjà')])
    expect(await ends('files get users.csv')).toEqual([6, expect.stringContaining('existe déjà')])
    expect(await ends('files rm users.csv')).toEqual([6, expect.stringContaining('--yes')])
    expect((await inEnglish('files rm users.csv')).err).toContain('Nothing was removed')
    expect(await json('files mv users.csv other.csv')).toMatchObject({
      code: 6,
      value: { error: expect.anything() },
    })
    expect(readFileSync(join(data, 'learning/files/commands/other.csv'), 'utf8')).toBe('y')
  })

  test('an old file of the same name goes to the archives where --replace says so', async () => {
    leave('learning/files/commands/users.csv', 'old')
    writeFileSync(join(folder, 'users.csv'), 'new')
    expect(await inFrench('files put users.csv --replace')).toMatchObject({ code: 0 })
    expect(await json('files list archives')).toMatchObject({
      value: [{ name: expect.stringMatching(/^\d{8}-\d{6}_users\.csv$/), bytes: 3 }],
    })
  })

  test('clean removes what is old of the shelves named, else of the four, and never a command file', async () => {
    for (const shelf of ['commands', 'reports', 'archives', 'retries', 'journals'])
      for (const days of [1, 40]) leave(`learning/files/${shelf}/${days}.txt`, 'x', days * day)
    expect(await inFrench('files clean --older-than 30')).toMatchObject({ code: 6 })
    expect(await inFrench('files clean --older-than demain --yes')).toMatchObject({ code: 2 })
    expect(await json('files clean --older-than 30 --reports --yes')).toEqual({
      code: 0,
      value: { removed: { reports: 1 }, failed: 0 },
    })
    expect(await inFrench('files clean --older-than 30 --yes')).toMatchObject({
      code: 0,
      out: 'Rapports : 0\nArchives : 1\nFichiers de reprise : 1\nJournaux : 1\n',
    })
    expect(await json('files list')).toMatchObject({
      value: [
        { shelf: 'commands', name: '1.txt' },
        { shelf: 'commands', name: '40.txt' },
        { shelf: 'reports', name: '1.txt' },
        { shelf: 'archives', name: '1.txt' },
        { shelf: 'retries', name: '1.txt' },
        { shelf: 'journals', name: '1.txt' },
      ],
    })
  })
})

describe('drop', () => {
  test('status and locks before the first pull: 5 for the directory, and no lock', async () => {
    expect(await inFrench('drop status')).toMatchObject({
      code: 5,
      err: expect.stringContaining('n’existe pas encore'),
    })
    expect(await inFrench('drop locks')).toMatchObject({ code: 0, out: 'aucun verrou\n' })
    expect(await json('drop locks')).toEqual({ code: 0, value: [] })
  })

  test('pull takes what is ready and says what it left and why', async () => {
    leave('sync/users.csv', 'username\n')
    leave('sync/future.csv', 'x', -3600)
    leave('sync/cut.csv', 'x')
    leave('sync/cut.csv.sha256', '0'.repeat(64))
    const state = await json('drop status')
    expect(state).toMatchObject({
      code: 0,
      value: {
        files: expect.arrayContaining([
          expect.objectContaining({ name: 'users.csv', why: null, text: 'sera pris' }),
        ]),
      },
    })
    const pulled = await inFrench('drop pull')
    expect([pulled.code, pulled.out.split('\n').slice(0, 3)]).toEqual([
      0,
      [
        'répertoire de dépôt récupéré',
        '  + users.csv (9)',
        '  · future.csv : daté dans l’avenir : pris s’il est inchangé au passage suivant',
      ],
    ])
    expect(pulled.out).toContain('  ! cut.csv : La somme SHA-256 ne correspond pas')
    expect(readFileSync(join(data, 'learning/files/commands/users.csv'), 'utf8')).toBe('username\n')
    const status = await inEnglish('drop status')
    expect(status.code).toBe(0)
    expect(status.out).toContain(join(data, 'sync'))
    expect(status.out).toContain('drop directory pulled : 1 taken, 1 left, 1 in quarantine')
    expect(status.out).toMatch(/^cut\.csv +1 /m)
  })

  test('a lock that is there is code 6, and told with its age and owner', async () => {
    leave('sync/alock.txt', 'depot 12\n', 4 * 3600 + 60)
    expect(await inFrench('drop pull')).toMatchObject({
      code: 6,
      out: expect.stringContaining('un agent est en train de déposer'),
    })
    const locks = await inFrench('drop locks')
    expect(locks.out).toMatch(/^Verrou +Depuis +Âge +Posé par/)
    expect(locks.out).toMatch(/^alock\.txt .* 4 h 1 min ! +depot 12/m)
    expect((await inFrench('drop status')).out).toContain('alock.txt trop ancien')
    rmSync(join(data, 'sync/alock.txt'))
    leave('sync/lock.txt', `${hostname()} ${process.pid} 2026-11-22T01:00:00Z\n`)
    expect(await json('drop pull')).toMatchObject({
      code: 6,
      value: { outcome: 'already-pulling', message: 'récupération déjà en cours' },
    })
    expect(await json('drop locks')).toMatchObject({
      value: [{ name: 'lock.txt', stale: false, owner: { host: hostname(), pid: process.pid } }],
    })
  })
})
