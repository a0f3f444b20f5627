import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { addPerson, addScene } from '../../../test/support/admissions-scene.ts'
import { testConnections } from '../../../test/support/connections.ts'
import { startPegase } from '../../../test/support/pegase-server.ts'
import {
  apogeeRows,
  type CsvFolder,
  csvFolder,
  manyCodes,
  type SiscolRows,
} from '../../../test/support/siscol-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine, startTestEngine, type TestEngine, until } from '../../../test/support/test-engine.ts'
import type { Batch } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import type { Connections } from '../../platform/connections.ts'
import { settingsStore } from '../../platform/settings.ts'
import { refusalOf } from '../siscol/merge-table.ts'
import { siscolSettings } from '../siscol/settings.ts'
import { referenceTables } from '../siscol/tables.ts'
import synchroSiscol from './batch-synchro-siscol.ts'

const batch = { ...synchroSiscol, enabled: true, schedule: { time: '23:00' } }
let database: TestDatabase
let engine: TestEngine | undefined
const folders: CsvFolder[] = []
const at = '2026-03-09T22:00:00Z'

beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await engine?.stop()
  engine = undefined
  await forgetEngine(database)
  // Children first.
  const tables = [
    'siscol_version',
    'siscol_sync',
    ...referenceTables.map(({ sqlTable }) => sqlTable).reverse(),
  ]
  await database.pool.query(tables.map((one) => `delete from admissions.${one}`).join('; '))
  for (const folder of folders.splice(0)) rmSync(folder.path, { recursive: true, force: true })
})
afterAll(() => database?.drop())

function folderOf(...given: Parameters<typeof csvFolder>): CsvFolder {
  const folder = csvFolder(...given)
  folders.push(folder)
  return folder
}

/** Some tables of the small system. */
function only(...tables: readonly string[]): SiscolRows {
  return Object.fromEntries(tables.map((table) => [table, apogeeRows[table]!]))
}

async function start(
  connections: Partial<Connections>,
  started: Batch = batch as Batch,
): Promise<TestEngine> {
  engine = await startTestEngine(database, at, [started], {
    applications: [
      { code: 'admissions', label: { fr: '', en: '' }, settings: siscolSettings, batches: [started] },
    ],
    settings: settingsStore(database, siscolSettings),
    place: { timeZone: 'Europe/Paris', dataDirectory: '/tmp', connections: testConnections(connections) },
  })
  return engine
}

async function run(parameters: Record<string, unknown> = {}) {
  const asked = await engine!.requestRun({
    code: batch.code,
    trigger: 'cli',
    requestedBy: 'test',
    parameters,
  })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  const { state, detail, error } = await engine!.waitForRun(asked.runId)
  const { rows } = await database.pool.query<{ message: string }>(
    'select message from batch_run_line where run_id = $1 order by seq',
    [asked.runId],
  )
  return { state, detail, error, lines: rows.map(({ message }) => message) }
}

async function codes(table: string) {
  const { rows } = await database.pool.query<{ code: string; label: string; in_service: boolean }>(
    `select code, label, in_service from admissions.siscol_${table} order by code`,
  )
  return rows.map(({ code, label, in_service }) => `${code} ${label}${in_service ? '' : ' (hors service)'}`)
}

async function syncOf(table: string) {
  const { rows } = await database.pool.query(
    `select outcome, read, inserted, updated, out_of_service, rejected, cause, rejects
     from admissions.siscol_sync where table_name = $1`,
    [table],
  )
  return rows[0]
}

/** Which row versions there are: any write makes another. */
async function rowVersions() {
  const versions: Record<string, string> = {}
  for (const { code, sqlTable } of referenceTables) {
    const { rows } = await database.pool.query<{ versions: string }>(
      `select string_agg(ctid::text || xmin::text || xmax::text, ' ' order by ctid) as versions from admissions.${sqlTable}`,
    )
    versions[code] = rows[0]!.versions
  }
  return versions
}

test('fault 3.10: no counts. The 23 steps in order, each with its figures; the version is written down', async () => {
  await start({ siscolUrl: folderOf(apogeeRows).url })
  const { state, detail, lines } = await run()
  expect({ state, detail }).toEqual({
    state: 'finished',
    detail: {
      ...{ selectionnes: 23, traites: 22, ignores: 1, en_erreur: 0 },
      ...{ lues: 30, ajoutees: 30, modifiees: 0, hors_service: 0, rejetees: 0 },
    },
  })
  expect(lines[0]).toBe('23 étapes, Apogée')
  expect(lines[1]).toBe('1/23 Régimes : 2 lues ; ajoutées : 2, modifiées : 0, hors service : 0, rejetées : 0')
  expect(lines.map((line) => /^\d+/.exec(line)?.[0]).slice(1, 24)).toEqual(
    Array.from({ length: 23 }, (_, step) => String(step + 1)),
  )
  expect(lines.at(-2)).toBe('23/23 Version : Apogée - 6.10')
  const { rows } = await database.pool.query('select version from admissions.siscol_version')
  expect(rows).toEqual([{ version: 'Apogée - 6.10' }])
  expect(await codes('bac')).toEqual(['NBGE Bac général; depuis 2021', 'S Scientifique'])
})

test('81: a second run without change writes nothing', async () => {
  await start({ siscolUrl: folderOf(apogeeRows).url })
  await run()
  const before = await rowVersions()
  const again = await run()
  expect(again.state).toBe('finished')
  expect(again.detail).toMatchObject({ ajoutees: 0, modifiees: 0, hors_service: 0, rejetees: 0 })
  expect(await rowVersions()).toEqual(before)
})

test('fault 3.10: withdrawn codes stay selectable. What is gone goes out of service, and is in service when it comes back', async () => {
  const folder = folderOf({ mention: manyCodes(20) })
  await start({ siscolUrl: folder.url })
  await run()
  const rest = manyCodes(20).slice(1)
  folder.write('mention', [{ ...rest[0]!, label: 'Autre' }, ...rest.slice(1), ...manyCodes(21).slice(20)])
  await run()
  expect(await syncOf('mention')).toMatchObject({
    outcome: 'merged',
    inserted: 1,
    updated: 1,
    out_of_service: 1,
  })
  expect((await codes('mention')).slice(0, 2)).toEqual(['C001 Code 001 (hors service)', 'C002 Autre'])
  // 81: what is out of service already is not written again.
  const before = await rowVersions()
  await run()
  expect(await rowVersions()).toEqual(before)
  folder.write('mention', manyCodes(21))
  await run()
  expect(await codes('mention')).toEqual(manyCodes(21).map(({ code, label }) => `${code} ${label}`))
})

test('75: nine tenths of the codes in service are enough, one less is not', () => {
  const counted = (accepted: number) => refusalOf(90, { read: accepted, accepted, current: 100 })
  expect(counted(90)).toBeNull()
  expect(counted(89)).toContain('moins de 90 %')
})

test('75: an empty or halved table is left alone and counted as failed, the others are done', async () => {
  const folder = folderOf({ mention: manyCodes(20), regime: manyCodes(10), status: manyCodes(3) })
  await start({ siscolUrl: folder.url })
  await run()
  folder.write('mention', manyCodes(10))
  folder.write('regime', [])
  folder.write('status', manyCodes(4))
  const { state, detail, error } = await run()
  expect(state).toBe('failed')
  expect(error).toMatch(/2 étape\(s\) sur 23 en erreur/)
  expect(detail).toMatchObject({ en_erreur: 2, ajoutees: 1, hors_service: 0 })
  expect(await syncOf('mention')).toMatchObject({
    outcome: 'failed',
    cause: '10 lignes valables pour 20 codes en service : moins de 90 %',
  })
  expect(await syncOf('regime')).toMatchObject({ outcome: 'failed', cause: 'la source est vide' })
  expect((await codes('mention')).filter((one) => one.includes('hors service'))).toEqual([])
  expect(await codes('status')).toHaveLength(4)

  // The shrink is meant: for one launch, an administrator says so. Nothing at all is never meant.
  const meant = await run({ seuil_pourcent: 0 })
  expect(meant.detail).toMatchObject({ en_erreur: 1, hors_service: 10 })
})

test('76: a code that is gone but used by a candidate is out of service, and the dossier still has its label', async () => {
  const scene = await addScene(database.pool)
  const { candidateId } = await addPerson(database.pool, scene, 1)
  const countries = [...manyCodes(20)]
  const folder = folderOf({ country: countries })
  await start({ siscolUrl: folder.url })
  await run()
  const { rows } = await database.pool.query(
    `select country.label, country.in_service from admissions.candidate
     join admissions.siscol_country country on country.code = country_code and country.sis_kind = candidate.sis_kind
     where candidate.id = $1`,
    [candidateId],
  )
  expect(rows).toEqual([{ label: 'FRANCE', in_service: false }])
  await database.pool.query('delete from admissions.candidate')
  await database.pool.query(
    'truncate admissions.campaign, admissions.centre, admissions.decision_type cascade',
  )
})

test('77: a source that fails at a table leaves it and what depends on it; later steps are done', async () => {
  const folder = folderOf(only('regime', 'dept', 'commune', 'establishment', 'year'))
  await start({ siscolUrl: folder.url })
  await run()
  folder.writeText('dept.csv', 'code;label\n054;Meurthe-et')
  folder.write('year', [...apogeeRows.year!, { code: '2027', label: '2027/2028', state: null }])
  const { state, detail, lines } = await run()
  expect(state).toBe('failed')
  expect(detail).toMatchObject({ traites: 4, ignores: 18, en_erreur: 1, ajoutees: 1 })
  expect(lines).toContain(
    '12/23 Départements : laissée telle quelle, dept.csv : la dernière ligne n’est pas terminée, transfert coupé ?',
  )
  expect(await syncOf('establishment')).toMatchObject({
    outcome: 'skipped',
    cause: 'dépend de Départements, en échec',
  })
  expect(await syncOf('dept')).toMatchObject({ outcome: 'failed' })
  expect(await codes('year')).toEqual(['2026 2026/2027', '2027 2027/2028'])
})

test('79: duplicate, null and over-long codes are rejected one by one, with the list; what we have of them stays', async () => {
  const rows = manyCodes(30)
  const folder = folderOf({ mention: rows })
  await start({ siscolUrl: folder.url })
  await run()
  folder.write('mention', [
    ...rows.slice(0, 29),
    { ...rows[0]!, label: 'Contredit' },
    rows[1]!,
    { ...rows[29]!, label: 'x'.repeat(501) },
    { code: '', label: 'Sans code' },
    { code: 'X'.repeat(51), label: 'Trop long' },
  ])
  const { state, detail, lines } = await run()
  expect(state).toBe('finished')
  expect(detail).toMatchObject({ ajoutees: 0, modifiees: 0, hors_service: 0, rejetees: 5 })
  expect(lines.find((line) => line.startsWith('Mentions, rejetées'))).toBe(
    'Mentions, rejetées : C001 (en double avec des valeurs différentes), C001 (en double avec des valeurs différentes), ' +
      'C030 (libellé de plus de 500 caractères), ligne 33 (code absent), ligne 34 (code de plus de 50 caractères)',
  )
  expect((await syncOf('mention')).rejects).toHaveLength(5)
  expect(await codes('mention')).toEqual(rows.map(({ code, label }) => `${code} ${label}`))
})

test('a link to a code that its table does not have is rejected', async () => {
  const folder = folderOf({
    ...only('bac', 'bac_option'),
    bac_option_link: [...apogeeRows.bac_option_link!, { bac_code: 'S', option_code: 'RUS' }],
  })
  await start({ siscolUrl: folder.url })
  await run()
  expect((await syncOf('bac_option_link')).rejects).toEqual([
    { line: 3, code: 'S RUS', cause: 'option de bac : code inconnu' },
  ])
})

test('78: users are replaced at once, for one system only; a failure on the way keeps the old ones; logs have no login', async () => {
  const folder = folderOf(only('cge', 'user'))
  await start({ siscolUrl: folder.url })
  await database.pool.query(`insert into admissions.siscol_user (login, sis_kind) values ('autre', 'P')`)
  await run()
  const users = async () =>
    (
      await database.pool.query<{ login: string }>('select login from admissions.siscol_user order by login')
    ).rows.map(({ login }) => login)
  expect(await users()).toEqual(['autre', 'testun1', 'testun2'])

  folder.writeText('user.csv', 'login;cge_code\ntestun3;CG1\ntestun4')
  await run()
  expect(await users()).toEqual(['autre', 'testun1', 'testun2'])

  folder.write('user', [
    { login: 'testun1', cge_code: 'CG1', mail: 'autre@example.org' },
    { login: 'testun5', cge_code: 'CG1' },
    { login: 'testun6', cge_code: 'INCONNU' },
  ])
  const { lines } = await run()
  expect(await users()).toEqual(['autre', 'testun1', 'testun5'])
  expect(lines.join()).toContain('Utilisateurs, rejetées : ligne 3 (centre de gestion : code inconnu)')
  expect(lines.join()).not.toMatch(/testun/)
})

test('a table that came before and comes no more is a failure; one that never came is none of this source', async () => {
  const folder = folderOf(only('regime', 'status'))
  await start({ siscolUrl: folder.url })
  await run()
  rmSync(join(folder.path, 'regime.csv'))
  const { state } = await run()
  expect(state).toBe('failed')
  expect(await syncOf('regime')).toMatchObject({ outcome: 'failed', cause: 'la source n’a plus cette table' })
  expect(await syncOf('birth_commune')).toMatchObject({
    outcome: 'skipped',
    cause: 'absente de cette source',
  })
  expect(await codes('regime')).toHaveLength(2)
})

test('fault 3.10: a connection a call, never closed. One for the whole run, gone when it ends', async () => {
  const seen: number[] = []
  const connections = async () => {
    const { rows } = await database.pool.query<{ open: number }>(
      `select count(*) as open from pg_stat_activity where application_name = 'nocturne' and datname = current_database()`,
    )
    return rows[0]!.open
  }
  const watched: Batch = {
    ...(batch as Batch),
    run: (context) =>
      batch.run({
        ...(context as RunContext<{ seuil_pourcent: number }>),
        async transaction(work) {
          const done = await context.transaction(work)
          seen.push(await connections())
          return done
        },
      }),
  }
  await start({ siscolUrl: database.url }, watched)
  await run()
  expect(Math.max(...seen)).toBe(1)
  await until(async () => (await connections()) === 0)
})

test('a source that cannot be reached changes nothing and says so for every table', async () => {
  await start({ siscolUrl: 'postgres://lecteur:secret-siscol@127.0.0.1:1/apogee' })
  const { state, detail, lines } = await run()
  expect(state).toBe('failed')
  expect(detail).toMatchObject({ traites: 0 })
  expect(lines.join()).toMatch(/Base « apogee » de 127\.0\.0\.1:1 : injoignable \(ECONNREFUSED\)/)
  expect(lines.join()).not.toMatch(/secret-siscol/)
})

test('80: Pégase fails at page 3: that table is not merged, the others are, and its version is told', async () => {
  const server = await startPegase(() => Date.parse(at))
  const entry = (code: string) => ({ code, libelleAffichage: `Libellé ${code}`, temoinVisible: true })
  for (const name of ['Departement', 'TypeResultat']) server.lists.set(name, [entry('001'), entry('002')])
  server.lists.set(
    'MentionBac',
    manyCodes(5).map(({ code }) => entry(code!)),
  )
  server.pageSize = 2
  server.mood = 'page-3-fails'
  await start({ sisKind: 'P', pegase: server.connection })
  const { state } = await run()
  await server.close()
  expect(state).toBe('failed')
  expect(await syncOf('bac_mention')).toMatchObject({
    outcome: 'failed',
    cause: expect.stringMatching(/HTTP 500/),
  })
  expect(await codes('bac_mention')).toEqual([])
  expect(await codes('result_type')).toEqual(['001 Libellé 001', '002 Libellé 002'])
  expect(await syncOf('regime')).toMatchObject({ outcome: 'skipped' })
  // What Pégase gives none of is told as failed, not taken for « nothing is left ».
  expect(await syncOf('mention')).toMatchObject({ outcome: 'failed', cause: 'la source est vide' })
  const { rows } = await database.pool.query('select version from admissions.siscol_version')
  expect(rows).toEqual([{ version: 'Pégase - 1.0.0' }])
})

test('cancelled in the middle: tables done stay done, the others wait for the next run', async () => {
  let tables = 0
  const slow: Batch = {
    ...(batch as Batch),
    run: (context) =>
      batch.run({
        ...(context as RunContext<{ seuil_pourcent: number }>),
        async transaction(work) {
          if (++tables === 5) {
            const told = new Promise((resolve) => context.signal.addEventListener('abort', resolve))
            await engine!.cancelRun(context.run.id, 'test')
            await told
          }
          return await context.transaction(work)
        },
      }),
  }
  await start({ siscolUrl: folderOf(apogeeRows).url }, slow)
  expect((await run()).state).toBe('cancelled')
  expect(await codes('bac')).toHaveLength(2)
  expect(await codes('country')).toEqual([])
  expect(await run()).toMatchObject({ state: 'finished', detail: { traites: 22, en_erreur: 0 } })
  expect(await codes('country')).toHaveLength(1)
})

test.each([
  [
    'kind D',
    { sisKind: 'D', siscolUrl: 'file:///nonexistent' },
    'Aucun SI Scolarité (type D) : rien à synchroniser',
  ],
  [
    'no source',
    {},
    'Aucune source configurée (NOCTURNE_SISCOL_URL, ou NOCTURNE_PEGASE_URL) : rien à synchroniser',
  ],
] as const)('%s: finished, with an explicit line', async (_, connections, line) => {
  await start(connections)
  expect(await run()).toMatchObject({ state: 'finished', lines: [line] })
})
