import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  addApplication,
  addFormation,
  addPerson,
  addScene,
  type Person,
  type Scene,
} from '../../../test/support/admissions-scene.ts'
import { testConnections } from '../../../test/support/connections.ts'
import { type BatchBench, benchBatch } from '../../../test/support/run-of-batch.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { until } from '../../../test/support/test-engine.ts'
import { keepOpiInStep } from '../dossiers/keep-opi-in-step.ts'
import { type DayKind, dayColumns } from '../opi/pegase/day-columns.ts'
import batch from './batch-async-opi.ts'

let database: TestDatabase
let bench: BatchBench
let scene: Scene
let formations: number[]
let people = 0
let folder: string
const connections = { ...testConnections({ sisKind: 'P' }) } as {
  -readonly [K in keyof ReturnType<typeof testConnections>]: ReturnType<typeof testConnections>[K]
}

beforeAll(async () => {
  database = await createTestDatabase()
  bench = await benchBatch(database, batch, '2026-05-04T20:00:00Z', connections)
  scene = await addScene(database.pool, { sisKind: 'P' })
  formations = []
  for (let n = 1; n <= 6; n++) formations.push(await addFormation(database.pool, scene, `F${n}`))
})
afterAll(async () => {
  await bench?.stop()
  await database?.drop()
})

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nocturne-day-'))
  connections.opiFiles = join(folder, 'opi')
  await bench.settings.set('admissions.opi.used', true, 'test')
  await bench.settings.set('admissions.mail.functional-administrators', ['chef@example.org'], 'test')
  await database.pool.query('truncate admissions.opi, admissions.opi_file, outgoing_mail')
  return () => rmSync(folder, { recursive: true, force: true })
})

async function confirmed(
  which: readonly number[],
  candidate: Readonly<Record<string, unknown>> = {},
): Promise<{ person: Person; applications: number[]; code: string }> {
  const person = await addPerson(database.pool, scene, ++people, { candidate })
  const applications: number[] = []
  for (const formation of which) applications.push(await confirm(person, formation))
  return { person, applications, code: `EC${person.dossierNo}` }
}

async function confirm(person: Person, formation: number): Promise<number> {
  const id = await addApplication(database.pool, scene, person, formation, {
    accepted: true,
    answered_at: '2026-05-02T10:00:00Z',
    answered_by: person.dossierNo,
  })
  await database.pool.query(
    `insert into admissions.opi (application_id, created_at)
     values ($1::bigint, '2026-05-02T10:00:00Z'::timestamptz + make_interval(secs => $1::bigint))`,
    [id],
  )
  return id
}

async function withdraw(applicationId: number): Promise<void> {
  await database.pool.query('update admissions.application set accepted = false where id = $1', [
    applicationId,
  ])
  const now = bench.clock.now()
  await keepOpiInStep(database.pool, { applicationId, accepted: false, pours: true, now })
}

async function opi(applicationId: number) {
  const { rows } = await database.pool.query(
    `select state, cause, attempts, opi_code, poured_at from admissions.opi where application_id = $1`,
    [applicationId],
  )
  return rows[0]
}

/** The lines of a file of the current day, without its header, which is checked. */
function lines(
  kind: DayKind,
  name = `${kind}-${bench.clock.now().toZonedDateTimeISO('Europe/Paris').toPlainDate().toString().replaceAll('-', '')}.csv`,
): string[][] {
  const [header, ...rest] = readFileSync(join(connections.opiFiles, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(';'))
  expect(header).toEqual(dayColumns[kind])
  for (const line of rest) expect(line).toHaveLength(header!.length)
  return rest
}
const wishes = () => lines('candidature').map((values) => `${values[0]} ${values[4]}`)
const onDisk = () => readdirSync(connections.opiFiles).sort()
const nextDay = () => bench.clock.advanceTo(bench.clock.now().add({ hours: 24 }).toString())

test('nothing to do is said, and no file is written', async () => {
  expect(await bench.run()).toMatchObject({
    state: 'finished',
    detail: { selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0 },
    log: [expect.stringContaining('0 candidats'), 'rien à verser'],
  })
  expect(readdirSync(folder)).toEqual([])
})

test('the four files of the day are written, then marked; their rows say what they hold', async () => {
  const one = await confirmed(formations.slice(0, 2))
  const two = await confirmed(formations.slice(0, 1), {
    birth_commune: '75056',
    ine: '9990000001',
    ine_key: 'A',
  })
  const run = await bench.run()
  expect(run).toMatchObject({
    state: 'finished',
    detail: { selectionnes: 2, traites: 2, voeux_verses: 3, fichiers: 4, candidats_fichiers: 2 },
  })
  expect(wishes()).toEqual([`${one.code} PG-F1`, `${one.code} PG-F2`, `${two.code} PG-F1`])
  expect(lines('inscription')).toHaveLength(2)
  expect(lines('retraits')).toEqual([])
  expect(onDisk()).toEqual([
    '.nocturne-store',
    'candidat-20260504.csv',
    'candidature-20260504.csv',
    'inscription-20260504.csv',
    'retraits-20260504.csv',
  ])
  expect(await opi(one.applications[0]!)).toMatchObject({ state: 'poured', opi_code: one.code })
  const { rows } = await database.pool.query(
    `select kind, n_rows as n, suffix from admissions.opi_file order by kind`,
  )
  expect(rows).toEqual([
    { kind: 'candidat', n: 2, suffix: 0 },
    { kind: 'candidature', n: 3, suffix: 0 },
    { kind: 'inscription', n: 2, suffix: 0 },
    { kind: 'retraits', n: 0, suffix: 0 },
  ])
  expect(run.log.join()).not.toMatch(/TESTUN/)
  const { rows: events } = await database.pool.query(
    'select event from admissions.dossier_event where account_id = $1',
    [two.person.accountId],
  )
  expect(events).toEqual([{ event: 'opi-poured' }])
})

test('56: six wishes: five in the file, the sixth in error', async () => {
  const { applications } = await confirmed(formations)
  expect(await bench.run()).toMatchObject({ state: 'failed', detail: { voeux_verses: 5, erreurs: 1 } })
  expect(await opi(applications[5]!)).toMatchObject({ state: 'error', cause: 'too-many-wishes' })
  expect(wishes()).toHaveLength(5)
  expect(lines('inscription')[0]!.slice(-1)).toEqual(['2026'])
})

test('57: odd names keep the number of columns, and the log says which without saying what', async () => {
  await confirmed(formations.slice(0, 1), {
    birth_name: 'TEST;UN\n"x"',
    usual_name: '=1+1',
    phone: '+33100000000',
    address_line3: '@rue',
  })
  const run = await bench.run()
  const [line] = lines('candidat')
  const value = (column: string) => line![dayColumns.candidat.indexOf(column)]
  expect([
    value('nom_famille'),
    value('nom_usuel'),
    value('numero_telephone1'),
    value('adresse_ligne3_voie'),
  ]).toEqual(['TEST UN x', '1+1', '0033100000000', 'rue'])
  expect(run.log.join('\n')).toMatch(/caractères retirés de .*nom_famille, .*nom_usuel/)
  expect(run.log.join('\n')).not.toMatch(/TEST|1\+1/)
})

/** A file system of 64 KB; where none may be mounted, a folder that lets nothing be written. */
function fullFolder(): { fill(): void; end(): void } {
  const place = join(folder, 'full')
  execFileSync('mkdir', [place])
  connections.opiFiles = place
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place], { stdio: 'ignore' })
    return { fill() {}, end: () => execFileSync('umount', [place]) }
  } catch {
    return { fill: () => chmodSync(place, 0o500), end: () => chmodSync(place, 0o700) }
  }
}

test('58: disk full while the files are written: no file of the day replaced, nothing marked', async () => {
  const disk = fullFolder()
  try {
    const first = await confirmed(formations.slice(0, 1))
    await bench.run()
    const before = onDisk().map((name) => [name, readFileSync(join(connections.opiFiles, name), 'utf8')])
    const stored = await database.pool.query('select * from admissions.opi_file order by id')
    const added: number[] = []
    for (let n = 0; n < 150; n++)
      added.push(
        ...(
          await confirmed(formations.slice(0, 5), {
            address_line1: 'x'.repeat(38),
            address_line2: 'y'.repeat(38),
          })
        ).applications,
      )
    disk.fill()
    expect(await bench.run()).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/non écrits : (le disque est plein|droits insuffisants)/),
      detail: { selectionnes: 150, voeux_verses: 0 },
    })
    expect(onDisk().map((name) => [name, readFileSync(join(connections.opiFiles, name), 'utf8')])).toEqual(
      before,
    )
    expect((await database.pool.query('select * from admissions.opi_file order by id')).rows).toEqual(
      stored.rows,
    )
    expect(await opi(first.applications[0]!)).toMatchObject({ state: 'poured' })
    const { rows } = await database.pool.query(
      `select count(*) as n from admissions.opi where state = 'to-pour' and attempts = 0`,
    )
    expect(rows[0].n).toBe(added.length)
  } finally {
    disk.end()
  }
  // Room again: everything is written.
  connections.opiFiles = join(folder, 'roomy')
  expect(await bench.run()).toMatchObject({ state: 'finished', detail: { voeux_verses: 750 } })
  expect(lines('candidat')).toHaveLength(151)
})

test('58: one of the names is taken by a folder: the files before it are back', async () => {
  await confirmed(formations.slice(0, 1))
  await bench.run()
  const before = readFileSync(join(connections.opiFiles, 'candidat-20260504.csv'), 'utf8')
  const later = await confirmed(formations.slice(0, 1))
  const taken = join(connections.opiFiles, 'inscription-20260504.csv')
  rmSync(taken)
  execFileSync('mkdir', [taken])
  expect((await bench.run()).state).toBe('failed')
  expect(readFileSync(join(connections.opiFiles, 'candidat-20260504.csv'), 'utf8')).toBe(before)
  expect(await opi(later.applications[0]!)).toMatchObject({ state: 'to-pour', attempts: 0 })
  rmSync(taken, { recursive: true })
  expect((await bench.run()).state).toBe('finished')
  expect(onDisk().filter((name) => name.endsWith('.former'))).toEqual([])
})

test('59: run twice the same day: identical files, the first instant kept, no second mail', async () => {
  const { applications } = await confirmed([formations[0]!])
  await confirmed([formations[0]!], {
    address_line3: null,
    postcode: null,
    commune_code: null,
  })
  await bench.run()
  const mail = 'select count(*) as n from outgoing_mail'
  expect((await database.pool.query(mail)).rows).toEqual([{ n: 1 }])
  const before = await opi(applications[0]!)
  const content = readFileSync(join(connections.opiFiles, 'inscription-20260504.csv'), 'utf8')
  await database.pool.query(`update admissions.opi_file set written_at = '2026-05-01'`)
  bench.clock.advanceTo(bench.clock.now().add({ minutes: 30 }).toString())
  const second = await bench.run()
  expect(second).toMatchObject({ state: 'finished', detail: { voeux_verses: 0, fichiers: 0 } })
  expect(readFileSync(join(connections.opiFiles, 'inscription-20260504.csv'), 'utf8')).toBe(content)
  expect((await database.pool.query(mail)).rows).toEqual([{ n: 1 }])
  // Somebody else later the same day: the first is written again, with the instant it had.
  await confirmed([formations[1]!])
  await bench.run()
  expect(lines('candidat')).toHaveLength(2)
  expect(await opi(applications[0]!)).toEqual(before)
})

test('fault 3.4: a file that was downloaded is never overwritten: the next one has a suffix', async () => {
  await confirmed([formations[0]!])
  await bench.run()
  const day = bench.clock.now().toZonedDateTimeISO('Europe/Paris').toPlainDate().toString()
  await database.pool.query(`update admissions.opi_file set downloaded_at = now() where kind = 'candidature'`)
  // Nothing new: no new name either.
  await bench.run()
  expect((await database.pool.query('select from admissions.opi_file')).rowCount).toBe(4)
  await confirmed([formations[0]!])
  await bench.run()
  const name = `candidat-${day.replaceAll('-', '')}`
  expect([lines('candidat').length, lines('candidat', `${name}-1.csv`).length]).toEqual([1, 2])
})

test('fault 3.4: a withdrawal is marked, leaves the next files, is listed, and its candidate does not come back for ever', async () => {
  const { applications, code } = await confirmed(formations.slice(0, 2))
  const alone = await confirmed([formations[0]!])
  await bench.run()
  await nextDay()
  await withdraw(applications[0]!)
  await withdraw(alone.applications[0]!)
  expect(await bench.run()).toMatchObject({ state: 'finished', detail: { retraits: 2, voeux_verses: 0 } })
  expect(wishes()).toEqual([`${code} PG-F2`])
  const leaving = () => lines('retraits').map((values) => [values[0], values[5], values[7]])
  const told = [
    [code, 'PG-F1', 'F1'],
    [alone.code, 'PG-F1', 'F1'],
  ]
  expect(leaving()).toEqual(told)
  expect(await opi(applications[0]!)).toMatchObject({ state: 'withdrawn', poured_at: null })
  await confirmed([formations[2]!])
  await bench.run()
  expect(leaving()).toEqual(told)
  await nextDay()
  expect((await bench.run()).log).toContain('rien à verser')
})

test('fault 3.4: no address, next year’s baccalaureate, no code: refused with the cause, told once, the others poured', async () => {
  const bare = await addFormation(database.pool, scene, `BARE${people}`, { pegase_code: null })
  const homeless = await confirmed([formations[0]!], {
    address_line3: null,
    postcode: null,
    commune_code: null,
  })
  const young = await confirmed([formations[0]!])
  await database.pool.query(
    `insert into admissions.candidate_bac (candidate_id, sis_kind, bac_code, year) values ($1, 'P', 'S', 2027)`,
    [young.person.candidateId],
  )
  const half = await confirmed([bare, formations[0]!])
  expect(await bench.run()).toMatchObject({
    state: 'failed',
    detail: { selectionnes: 3, traites: 0, en_erreur: 3, voeux_verses: 1, erreurs: 3 },
  })
  expect((await opi(homeless.applications[0]!)).cause).toBe('no-address')
  expect((await opi(young.applications[0]!)).cause).toBe('bac-year')
  expect((await opi(half.applications[0]!)).cause).toBe('no-pegase-code')
  expect(wishes()).toEqual([`${half.code} PG-F1`])
  await bench.run()
  expect(await opi(half.applications[0]!)).toMatchObject({ attempts: 1 })
  expect((await database.pool.query('select from outgoing_mail')).rowCount).toBe(1)
})

test('fault 3.4: an unwritable folder fails the run, and nothing is marked', async () => {
  const { applications } = await confirmed([formations[0]!])
  const file = join(folder, 'file')
  execFileSync('touch', [file])
  connections.opiFiles = join(file, 'below')
  expect((await bench.run()).state).toBe('failed')
  expect(await opi(applications[0]!)).toMatchObject({ state: 'to-pour', attempts: 0 })
})

test('cancelled in the middle: no file, nothing marked; the next run does it all', async () => {
  for (let n = 0; n < 250; n++) await confirmed([formations[0]!])
  const lock = await database.pool.connect()
  await lock.query('begin; lock table admissions.candidate_bac in access exclusive mode')
  const asked = await bench.requestRun({ code: batch.code, trigger: 'cli', requestedBy: 'cli:test' })
  if (!asked.ok) throw new Error('refused')
  await until(async () => {
    const { rows } = await database.pool.query(`select from pg_locks where not granted`)
    return rows.length > 0
  })
  await bench.cancelRun(asked.runId, 'test')
  await lock.query('commit')
  lock.release()
  expect((await bench.ended(asked.runId)).state).toBe('cancelled')
  expect(onDisk()).toEqual(['.nocturne-store'])
  expect(await bench.run()).toMatchObject({ state: 'finished', detail: { voeux_verses: 250 } })
})
