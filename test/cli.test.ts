import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CommandProcess, type Ended, launcher, startCommand } from './support/command-line.ts'
import { addItems, file, line } from './support/student-import.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { until } from './support/test-engine.ts'

// The command line as people and scripts use it: real processes on a real database.

let database: TestDatabase
let folder: string
let environment: Record<string, string>

beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
  folder = mkdtempSync(join(tmpdir(), 'nocturne-cli-'))
  // Under root the demo's database server runs as another user, who has to get through.
  chmodSync(folder, 0o755)
  environment = {
    DATABASE_URL: database.url,
    NOCTURNE_DATA_DIR: join(folder, 'data'),
    NOCTURNE_HTTP_PORT: '0',
    LANG: 'fr_FR.UTF-8',
  }
})

afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

interface Given {
  readonly env?: Record<string, string>
  readonly input?: string
  readonly program?: string
  readonly directory?: string
}

function begin(args: readonly string[], { env, directory, ...given }: Given = {}): CommandProcess {
  return startCommand(args, {
    environment: { ...environment, ...env },
    directory: directory ?? folder,
    ...given,
  })
}

function nocturne(args: readonly string[], given: Given = {}): Promise<Ended> {
  return begin(args, given).ended
}

/** The one value that a command prints with `--json`. */
async function json<T>(
  args: readonly string[],
  given: Given = {},
): Promise<{ code: number | null; value: T }> {
  const { code, out, err } = await nocturne([...args, '--json'], given)
  try {
    return { code, value: JSON.parse(out) as T }
  } catch {
    throw new Error(`no JSON from ${args.join(' ')} (${code}):\n${out}\n${err}`)
  }
}

async function lastRun(batch: string): Promise<{ id: number; state: string; reason: object | null }> {
  const { rows } = await database.pool.query<{ id: number; state: string; reason: object | null }>(
    'select id, state, reason from batch_run where batch_code = $1 order by id desc limit 1',
    [batch],
  )
  return rows[0] ?? { id: 0, state: 'none', reason: null }
}

function studentFile(name: string, ...lines: string[]): string {
  const path = join(folder, name)
  writeFileSync(path, file(...lines))
  return path
}

/** Lines of different people. */
function people(count: number, prefix: string): string[] {
  return Array.from({ length: count }, (_, index) =>
    line({ NOM: `TEST${prefix}${'ABCDEFGHIJ'[index % 10]}${'ABCDEFGHIJKLMNOP'[Math.floor(index / 10)]}` }),
  )
}

describe('usage', () => {
  test('--help lists the commands and the exit codes, in French or English', async () => {
    const [french, english] = await Promise.all([
      nocturne(['--help']),
      nocturne(['--help'], { env: { LC_ALL: 'en_GB.UTF-8' } }),
    ])
    expect(french.code).toBe(0)
    for (const word of ['start', 'worker', 'demo', 'migrate', 'doctor', 'batch', 'run', 'import', 'schedule'])
      expect(french.out).toMatch(new RegExp(`^  ${word} `, 'm'))
    expect(french.out).toContain('Codes de sortie :')
    expect(english.out).toMatch(/Exit codes:\n +0 {2}done\n +1 {2}failure/)
  })

  test('a wrong command, option or argument ends with code 2 and says so', async () => {
    const answers = await Promise.all([
      nocturne(['btach', 'list']),
      nocturne(['batch', 'list', '--jsno']),
      nocturne(['batch', 'show']),
      nocturne(['batch', 'next', 'CLEAN', '--count', 'x']),
      nocturne(['import', 'students', 'x.csv']),
      nocturne(['run', 'show', 'abc', '--lang', 'en']),
    ])
    expect(answers.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2, 2])
    expect(answers[0]!.err).toContain('commande inconnue : btach (vouliez-vous dire batch ?)')
    expect(answers[1]!.err).toContain('option inconnue : --jsno')
    expect(answers[2]!.err).toContain('argument manquant : CODE')
    expect(answers[3]!.err).toContain('--count : un nombre entier')
    expect(answers[4]!.err).toContain('option obligatoire : --model')
    expect(answers[5]!.err).toContain('A run number is expected, not abc')
  })

  test('all faults of the configuration are told at once, with code 2', async () => {
    const { code, err } = await nocturne(['batch', 'list'], {
      env: { NOCTURNE_CONCURRENCY: '0', NOCTURNE_TIME_ZONE: 'Mars/Olympus' },
    })
    expect(code).toBe(2)
    expect(err).toContain('NOCTURNE_CONCURRENCY')
    expect(err).toContain('NOCTURNE_TIME_ZONE')
  })

  test('a database that cannot be reached is one clear sentence and code 1', async () => {
    const { code, err } = await nocturne(['batch', 'list'], {
      env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' },
    })
    expect(code).toBe(1)
    expect(err).toMatch(/^Base de données injoignable .*doctor\n$/)
  })

  test('the launcher works through a link, and says when npm ci is missing', async () => {
    symlinkSync(launcher, join(folder, 'link'))
    copyFileSync(launcher, join(folder, 'alone'))
    const [linked, alone] = await Promise.all([
      nocturne(['--version'], { program: join(folder, 'link'), directory: '/' }),
      nocturne(['--version'], { program: join(folder, 'alone') }),
    ])
    expect(linked).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
    expect(alone.code).toBe(1)
    expect(alone.err).toContain('npm ci')
  })
})

describe('schedules without a database', () => {
  const nowhere = { env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' } }

  test('a schedule given as JSON says when it is due, over a clock change', async () => {
    const args = ['schedule', 'next', '--from', '2027-03-27', '--count', '2']
    const schedule = '{"time":"02:30","weekdays":"all"}'
    const [words, value] = await Promise.all([
      nocturne([...args, schedule], nowhere),
      json(args, { ...nowhere, input: schedule }),
    ])
    expect(words).toMatchObject({ code: 0, out: '27/03/2027 02:30:00\n28/03/2027 03:00:00\n' })
    expect(value).toMatchObject({
      code: 0,
      value: {
        zone: 'Europe/Paris',
        scheduleText: 'Tous les lun, mar, mer, jeu, ven, sam, dim à 02h30',
        instants: ['2027-03-27T01:30:00Z', '2027-03-28T01:00:00Z'],
        local: ['2027-03-27T02:30:00+01:00', '2027-03-28T03:00:00+02:00'],
      },
    })
  })

  test('what the rules refuse is listed beside its field, with code 6; what is no JSON has code 2', async () => {
    const refused = '{"time":"2:30","weekdays":["mon"],"month":13}'
    const [words, value, noJson] = await Promise.all([
      nocturne(['schedule', 'next', refused], nowhere),
      json(['schedule', 'next', '{"time":"02:30","weekdays":["mon"],"dayOfMonth":3}', '--lang', 'en']),
      nocturne(['schedule', 'next', '{time}'], nowhere),
    ])
    expect(words.code).toBe(6)
    expect(words.err).toContain("time : L'heure s'écrit HH:MM")
    expect(words.err).toContain('month : Le mois va de 1 à 12')
    expect(value).toMatchObject({
      code: 6,
      value: {
        error: {
          code: 'INVALID_SCHEDULE',
          problems: [{ field: 'weekdays', message: 'Choose a day of the month or weekdays, not both' }],
        },
      },
    })
    expect(noJson.code).toBe(2)
  })
})

describe('batches', () => {
  test('migrate says that there is nothing to do on a database up to date', async () => {
    expect(await nocturne(['migrate'])).toMatchObject({ code: 0, out: 'Le schéma est à jour\n' })
    expect(await json(['migrate'])).toMatchObject({ code: 0, value: { applied: [] } })
  })

  test('the list is the grid, before any first start', async () => {
    const [words, english, values] = await Promise.all([
      nocturne(['batch', 'list']),
      nocturne(['batch', 'list', '--lang', 'en']),
      json<{ code: string }[]>(['batch', 'list', '--application', 'core']),
    ])
    expect(words.out.split('\n')[0]!.split(/ {2,}/)).toEqual([
      'Code',
      'Libellé',
      'En service',
      'Lancement immédiat',
      'Programmation',
      'Dernière exécution',
    ])
    expect(words.out).toMatch(
      /^CLEAN +Nettoyage des batches +✓ +✗ +Tous les lun, mar, mer, jeu, ven, sam, dim à 01h00/m,
    )
    expect(words.out).not.toContain('IMP_MAN')
    expect(english.out).toMatch(/^IMP_QUO +Nightly import .* ✗ +✗ +Every Mon, Tue, .* at 05:00/m)
    expect(values.value.map(({ code }) => code)).toEqual(['BATCH_DESTRUCT_HISTO', 'BATCH_NETTOYAGE', 'CLEAN'])
    expect(values.value[2]).toMatchObject({ enabled: true, requested: false, lastRun: null, version: 1 })
  })

  test('a plan is changed by its fields or as a whole, and shown with what comes next', async () => {
    const saved = await nocturne(['batch', 'schedule', 'CLEAN', '--time', '02:15', '--days', 'lun,mar'])
    expect(saved.code).toBe(0)
    expect(saved.out).toMatch(/^CLEAN : Tous les lun, mar à 02h15\n( {2}\d\d\/\d\d\/\d{4} 02:15:00\n){3}$/)
    const refused = await nocturne(['batch', 'schedule', 'CLEAN', '--day-of-month', '31'])
    expect(refused.code).toBe(6)
    expect(refused.err).toContain('weekdays : Choisissez un jour du mois')
    const whole = await json(['batch', 'schedule', 'CLEAN', '{"time":"01:00","weekdays":"all"}'])
    expect(whole).toMatchObject({ code: 0, value: { code: 'CLEAN', version: 3 } })
    const [shown, next] = await Promise.all([
      json(['batch', 'show', 'CLEAN']),
      json<{ instants: string[] }>(['batch', 'next', 'CLEAN', '--from', '2027-01-01', '--count', '5']),
    ])
    expect(shown.value).toMatchObject({
      code: 'CLEAN',
      version: 3,
      effectiveParameters: { blocage_min: 10, retention_mois: 13 },
    })
    expect(next.value.instants).toHaveLength(5)
    expect(next.value.instants[0]).toBe('2027-01-01T00:00:00Z')
  })

  test('a batch that nobody has is code 5', async () => {
    const answers = await Promise.all([
      nocturne(['batch', 'show', 'NOPE']),
      nocturne(['batch', 'run', 'NOPE']),
      json(['batch', 'enable', 'NOPE']),
      nocturne(['run', 'show', '4000000']),
    ])
    expect(answers.map(({ code }) => code)).toEqual([5, 5, 5, 5])
    expect(answers[2]).toMatchObject({ value: { error: { code: 'UNKNOWN_BATCH' } } })
  })

  test('a launch waits for a server, a second one is refused, and it can be taken back', async () => {
    const asked = await nocturne(['batch', 'run', 'CLEAN'])
    expect(asked).toMatchObject({ code: 0, err: expect.stringContaining('rien ne démarrera avant') })
    const again = await nocturne(['batch', 'run', 'CLEAN', '--lang', 'en'])
    expect(again).toMatchObject({ code: 6, err: 'Batch CLEAN has already been requested\n' })
    expect((await nocturne(['batch', 'cancel', 'CLEAN'])).code).toBe(0)
    expect((await nocturne(['batch', 'cancel', 'CLEAN'])).code).toBe(6)
    expect(await lastRun('CLEAN')).toMatchObject({ state: 'cancelled' })
  })

  test('out of service, a launch is refused', async () => {
    expect((await nocturne(['batch', 'disable', 'CLEAN'])).out).toContain('hors service')
    expect((await nocturne(['batch', 'run', 'CLEAN'])).code).toBe(6)
    expect(await json(['batch', 'enable', 'CLEAN'])).toMatchObject({
      code: 0,
      value: { code: 'CLEAN', enabled: true, changed: true },
    })
  })

  test('a batch for which something is still to be set is not put in service, and says what', async () => {
    const { code, err } = await nocturne(['batch', 'enable', 'IMP_QUO'])
    expect(code).toBe(6)
    expect(err).toContain('health.import.directory')
  })

  test('--wait runs it here when no server is running, and its run is in the history', async () => {
    const { code, out } = await nocturne(['batch', 'run', 'CLEAN', '--wait'])
    expect(code).toBe(0)
    expect(out).toMatch(/^CLEAN \d+ : FINISH - Deb : .* - Fin : .* - Durée : 00min \d\dsec\n/)
    const [history, log] = await Promise.all([
      json<{ runs: { id: number; code: string; trigger: string }[] }>([
        ...['batch', 'history', 'CLEAN', '--state', 'FINISH'],
      ]),
      nocturne(['batch', 'history', '--count', '1']),
    ])
    expect(history.value).toMatchObject({ runs: [{ code: 'FINISH', trigger: 'cli' }], next: null })
    expect(log.out).toContain('CLEAN')
    const shown = await nocturne(['run', 'show', String(history.value.runs[0]!.id)])
    expect(shown.out).toContain('ligne de commande')
  })
})

describe('settings and models', () => {
  test('a setting is listed, set, refused and put back', async () => {
    const key = 'health.import.guard.rejected-share'
    expect((await nocturne(['setting', 'set', key, '0.2'])).out).toBe(`${key} = 0.2\n`)
    const [wrong, unknown, list] = await Promise.all([
      nocturne(['setting', 'set', key, '2']),
      nocturne(['setting', 'set', 'no.such', '1']),
      json<{ key: string; value: unknown }[]>(['setting', 'list']),
    ])
    expect([wrong.code, unknown.code]).toEqual([2, 5])
    expect(list.value.find((one) => one.key === key)).toMatchObject({ value: 0.2 })
    expect((await nocturne(['setting', 'reset', key])).out).toBe(`${key} = 0.3\n`)
  })

  test('models and configuration are listed, secrets masked', async () => {
    const [models, configuration, markdown] = await Promise.all([
      json<{ code: string }[]>(['model', 'list']),
      nocturne(['config']),
      nocturne(['config', '--markdown']),
    ])
    expect(models.value.map(({ code }) => code)).toEqual(['APOGEE', 'CHU'])
    expect(configuration.out).toMatch(/^DATABASE_URL +databaseUrl +••••••/m)
    expect(markdown.out).toContain('| `DATABASE_URL` |')
  })
})

describe('student import', () => {
  const counters = { unchanged: 0, partial: 0, blank: 0, refused: false }

  test('a dry run says what would happen and writes nothing; the import does it; again it changes nothing', async () => {
    const path = studentFile('first.csv', line({ NOM: 'TESTA' }), line({ NOM: 'TESTB' }), line({ NOM: '' }))
    const out = join(folder, 'logs')
    const dry = await json(['import', 'students', path, '--model', 'APOGEE', '--dry-run'])
    expect(dry).toMatchObject({
      code: 0,
      value: { lines: 3, created: 2, updated: 0, rejected: 1, state: 'simulated', ...counters },
    })
    expect((await database.pool.query('select from student')).rowCount).toBe(0)

    const real = await nocturne(['import', 'students', path, '--model', 'APOGEE', '--out', out])
    expect(real.code).toBe(0)
    expect(real.out).toContain(
      '3 lignes = 2 créées + 0 mises à jour + 0 inchangées + 0 partielles + 1 rejetées',
    )
    expect(real.out).toContain("La donnée 'Patronyme' est absente pour : ligne 4")
    expect(
      readdirSync(out)
        .map((name) => name.replace(/\d{8}_\d{6}/, 'XXX'))
        .sort(),
    ).toEqual(['erreuLogs_XXX.txt', 'erreurFile_XXX.csv', 'log_XXX.txt'])

    const again = await json(['import', 'students', 'first.csv', '--model', 'APOGEE', '--out', 'logs'])
    expect(again).toMatchObject({ code: 0, value: { created: 0, updated: 0, unchanged: 2, rejected: 1 } })
    const { id } = await lastRun('IMP_MAN')
    const shown = await json(['run', 'show', String(id)])
    expect(shown.value).toMatchObject({ code: 'FINISH', exchange: { lines: 3, state: 'applied' } })
  })

  test('a file that is no student file is refused with code 3, an unknown model is code 5', async () => {
    const path = join(folder, 'wrong.csv')
    writeFileSync(path, 'a;b;c\r\n')
    const refused = await json(['import', 'students', path, '--model', 'APOGEE', '--out', folder])
    expect(refused).toMatchObject({ code: 3, value: { lines: 0, refused: true, state: 'refused' } })
    const absent = await json(['import', 'students', 'nowhere.csv', '--model', 'APOGEE', '--out', folder])
    expect(absent).toMatchObject({
      code: 3,
      value: { refused: true, error: "Fichier d'import introuvable !" },
    })
    const model = await nocturne(['import', 'students', path, '--model', 'SCOLARIX'])
    expect(model).toMatchObject({ code: 5, err: expect.stringContaining('APOGEE, CHU') })
  })

  test('a file with too many rejects is held with code 4, then discarded or approved', async () => {
    const rejected = Array.from({ length: 60 }, () => line({ NOM: '' }))
    const path = studentFile('held.csv', ...people(60, 'X'), ...rejected)
    const importIt = () =>
      json<{ run: number }>(['import', 'students', path, '--model', 'CHU', '--out', folder])

    const first = await importIt()
    expect(first).toMatchObject({ code: 4, value: { lines: 120, created: 60, rejected: 60, state: 'held' } })
    expect(await json(['run', 'discard', String(first.value.run)])).toMatchObject({
      code: 0,
      value: { decision: 'discarded' },
    })
    expect((await nocturne(['run', 'approve', String(first.value.run)])).code).toBe(6)

    const again = await importIt()
    const here = await json(['run', 'approve', String(again.value.run), '--wait'])
    expect(here).toMatchObject({ code: 0, value: { created: 60, state: 'applied' } })
    await database.pool.query(`delete from student where family_name like 'TESTX%'`)

    const second = await importIt()
    const approved = await json<{ run: number }>(['run', 'approve', String(second.value.run)])
    expect(approved).toMatchObject({ code: 0, value: { decision: 'approved' } })

    const worker = begin(['worker'])
    const log = await nocturne(['run', 'log', String(approved.value.run), '--follow'])
    expect(log).toMatchObject({ code: 0, out: expect.stringContaining('60 créées') })
    worker.kill('SIGTERM')
    expect((await worker.ended).code).toBe(0)
    const { rows } = await database.pool.query(
      `select count(*) as count from student where family_name like 'TESTX%'`,
    )
    expect(rows[0]).toEqual({ count: 60 })
  })
})

describe('the program', () => {
  /** IMP_QUO on a file that has just changed: it waits ten seconds for the sender to have finished. */
  async function longRun(): Promise<void> {
    await nocturne(['setting', 'set', 'health.import.directory', folder])
    await nocturne(['batch', 'enable', 'IMP_QUO'])
    studentFile('Calcium.csv', line({ NOM: 'TESTLONG' }))
  }

  test('start stops in order at SIGTERM: the run under way is interrupted, and says why', async () => {
    await longRun()
    const server = begin(['start'])
    await server.says('"started"')
    expect((await json<{ findings: object[] }>(['doctor'])).value.findings).toContainEqual(
      expect.objectContaining({ check: 'nodes', state: 'ok' }),
    )
    studentFile('Calcium.csv', line({ NOM: 'TESTLONG' }))
    const waiting = begin(['batch', 'run', 'IMP_QUO', '--wait'])
    await until(async () => (await lastRun('IMP_QUO')).state === 'running')
    server.kill('SIGTERM')
    const stopped = await server.ended
    expect(stopped).toMatchObject({ code: 0, out: expect.stringContaining('Nocturne est arrêté') })
    for (const event of stopped.err.trim().split('\n')) expect(JSON.parse(event)).toHaveProperty('event')
    const interrupted = await lastRun('IMP_QUO')
    expect(interrupted).toMatchObject({ state: 'interrupted', reason: { code: 'server-stopped' } })
    const shown = ['run', 'show', `${interrupted.id}`, '--lang', 'en']
    expect((await nocturne(shown)).out).toContain('the server was stopped')
    expect((await json(shown)).value).toMatchObject({
      reason: { code: 'server-stopped', words: 'the server was stopped' },
    })
    const waited = await waiting.ended
    expect(waited.code).toBe(130)
    expect(waited.out).toContain('INTERRUPT')
    expect(waited.err).toContain('arrêt du serveur')
  })

  test('Ctrl-C cancels a run of this process', async () => {
    await longRun()
    const here = begin(['batch', 'run', 'IMP_QUO', '--wait'])
    await until(async () => (await lastRun('IMP_QUO')).state === 'running')
    here.kill('SIGINT')
    expect((await here.ended).code).toBe(130)
    expect(await lastRun('IMP_QUO')).toMatchObject({ state: 'cancelled' })
  })

  test('doctor says what is wrong and what to do, with code 1 on a fault', async () => {
    await nocturne(['setting', 'set', 'health.import.directory', join(folder, 'nowhere')])
    const [words, value] = await Promise.all([
      nocturne(['doctor', '--lang', 'en']),
      json<{ findings: object[] }>(['doctor']),
    ])
    expect(words.code).toBe(1)
    expect(words.out).toMatch(/^FAULT +Import directory +.*nowhere.*\n +→ Create this folder/m)
    expect(value.code).toBe(1)
    for (const check of ['node', 'configuration', 'time-zone', 'data-folder', 'database', 'clock', 'schema'])
      expect(value.value.findings).toContainEqual(expect.objectContaining({ check, state: 'ok' }))
    for (const check of ['mail', 'nodes'])
      expect(value.value.findings).toContainEqual(expect.objectContaining({ check, state: 'attention' }))
  })
})

describe('the demonstration', () => {
  test('demo --once prints the report of a night with every kind of fault, and can be played again', async () => {
    const first = await nocturne(['demo', '--once'])
    expect(first.err).toContain('20000 étudiants fictifs')
    expect(first.code).toBe(0)
    for (const code of [
      'ABSENT',
      'MULTI',
      'DATE',
      'CLES',
      'DOUBLON',
      'DATE_MAJ',
      'CHAMPS',
      'ANNEE',
      'INE',
      'CAS',
      'CARACTERE',
    ])
      expect(first.out).toMatch(new RegExp(`^erreur +E_${code} `, 'm'))
    expect(first.out).toMatch(/^avertissement +W_/m)
    for (const name of ['log_', 'erreuLogs_', 'erreurFile_']) expect(first.out).toContain(`/depot/${name}`)
    expect(first.out).toMatch(/^IMP_QUO : FINISH - Deb : /m)
    const second = await json(['demo', '--once'])
    expect(second).toMatchObject({ code: 0, value: { state: 'applied', run: { code: 'FINISH' } } })
    // It never mixes with the installation's own data.
    expect((await database.pool.query(`select from student where family_name = 'TESTUN'`)).rowCount).toBe(0)
  })
})

describe('command files', () => {
  test('a file of users is simulated and processed with code 7 for its rejected line; again it changes nothing', async () => {
    const path = join(folder, 'comptes.csv')
    writeFileSync(path, 'username;firstname;lastname\nctestun;Camille;TESTUN\n;Sans;NOM\n')
    const simulated = await json(['sync', 'users', path, '--dry-run'])
    expect(simulated).toMatchObject({
      code: 7,
      value: { state: 'simulated', lines: 2, created: 1, rejected: 1 },
    })
    const done = await json<{ exchanges: { outputs: { retry: string } }[] }>(['sync', 'users', path])
    expect(done).toMatchObject({ code: 7, value: { state: 'applied', created: 1, rejected: 1 } })
    expect(readFileSync(done.value.exchanges[0]!.outputs.retry, 'utf8')).toBe(
      'username;firstname;lastname\n;Sans;NOM\n',
    )
    writeFileSync(path, 'username;firstname;lastname\nctestun;Camille;TESTUN\n')
    expect(await json(['sync', 'users', path])).toMatchObject({ code: 0, value: { unchanged: 1 } })
  })

  test('a file that cannot be read is refused with code 3, a tool that there is not is code 5', async () => {
    const path = join(folder, 'faux.csv')
    writeFileSync(path, 'a,b\n')
    expect(await json(['sync', 'cohorts', path])).toMatchObject({ code: 3, value: { state: 'refused' } })
    expect(await nocturne(['sync', 'etudiants'])).toMatchObject({
      code: 5,
      err: expect.stringContaining('cohorts-courses'),
    })
    expect((await nocturne(['sync', 'list'])).out).toContain('userimport.csv')
  })
})
