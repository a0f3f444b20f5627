import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ImportEngine, runOf, startImportEngine } from '../../../test/support/import-engine.ts'
import { emptyBase } from '../../../test/support/student-base.ts'
import { addItems, file, line, students } from '../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine, runsOf } from '../../../test/support/test-engine.ts'
import { readRunFiles } from '../../batch/read-run.ts'
import { manualClock } from '../../platform/clock.ts'

// health.md 2.11: IMP_QUO on its directory, through the engine, at times that the test chooses.

let database: TestDatabase
let engines: ImportEngine[] = []
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
afterEach(async () => {
  for (const engine of engines) await engine.stop()
  engines = []
  await forgetEngine(database)
  await emptyBase(database)
})
afterAll(() => database.drop())

async function start(options: Parameters<typeof startImportEngine>[1] = {}): Promise<ImportEngine> {
  const engine = await startImportEngine(database, options)
  engines.push(engine)
  return engine
}

const two = file(line(), line({ NOM: 'TESTDEUX', CODE_NATIO: '' }))

test('at five in the morning the file is read; it is neither moved nor changed; the next night changes nothing', async () => {
  const engine = await start()
  engine.drop(two)
  await engine.advanceTo('2026-03-02T04:00:00Z')
  expect((await runsOf(database, 'IMP_QUO'))[0]).toMatchObject({ state: 'finished', trigger: 'schedule' })
  const first = await runOf(database, (await runsOf(database, 'IMP_QUO'))[0]!.id)
  expect(first.detail).toMatchObject({
    state: 'applied',
    lines: 2,
    created: 1,
    rejected: 1,
    stamp: '20260302_050000',
  })
  expect(readdirSync(engine.directory).sort()).toEqual([
    'Calcium.csv',
    'erreuLogs_20260302_050000.txt',
    'erreurFile_20260302_050000.csv',
    'log_20260302_050000.txt',
  ])
  expect(readFileSync(join(engine.directory, 'Calcium.csv'))).toEqual(two)
  const listed = await readRunFiles(database.pool, first.id)
  expect(listed.map(({ path, personal }) => [basename(path), personal])).toEqual(
    expect.arrayContaining([
      ['log_20260302_050000.txt', false],
      ['erreuLogs_20260302_050000.txt', false],
      ['erreurFile_20260302_050000.csv', true],
    ]),
  )

  const before = await students(database)
  await engine.advanceTo('2026-03-03T04:00:00Z')
  const second = await runOf(database, (await runsOf(database, 'IMP_QUO'))[1]!.id)
  expect(second.detail).toMatchObject({ created: 0, updated: 0, unchanged: 1, rejected: 1 })
  expect(await students(database)).toEqual(before)
})

test('no directory is configured: the run fails and says what to set', async () => {
  const engine = await start()
  await engine.settings.reset('health.import.directory', 'test')
  expect(await engine.nightly()).toMatchObject({
    state: 'failed',
    error: "aucun répertoire d'import n'est configuré : réglez health.import.directory",
  })
})

test('it is put in service once a directory and an active model of the night are set, not before', async () => {
  const engine = await start()
  await engine.setEnabled('IMP_QUO', false, 'alice')
  const refused = async () => {
    const outcome = await engine.setEnabled('IMP_QUO', true, 'alice')
    return outcome.ok ? null : outcome.refusal.message.fr.split(' : ')[1]
  }
  await database.pool.query(`update import_model set active = false where nightly`)
  expect(await refused()).toContain('APOGEE est inactif')
  await database.pool.query(`update import_model set active = true, nightly = false where nightly`)
  expect(await refused()).toContain('choisissez d’abord le modèle')
  await database.pool.query(`update import_model set nightly = code = 'APOGEE'`)
  await engine.settings.reset('health.import.directory', 'test')
  expect(await refused()).toContain('health.import.directory')
  await engine.settings.set('health.import.directory', engine.directory, 'test')
  expect(await refused()).toBeNull()
})

test('the configured directory is missing: failed before reading, with its name', async () => {
  const engine = await start()
  await engine.settings.set('health.import.directory', '/nowhere/import', 'test')
  expect(await engine.nightly()).toMatchObject({
    state: 'failed',
    error: "Répertoire d'import non accessible en écriture : /nowhere/import",
  })
})

test('the file is absent: `Fichier d’import introuvable !`, failed, with a log and erreuLogs', async () => {
  const engine = await start()
  expect(await engine.nightly()).toMatchObject({ state: 'failed', error: "Fichier d'import introuvable !" })
  expect(readdirSync(engine.directory).sort()).toEqual([
    'erreuLogs_20260301_210000.txt',
    'log_20260301_210000.txt',
  ])
})

test('a directory that bears the name of the file is no file', async () => {
  const engine = await start()
  mkdirSync(join(engine.directory, 'Calcium.csv'))
  expect(await engine.nightly()).toMatchObject({ state: 'failed', error: "Fichier d'import introuvable !" })
})

test('no nightly model, or one out of use: the run fails and says so', async () => {
  const engine = await start()
  engine.drop(two)
  await database.pool.query(`update import_model set active = false where nightly`)
  expect(await engine.nightly()).toMatchObject({
    state: 'failed',
    error: "le modèle d'importation de nuit APOGEE est inactif : activez-le ou choisissez-en un autre",
  })
  await database.pool.query(`update import_model set nightly = false`)
  expect(await engine.nightly()).toMatchObject({ state: 'failed' })
  await database.pool.query(`update import_model set nightly = code = 'APOGEE'`)
})

test('a file older than 48 hours is imported all the same, with a warning', async () => {
  const engine = await start()
  engine.drop(two, 49 * 3600)
  expect(await engine.nightly()).toMatchObject({ state: 'finished', detail: { created: 1 } })
  const log = readFileSync(join(engine.directory, 'log_20260301_210000.txt'), 'utf8')
  expect(log).toContain('WARN  Fichier non renouvelé depuis le 27/02/2026\n')
})

/** An engine whose clock goes on only when the import waits; the file is written to before each look but the last. */
async function nightOnGrowingFile(looks: number) {
  const clock = manualClock('2026-03-01T20:00:00Z')
  let waiting = () => {}
  const engine = await start({
    start: {
      ...clock,
      at(instant, action) {
        const forget = clock.at(instant, action)
        // Other duties of the engine have timers of ten seconds too.
        if (new Error().stack?.includes('settled-file')) waiting()
        return forget
      },
    },
  })
  engine.drop(two, 0)
  const waits = () => new Promise<void>((resolve) => (waiting = resolve))
  let next = waits()
  const ended = engine.nightly()
  for (let look = 1; ; look++) {
    const still = await Promise.race([next.then(() => true), ended.then(() => false)])
    if (!still)
      return { run: await ended, seconds: clock.now().epochMilliseconds / 1000 - 1772395200, engine }
    next = waits()
    clock.set(clock.now().add({ seconds: 1 }))
    if (look < looks) engine.drop(Buffer.concat([two, Buffer.alloc(look, '\r\n')]), 0)
    clock.advanceTo(clock.now().add({ seconds: 9 }))
  }
}

test('a file that still grows is waited for', async () => {
  const { run, seconds } = await nightOnGrowingFile(12)
  expect(run).toMatchObject({ state: 'finished', detail: { created: 1 } })
  expect(seconds).toBe(120)
})

test('one that grows for ten minutes: failed, `Fichier en cours d’écriture`', async () => {
  const { run, seconds } = await nightOnGrowingFile(1000)
  expect(run).toMatchObject({ state: 'failed', error: "Fichier en cours d'écriture" })
  expect(seconds).toBe(600)
  expect(await students(database)).toEqual([])
})

test('the program was down at five and is back at half past five: the run is caught up', async () => {
  const before = await start({ start: '2026-03-02T03:50:00Z' })
  before.drop(two)
  await before.stop()
  engines = []
  const engine = await start({ start: '2026-03-02T04:30:00Z', directory: before.directory })
  await engine.advanceTo('2026-03-02T04:30:00Z')
  expect(await runsOf(database, 'IMP_QUO')).toMatchObject([
    { state: 'finished', trigger: 'catch-up', due: '2026-03-02T04:00:00.000Z' },
  ])
})

test('back after more than six hours: the night is missed, and seen to be', async () => {
  const before = await start({ start: '2026-03-02T03:50:00Z' })
  before.drop(two)
  await before.stop()
  engines = []
  const engine = await start({ start: '2026-03-02T10:30:00Z', directory: before.directory })
  await engine.advanceTo('2026-03-02T10:30:00Z')
  expect(await runsOf(database, 'IMP_QUO')).toMatchObject([
    { state: 'skipped', due: '2026-03-02T04:00:00.000Z' },
  ])
  expect(await students(database)).toEqual([])
})
