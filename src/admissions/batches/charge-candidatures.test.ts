import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addReferenceCodes } from '../../../test/support/admissions-scene.ts'
import { testConnections } from '../../../test/support/connections.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { startTestEngine, type TestEngine, until } from '../../../test/support/test-engine.ts'
import { readRunFiles } from '../../batch/read-run.ts'
import { templateOf } from '../../exchange/loads/load-kinds.ts'
import { admissionsApplication } from '../application.ts'
import { fileStore } from '../files/file-store.ts'
import { admissionsLoads } from '../loads/admissions-loads.ts'
import chargeCandidatures from './charge-candidatures.ts'

let database: TestDatabase
let engine: TestEngine
const folder = mkdtempSync(join(tmpdir(), 'nocturne-admissions-loads-'))

beforeAll(async () => {
  database = await createTestDatabase()
  await addReferenceCodes(database.pool, 'D')
  await mkdir(join(folder, 'admissions', 'pieces-a-charger'), { recursive: true })
  await fileStore(join(folder, 'store')).begin()
  engine = await startTestEngine(database, '2026-11-20T09:00:00Z', [chargeCandidatures], {
    place: {
      timeZone: 'Europe/Paris',
      dataDirectory: folder,
      connections: testConnections({ sisKind: 'D', candidateFiles: join(folder, 'store') }),
    },
    applications: [{ ...admissionsApplication, batches: [chargeCandidatures] }],
  })
})
afterAll(async () => {
  await engine?.stop()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

async function ask(kind: string, text: string, dryRun = false): Promise<number> {
  const path = join(folder, `${kind}.csv`)
  writeFileSync(path, text)
  const asked = await engine.requestRun({
    code: 'CHARGE_CANDIDATURES',
    trigger: 'cli',
    requestedBy: 'test',
    parameters: { kind, path, fileName: `${kind}.csv`, dryRun },
  })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  return asked.runId
}

const load = async (kind: string, text: string, dryRun = false) =>
  await engine.waitForRun(await ask(kind, text, dryRun))

const outcome = (created: number, updated: number, unchanged: number, rejected = 0) => ({
  state: 'finished',
  detail: expect.objectContaining({ created, updated, unchanged, rejected }),
})

async function faultsOf(runId: number): Promise<unknown> {
  const { rows } = await database.pool.query<{ report: { faults: unknown } }>(
    'select report from file_exchange where run_id = $1',
    [runId],
  )
  return rows[0]?.report.faults
}

async function one(sql: string): Promise<unknown> {
  return (await database.pool.query(sql)).rows[0]
}

async function count(what: string): Promise<number> {
  return ((await one(`select count(*) as count from ${what}`)) as { count: number }).count
}

const files: readonly (readonly [string, string])[] = [
  ['campagnes', 'CODE;LIBELLE;DEBUT;FIN\n2027;Admissions 2027;01/10/2026;30/09/2027\n'],
  ['centres', 'CODE;LIBELLE;MAILS_COPIE\nC1;Centre d’essai;centre1@example.org, centre2@example.org\n'],
  ['commissions', 'CODE;LIBELLE;CENTRE;ALERTE_DESISTEMENT\nC1-1;Commission d’essai;C1;O\n'],
  ['types-decision', 'CODE;LIBELLE;AVIS;DEVERSE_OPI\nADMIS;Admis;FA;O\nREFUS;Refusé;DE;N\n'],
  ['modeles-pj', 'CODE;LIBELLE;CODE_SIS\nCV;Curriculum;CV\nRELEVE;Relevé de notes;RN\n'],
  ['formulaires', 'CODE;LIBELLE;ENQUETE\nPROJET;Projet;990001\n'],
  [
    'formations',
    'CODE;LIBELLE;COMMISSION;LISTE_COMPLEMENTAIRE;COD_ETP;COD_VRS_VET;CONFIRMATION;DECISION_PROMU;PIECES;FORMULAIRES\nF001;Licence 2 d’essai;C1-1;O;ET001;101;30/06/2027;ADMIS;CV,RELEVE;PROJET\n',
  ],
  [
    'comptes',
    'DOSSIER;CAMPAGNE;NOM;PRENOM;MAIL;VALIDE;NE_LE;SEXE;PAYS_NAISSANCE;NATIONALITE;BAC;BAC_ANNEE\nZZTEST23;2027;TESTUN1;Zoé;testun1@example.org;O;14/03/2008;F;100;100;S;2026\nZZTEST24;2027;TESTUN2;Noé;testun2@example.org;N;;;;;;\n',
  ],
  ['candidatures', 'DOSSIER;FORMATION;TRAITEMENT;STATUT_DOSSIER\nZZTEST23;F001;AC;CO\n'],
  ['pieces', 'DOSSIER;FORMATION;PIECE;STATUT\nZZTEST23;F001;RELEVE;VA\n'],
  [
    'decisions',
    'REFERENCE;DOSSIER;FORMATION;TYPE;VALIDEE;VALIDEE_LE\nDEC-1;ZZTEST23;F001;ADMIS;O;15/11/2026\n',
  ],
]

test('every kind is created from its file, then unchanged: loading twice writes nothing', async () => {
  for (const [kind, text] of files) {
    const lines = text.trim().split('\n').length - 1
    expect(await load(kind, text), kind).toMatchObject(outcome(lines, 0, 0))
  }
  for (const [kind, text] of files) {
    const lines = text.trim().split('\n').length - 1
    expect(await load(kind, text), kind).toMatchObject(outcome(0, 0, lines))
  }
  expect(
    await one(
      `select last_name, born_on::text, bac_code, account.validated, formation.code, kind, decision.validated as decided
       from admissions.account
       join admissions.candidate on account_id = account.id
       join admissions.candidate_bac on candidate_bac.candidate_id = candidate.id
       join admissions.application on application.candidate_id = candidate.id
       join admissions.formation on formation.id = formation_id
       join admissions.decision on application_id = application.id
       join admissions.decision_type on decision_type.id = type_id`,
    ),
  ).toEqual({
    last_name: 'TESTUN1',
    born_on: '2008-03-14',
    bac_code: 'S',
    validated: true,
    code: 'F001',
    kind: 'FA',
    decided: true,
  })
})

test('a changed cell updates, a column that is not there leaves what is recorded', async () => {
  expect(await load('formations', 'CODE;LIBELLE;COMMISSION\nF001;Licence 2 renommée;C1-1\n')).toMatchObject(
    outcome(0, 1, 0),
  )
  expect(await one('select label, stage_code, waiting_list from admissions.formation')).toEqual({
    label: 'Licence 2 renommée',
    stage_code: 'ET001',
    waiting_list: true,
  })
})

test('unknown codes, dates that are none and bad addresses reject their line alone, each with its column', async () => {
  const run = await load(
    'commissions',
    'CODE;LIBELLE;CENTRE;MAILS_ALERTE\nC1-2;Bonne;C1;\nC1-3;Inconnue;NULLE;\nC1-4;Adresse;C1;pas une adresse\n',
  )
  expect(run).toMatchObject(outcome(1, 0, 0, 2))
  expect(await faultsOf(run.id)).toMatchObject([
    { code: 'BAD_FORM', column: 'MAILS_ALERTE', count: 1, samples: [{ line: 4 }] },
    { code: 'UNKNOWN_CODE', column: 'CENTRE', count: 1, samples: [{ line: 3 }] },
  ])
  const retry = (await readRunFiles(database.pool, run.id)).filter(({ path }) => /tryback/.test(path))
  expect(retry).toHaveLength(1)
  const people = await load(
    'comptes',
    'NOM;PRENOM;MAIL;CAMPAGNE;NE_LE;PAYS_NAISSANCE\nTESTUN3;A;testun3@example.org;2027;31/02/2008;100\nTESTUN4;B;testun4@example.org;2027;01/02/2008;999\n',
  )
  expect(people).toMatchObject(outcome(0, 0, 0, 2))
  expect(await faultsOf(people.id)).toMatchObject([
    { code: 'BAD_DATE', column: 'NE_LE' },
    { code: 'UNKNOWN_CODE', column: 'PAYS_NAISSANCE' },
  ])
})

test('a simulation writes nothing and says what the load then does', async () => {
  const text = 'CODE;LIBELLE\nC8;Huit\nC9;Neuf\nC8;Huit encore\nC1;Centre d’essai\n'
  const simulated = await load('centres', text, true)
  expect(await one(`select count(*) as count from admissions.centre where code in ('C8', 'C9')`)).toEqual({
    count: 0,
  })
  const loaded = await load('centres', text)
  expect(loaded).toMatchObject(outcome(2, 1, 1))
  expect({ ...simulated.detail, state: '' }).toEqual({ ...loaded.detail, state: '' })
})

test('pre-registrations are made of confirmed applications alone', async () => {
  const text = 'DOSSIER;FORMATION;ETAT\nZZTEST23;F001;A_VERSER\n'
  const refused = await load('opi', text)
  expect(refused).toMatchObject(outcome(0, 0, 0, 1))
  await database.pool.query(
    `update admissions.application set accepted = true, answered_at = now(), answered_by = 'ZZTEST23'`,
  )
  expect(await load('opi', text)).toMatchObject(outcome(1, 0, 0))
  expect(await load('opi', text)).toMatchObject(outcome(0, 0, 1))
})

test('an archived campaign changes no more', async () => {
  await database.pool.query(
    `insert into admissions.campaign (sis_kind, code, label, start_on, end_on, archived_at)
     values ('D', '2020', 'Admissions 2020', '2019-10-01', '2020-09-30', now())`,
  )
  const run = await load('campagnes', 'CODE;LIBELLE;DEBUT;FIN\n2020;Autre;01/10/2019;30/09/2020\n')
  expect(run).toMatchObject(outcome(0, 0, 0, 1))
})

test('a file of the folder becomes the one of its attachment, the same again is unchanged, another takes its place', async () => {
  const drop = join(folder, 'admissions', 'pieces-a-charger')
  const lines =
    'DOSSIER;FORMATION;PIECE;FICHIER\nZZTEST23;F001;CV;cv.pdf\nZZTEST23;F001;RELEVE;absent.pdf\nZZTEST23;F001;RELEVE;../cv.pdf\n'
  writeFileSync(join(drop, 'cv.pdf'), 'un')
  expect(await load('pieces', lines, true)).toMatchObject(outcome(1, 0, 0, 2))
  expect(await count('admissions.stored_file')).toBe(0)
  expect(await load('pieces', lines)).toMatchObject(outcome(1, 0, 0, 2))
  expect(await load('pieces', lines)).toMatchObject(outcome(0, 0, 1, 2))
  writeFileSync(join(drop, 'cv.pdf'), 'deux')
  expect(await load('pieces', lines)).toMatchObject(outcome(0, 1, 0, 2))
  const stored = (await one(
    `select path, bytes::int, status from admissions.stored_file
     join admissions.application_attachment on file_id = stored_file.id`,
  )) as { path: string }
  expect(stored).toMatchObject({ bytes: 4, status: 'TR' })
  expect(stored.path).toMatch(/^2027\/ZZTEST23\/[0-9a-f]{40}\.pdf$/)
  expect(readFileSync(join(folder, 'store', stored.path), 'utf8')).toBe('deux')
  expect(await count('admissions.file_cleanup')).toBe(1)
})

test('neither a link nor a pipe of the folder is a file: nobody is led to what they may not read, nor waits for ever', async () => {
  const drop = join(folder, 'admissions', 'pieces-a-charger')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  symlinkSync(join(folder, 'secret.txt'), join(drop, 'lien.txt'))
  execFileSync('mkfifo', [join(drop, 'tube.pdf')])
  const lines = 'DOSSIER;FORMATION;PIECE;FICHIER\nZZTEST23;F001;CV;lien.txt\nZZTEST23;F001;RELEVE;tube.pdf\n'
  expect(await load('pieces', lines)).toMatchObject(outcome(0, 0, 0, 2))
})

test('every template is a file that can be simulated', async () => {
  for (const kind of admissionsLoads.kinds) {
    const run = await load(kind.code, templateOf(kind), true)
    expect(run.state, kind.code).toBe('finished')
    expect(run.detail, kind.code).toMatchObject({ lines: 1 })
  }
})

test('a header without its lines loads nothing and says so', async () => {
  expect(await load('centres', 'CODE;LIBELLE\n')).toMatchObject(outcome(0, 0, 0))
})

test('cancelled in the middle, what is applied stays and the rest is in the retry file', async () => {
  const lines = 30_000
  const rows = Array.from({ length: lines }, (_, n) => `X${n};Centre ${n}\n`)
  const runId = await ask('centres', `CODE;LIBELLE\n${rows.join('')}`)
  const applied = () => count(`admissions.centre where code like 'X%'`)
  await until(async () => (await applied()) > 0)
  await engine.cancelRun(runId, 'test')
  const run = await engine.waitForRun(runId)
  expect(run.state).toBe('cancelled')
  const { created, skipped } = (
    await database.pool.query('select created, skipped from file_exchange where run_id = $1', [runId])
  ).rows[0]
  expect(created).toBe(await applied())
  expect(created + skipped).toBe(lines)
})
