import { rmSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startHttpsServer } from '../../../../test/support/https-server.ts'
import { type PegaseMood, type PegaseServer, startPegase } from '../../../../test/support/pegase-server.ts'
import { createApogeeViews } from '../../../../test/support/siscol-database.ts'
import { apogeeRows, type CsvFolder, csvFolder } from '../../../../test/support/siscol-rows.ts'
import { keptRows, siscolSourceSuite } from '../../../../test/support/siscol-source-suite.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { manualClock } from '../../../platform/clock.ts'
import { openRemoteDatabase } from '../../../platform/remote-database.ts'
import { referenceTable, referenceTables } from '../tables.ts'
import { csvSource } from './csv-source.ts'
import { databaseSource } from './database-source.ts'
import { pegaseSource } from './pegase-source.ts'
import type { SiscolSource, SourceFailure } from './siscol-source.ts'

async function failureOf(source: SiscolSource, table: string): Promise<SourceFailure> {
  try {
    const rows = await source.read(referenceTable(table)!)
    for await (const _ of rows!);
  } catch (error) {
    expect(error).toMatchObject({ name: 'SourceFailure' })
    return error as SourceFailure
  }
  return expect.fail(`${table} was read`)
}

describe('a PostgreSQL database', () => {
  let database: TestDatabase
  let source: SiscolSource
  beforeAll(async () => {
    database = await createTestDatabase()
    const remote = await openRemoteDatabase(database.url)
    await remote.execute('create schema apogee')
    await remote.execute('set search_path = apogee')
    await createApogeeViews(remote, apogeeRows)
    await remote.close()
    // Whoever reads has the views in the search path; here the mapping says where they are.
    const views = [...referenceTables.map(({ code, view }) => [code, view]), ['version', 'version_apo']]
    const mapping = Object.fromEntries(views.map(([code, view]) => [code, { view: `apogee.${view}` }]))
    delete mapping.birth_commune
    source = databaseSource(database.url, 'A', mapping)
  })
  afterAll(async () => {
    await source.close()
    await database?.drop()
  })
  siscolSourceSuite(() => ({ source, lacks: 'birth_commune', version: '6.10' }))

  test('a view that is missing is a failure; one that the mapping sets to null is none of this system', async () => {
    const plain = databaseSource(database.url, 'A', { regime: { view: 'nulle_part' }, status: null })
    expect(await failureOf(plain, 'regime')).toMatchObject({
      kind: 'rejected',
      message: expect.stringMatching(/nulle_part/),
    })
    expect(await plain.read(referenceTable('status')!)).toBeNull()
    await plain.close()
  })

  test('columns have the names that the mapping says; one that is null has no value', async () => {
    const renamed = databaseSource(database.url, 'A', {
      regime: {
        view: 'apogee.regime_ins',
        columns: { label: 'lic_rgi', short_label: null, in_service: null },
      },
    })
    const rows: unknown[] = []
    for await (const row of (await renamed.read(referenceTable('regime')!))!) rows.push(row)
    expect(rows[0]).toEqual({ code: '1', label: 'Initiale' })
    await renamed.close()
  })

  test('a lost connection is opened anew', async () => {
    await keptRows(source, 'dept')
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'nocturne' and datname = current_database()`,
    )
    expect(await keptRows(source, 'dept')).toHaveLength(2)
  })
})

describe('a folder of CSV files', () => {
  let folder: CsvFolder
  beforeAll(() => {
    const { birth_commune: _, ...rows } = apogeeRows
    folder = csvFolder(rows)
  })
  afterAll(() => rmSync(folder.path, { recursive: true, force: true }))
  siscolSourceSuite(() => ({ source: csvSource(folder.url, {}), lacks: 'birth_commune', version: '6.10' }))

  test.each([
    ['UTF-16', Buffer.from('\ufeffcode;label\n1;Un\n', 'utf16le'), 'unreadable', /texte en lignes/],
    ['ISO-8859-1', Buffer.from('code;label\n1;Été\n', 'latin1'), 'unreadable', /UTF-8/],
    ['cut in a line', 'code;label\n1;Un\n2;De', 'incomplete', /dernière ligne/],
    ['empty', '', 'incomplete', /vide/],
    ['of another number of cells', 'code;label\n1;Un;O\n', 'unreadable', /ligne 2 : 3 cellules pour 2/],
    ['with an unknown column', 'code;label;libelle\n', 'unreadable', /libelle/],
    ['without a column that is needed', 'code\n1\n', 'unreadable', /label absente/],
    ['with a quote that does not end', 'code;label\n1;"Un\n', 'unreadable', /ligne 2 : guillemets/],
  ])('a file %s is refused', async (_, bytes, kind, words) => {
    folder.writeText('mention.csv', bytes)
    const failure = await failureOf(csvSource(folder.url, {}), 'mention')
    expect(failure).toMatchObject({ kind, message: expect.stringMatching(words) })
  })

  test('a folder that is not there, or has no file at all, is a failure and not a system without tables', async () => {
    expect(await failureOf(csvSource(`${folder.url}/absent`, {}), 'dept')).toMatchObject({
      kind: 'unreachable',
    })
    const empty = csvFolder({}, null)
    expect(await failureOf(csvSource(empty.url, {}), 'dept')).toMatchObject({ kind: 'incomplete' })
    rmSync(empty.path, { recursive: true })
  })
})

describe('Pégase', () => {
  const clock = manualClock('2026-03-09T22:00:00Z')
  let server: PegaseServer
  let source: SiscolSource
  const entry = (code: string, label: string, more: object = {}) => ({
    code,
    libelleCourt: null,
    libelleLong: label,
    libelleAffichage: label,
    temoinVisible: true,
    ...more,
  })
  beforeAll(async () => {
    server = await startPegase(() => clock.now().epochMilliseconds)
  })
  beforeEach(() => {
    server.mood = 'well'
    server.pageSize = 1000
    server.lists.clear()
    server.lists.set('Departement', [entry('075', 'Paris'), entry('054', 'Meurthe-et-Moselle')])
    server.lists.set('PaysNationalite', [entry('100', 'FRANCE', { libelleNationalite: 'FRANÇAIS(E)' })])
    source = pegaseSource(server.connection, clock, { connectTimeoutMs: 2_000, readTimeoutMs: 100 })
  })
  afterAll(() => server?.close())
  siscolSourceSuite(() => ({ source, lacks: 'cge', version: '1.0.0' }))

  test('pages are read to the last, of a thousand each', async () => {
    server.lists.set(
      'MentionBac',
      Array.from({ length: 7 }, (_, n) => entry(`M${n}`, `Mention ${n}`)),
    )
    server.pageSize = 3
    expect(await keptRows(source, 'bac_mention')).toHaveLength(7)
    expect(server.calls.slice(-3).map((call) => call.slice(4))).toEqual(
      [0, 1, 2].map((page) => `/nomenclatures/MentionBac/numPage/${page}/nbOccurences/1000`),
    )
  })

  test.each<[string, PegaseMood, string]>([
    ['does not answer', 'silent', 'timeout'],
    ['refuses whatever token', 'unauthorised', 'refused'],
    ['answers 500', 'failing', 'rejected'],
    ['cuts its answer short', 'truncated', 'broken'],
    ['answers a page of maintenance', 'not-json', 'unreadable'],
    ['80: fails at page 3', 'page-3-fails', 'rejected'],
    ['80: has another total on page 2', 'total-changes', 'incomplete'],
    ['gives fewer rows than it says', 'too-few', 'incomplete'],
    ['has a milliard of empty pages', 'endless', 'incomplete'],
    ['sends elsewhere', 'redirects', 'rejected'],
  ])('%s: a failure, in words without secrets', async (_, mood, kind) => {
    server.lists.set(
      'MentionBac',
      Array.from({ length: 7 }, (_, n) => entry(`M${n}`, `Mention ${n}`)),
    )
    server.pageSize = 3
    server.mood = mood
    const failure = await failureOf(source, 'bac_mention')
    expect(failure.kind).toBe(kind)
    expect(failure.message).toMatch(/^Pégase/)
    expect(failure.message).not.toMatch(/mot-de-passe|signature/)
  })

  test('an answer that comes a byte at a time, without end, is given up', async () => {
    server.mood = 'drips'
    const limits = { connectTimeoutMs: 100, readTimeoutMs: 100 }
    const failure = await failureOf(pegaseSource(server.connection, clock, limits), 'dept')
    expect(failure).toMatchObject({ kind: 'timeout', message: expect.stringContaining('inachevée') })
  })

  test('an empty list is told as one: it is for the merge to refuse it', async () => {
    server.mood = 'empty'
    expect(await keptRows(source, 'dept')).toEqual([])
  })

  test('a connection that is reset is asked for once more', async () => {
    server.mood = 'resets-once'
    expect(await keptRows(source, 'dept')).toHaveLength(2)
  })

  test('80: a token that has expired is renewed once, and before it expires', async () => {
    await keptRows(source, 'dept')
    const before = server.tokensGiven
    server.expireTokens()
    expect(await keptRows(source, 'dept')).toHaveLength(2)
    expect(server.tokensGiven).toBe(before + 1)
    clock.advanceTo('2026-03-09T23:30:00Z')
    await keptRows(source, 'dept')
    expect(server.tokensGiven).toBe(before + 2)
  })

  test('a wrong password is refused, a certificate that nobody vouches for too; nobody there is unreachable', async () => {
    const limits = { connectTimeoutMs: 2_000, readTimeoutMs: 1_000 }
    const wrong = pegaseSource({ ...server.connection, password: 'faux' }, clock, limits)
    expect(await failureOf(wrong, 'dept')).toMatchObject({
      kind: 'refused',
      message: expect.not.stringMatching(/faux/),
    })
    const untrusted = await startHttpsServer((_, response) => response.end('a.b.c'))
    const secure = pegaseSource({ ...server.connection, authUrl: untrusted.address }, clock, limits)
    expect(await failureOf(secure, 'dept')).toMatchObject({ kind: 'refused' })
    await untrusted.close()
    const nobody = pegaseSource({ ...server.connection, authUrl: 'http://127.0.0.1:1' }, clock, limits)
    expect(await failureOf(nobody, 'dept')).toMatchObject({ kind: 'unreachable' })
  })

  test('municipalities: one a code whatever its postcodes, former codes out of service, both postcodes', async () => {
    const commune = (codeInsee: string, codePostal: string, more: object = {}) => ({
      ...entry('', 'Essai-sur-Test'),
      code: undefined,
      codeInsee,
      codePostal,
      ...more,
    })
    server.lists.set('Commune', [
      commune('54395', '54000'),
      commune('54395', '54100', { codeInseeAncien: '54999' }),
      commune('01001', '01400', { codeInseeAncien: '54395' }),
    ])
    expect(await keptRows(source, 'commune')).toEqual([
      { code: '54395', label: 'Essai-sur-Test', in_service: true },
      { code: '01001', label: 'Essai-sur-Test', in_service: true },
      { code: '54999', label: 'Essai-sur-Test', in_service: false },
    ])
    expect(await keptRows(source, 'commune_postcode')).toHaveLength(3)
  })

  test('establishments: only with department, municipality and labels; a leading zero is put back', async () => {
    const uai = (numeroUai: string, more: object = {}) => ({
      numeroUai,
      patronymeUai: 'LYCEE DES ESSAIS',
      libelleAffichage: 'Lycée des Essais',
      commune: '1001',
      departement: { code: '001' },
      typeUai: { typeUai: 'LYC' },
      temoinVisible: true,
      ...more,
    })
    server.lists.set('EtablissementFrancais', [uai('0010001A'), uai('0010002B', { departement: null })])
    expect(await keptRows(source, 'establishment')).toEqual([
      {
        code: '0010001A',
        label: 'LYCEE DES ESSAIS',
        short_label: 'LYCEE DES ESSAIS',
        in_service: true,
        kind: 'LYC',
        web_label: 'Lycée des Essais',
        dept_code: '001',
        commune_code: '01001',
      },
    ])
  })

  test('university years come from the offer of courses', async () => {
    server.periods.push({ code: 'PER-2026', libelleLong: 'Année 2026/2027' })
    expect(await keptRows(source, 'year')).toMatchObject([{ code: 'PER-2026', label: 'Année 2026/2027' }])
  })
})
