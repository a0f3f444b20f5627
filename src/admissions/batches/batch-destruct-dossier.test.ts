import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  addApplication,
  addCampaign,
  addDecision,
  addFormation,
  addPerson,
  addRow,
  addScene,
  type Person,
  type Scene,
} from '../../../test/support/admissions-scene.ts'
import { testConnections } from '../../../test/support/connections.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { startTestEngine, type TestEngine, until } from '../../../test/support/test-engine.ts'
import { readRunLines } from '../../batch/read-run.ts'
import { transaction } from '../../platform/database.ts'
import { postMail } from '../../platform/outgoing-mail.ts'
import { settingsStore } from '../../platform/settings.ts'
import { guardCampaign } from '../destruction/delete-accounts.ts'
import { forgetReports } from '../destruction/destruction-report.ts'
import { readArchivedCampaigns } from '../destruction/due-campaigns.ts'
import { endDestruction } from '../destruction/end-destruction.ts'
import { giveDossierNumbers } from '../dossiers/give-dossier-number.ts'
import { fileStore } from '../files/file-store.ts'
import { admissionsSettings } from '../settings.ts'
import batchDestructDossier from './batch-destruct-dossier.ts'

let database: TestDatabase
let engine: TestEngine
let scene: Scene
let formation: number
let root: string
const folder = mkdtempSync(join(tmpdir(), 'nocturne-destruct-'))
const archivedAt = '2025-10-01T20:30:00Z'
// 365 days later.
const dueAt = '2026-10-01T20:30:00Z'
const settings = () => settingsStore(database, admissionsSettings)

beforeAll(async () => {
  database = await createTestDatabase()
  root = join(folder, 'store')
  engine = await startTestEngine(
    database,
    '2026-10-01T20:30:01Z',
    [{ ...batchDestructDossier, enabled: true }],
    {
      settings: settings(),
      place: {
        timeZone: 'Europe/Paris',
        dataDirectory: folder,
        connections: testConnections({ candidateFiles: root, opiFiles: join(folder, 'opi') }),
      },
    },
  )
})
afterAll(async () => {
  await engine?.stop()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  engine.clock.set('2026-10-01T20:30:01Z')
  rmSync(root, { recursive: true, force: true })
  await database.pool.query(
    `truncate admissions.campaign, admissions.centre, admissions.decision_type, admissions.dossier_number,
       admissions.stored_file, admissions.attachment_model, outgoing_mail, batch_unit_failure, setting cascade`,
  )
  // The past year is to be destroyed; the present one, of other people, stays.
  scene = await addScene(database.pool, {
    campaign: {
      code: '2025',
      in_service: false,
      archived_at: archivedAt,
      activated_at: '2025-01-01T00:00:00Z',
    },
  })
  formation = await addFormation(database.pool, scene, 'LICENCE')
})

/** What a person of a campaign may leave everywhere. Their file is `<code>/<n>/TESTUN.pdf`. */
async function addWhole(
  of: Scene,
  n: number,
  code: string,
): Promise<Person & { file: number; application: number }> {
  const db = database.pool
  const person = await addPerson(db, of, n)
  const application = await addApplication(db, of, person, formation, {
    answered_by: 'TESTUN',
    accepted: true,
    answered_at: archivedAt,
  })
  await addDecision(db, application, of.favourableId, { comment: 'Dossier de TESTUN' })
  await addRow(db, 'opi', { application_id: application })
  const file = await addFile(n, code)
  const model = await modelId()
  await addRow(db, 'application_attachment', {
    application_id: application,
    model_id: model,
    file_id: file,
    status: 'TR',
    comment: 'TESTUN',
  })
  await addRow(db, 'opi_attachment', {
    application_id: application,
    opi_code: `EC${n}`,
    sis_code: 'REL',
    file_id: file,
    cause_detail: 'TESTUN',
  })
  await addRow(db, 'candidate_bac', { candidate_id: person.candidateId, sis_kind: 'A', bac_code: 'S' })
  await addRow(db, 'candidate_history', {
    candidate_id: person.candidateId,
    kind: 'internship',
    data: { employer: 'TESTUN SA' },
  })
  await addRow(db, 'candidate_session', {
    account_id: person.accountId,
    secret_hash: Buffer.from(`hash${n}`),
    created_at: archivedAt,
    seen_at: archivedAt,
  })
  await addRow(db, 'dossier_event', {
    account_id: person.accountId,
    application_id: application,
    at: archivedAt,
    author: 'candidate',
    event: 'answer-accepted',
    detail: { by: 'TESTUN' },
  })
  await addRow(db, 'form_answer_candidate', {
    candidate_id: person.candidateId,
    survey_id: 1,
    response_id: n,
    answers: JSON.stringify([['q', 'TESTUN']]),
    raw_hash: '',
    received_at: archivedAt,
  })
  await addRow(db, 'form_answer_application', {
    application_id: application,
    survey_id: 2,
    response_id: n,
    answers: JSON.stringify([['q', 'TESTUN']]),
    raw_hash: '',
    received_at: archivedAt,
  })
  const mail = { to: [`testun${n}@example.org`], subject: 'TESTUN', text: 'TESTUN' }
  await postMail(db, `admissions-reminder:application:${application}:2026-06-30`, mail, engine.clock)
  await postMail(db, `admissions-validation:account:${person.accountId}`, mail, engine.clock)
  await postMail(db, `CANDIDATURE_MODIF_COD_OPI:${person.candidateId}:EC1`, mail, engine.clock)
  await database.pool.query(
    `insert into batch_unit_failure (batch_code, unit_key, attempts, last_error, failed_at, next_try)
     values ('BATCH_ASYNC_OPI', 'application:${application}', 1, 'x', now(), now())`,
  )
  return { ...person, file, application }
}

async function modelId(): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into admissions.attachment_model (code, label) values ('RELEVE', 'Relevé')
     on conflict (code) do update set code = excluded.code returning id`,
  )
  return rows[0]!.id
}

async function addFile(n: number, code: string, name = 'TESTUN.pdf'): Promise<number> {
  const store = fileStore(root)
  await store.begin()
  const path = `${code}/${n}/${name}`
  await store.write(path, `contenu ${n}`)
  return await addRow(database.pool, 'stored_file', {
    path,
    name,
    owner_kind: 'C',
    author: 'candidate',
    created_at: '2025-03-01T00:00:00Z',
  })
}

/** Another campaign with a person of its own, in service. */
async function addPresent(): Promise<Scene> {
  const campaignId = await addCampaign(database.pool, { code: '2026' })
  return { ...scene, campaignId }
}

async function ask(parameters: Record<string, unknown> = {}): Promise<number> {
  const asked = await engine.requestRun({
    code: 'BATCH_DESTRUCT_DOSSIER',
    trigger: 'manual',
    requestedBy: 'testun-chef',
    confirmCode: 'BATCH_DESTRUCT_DOSSIER',
    parameters,
    administrator: true,
  } as Parameters<TestEngine['requestRun']>[0])
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  return asked.runId
}

async function launch(parameters: Record<string, unknown> = {}) {
  const run = await engine.waitForRun(await ask(parameters))
  const lines = await readRunLines(database.pool, run.id)
  return { ...run, lines: lines.map(({ message }) => message) }
}

async function one<T = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T> {
  return (await database.pool.query(sql, values)).rows[0]
}

const left = () =>
  one<{ accounts: number; files: number; cleanup: number; destroyed: boolean }>(
    `select (select count(*) from admissions.account where campaign_id = $1) as accounts,
            (select count(*) from admissions.stored_file) as files,
            (select count(*) from admissions.file_cleanup) as cleanup,
            (select destroyed_at is not null from admissions.campaign where id = $1) as destroyed`,
    [scene.campaignId],
  )

/** Tables whose texts or JSON hold a word, in every schema. */
async function tablesWith(word: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string; columns: string[] }>(
    `select format('%I.%I', table_schema, table_name) as name, array_agg(format('%I::text', column_name)) as columns
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
       and (data_type in ('text', 'jsonb', 'json', 'ARRAY', 'character varying', 'bytea') or data_type like '%char%')
     group by 1`,
  )
  const holding: string[] = []
  for (const { name, columns } of rows) {
    const { rowCount } = await database.pool.query(
      `select from ${name} where concat_ws(' ', ${columns.join(', ')}) ilike '%' || $1 || '%' limit 1`,
      [word],
    )
    if (rowCount) holding.push(name)
  }
  return holding.sort()
}

test('38: one second before the retention is over nothing is destroyed; one after, everything', async () => {
  await addWhole(scene, 1, '2025')
  engine.clock.set('2026-10-01T20:29:59Z')
  const early = await launch()
  expect(early).toMatchObject({ state: 'finished', detail: { selectionnes: 0, traites: 0 } })
  expect(early.lines).toEqual(['aucune campagne à détruire : la prochaine est 2025, le 01/10/2026'])
  engine.clock.set(dueAt)
  expect((await launch()).detail).toMatchObject({ campagnes: 0 })
  engine.clock.set('2026-10-01T20:30:01Z')
  expect(await launch()).toMatchObject({ state: 'finished', detail: { campagnes: 1 } })
})

test('everything of a person goes, from every table of the database and from the disk; the other campaign is untouched', async () => {
  await addWhole(scene, 1, '2025')
  const present = await addPresent()
  const kept = await addPerson(database.pool, present, 2, {
    account: { last_name: 'TESTDEUX', mail: 'testdeux@example.org' },
    candidate: { birth_name: 'TESTDEUX' },
  })
  const application = await addApplication(database.pool, present, kept, formation)
  const keptFile = await addFile(2, '2026', 'TESTDEUX.pdf')
  await addRow(database.pool, 'application_attachment', {
    application_id: application,
    model_id: await modelId(),
    file_id: keptFile,
  })
  await postMail(
    database.pool,
    `admissions:application:${application}:x`,
    { to: ['testdeux@example.org'], subject: 'x', text: 'TESTDEUX' },
    engine.clock,
  )
  // An attachment that was replaced: nothing refers to its file any more.
  await addFile(1, '2025', 'TESTUN-ancien.pdf')
  expect((await tablesWith('TESTUN')).length).toBeGreaterThan(8)
  const before = await tablesWith('TESTDEUX')

  const run = await launch()
  expect(run.error).toBeNull()
  expect(run).toMatchObject({
    state: 'finished',
    detail: {
      selectionnes: 1,
      traites: 1,
      ignores: 0,
      en_erreur: 0,
      campagnes: 1,
      candidatures: 1,
      fichiers_supprimes: 2,
      fichiers_absents: 0,
      fichiers_conserves: 0,
    },
  })
  expect(run.lines.join('\n')).not.toMatch(/TESTUN|example\.org/)
  expect(run.lines).toContain('2025 : 1 OPI ne sont pas versés et disparaissent')
  // The trail keeps who asked, testun-chef, whom the search must not take for the candidate.
  for (const word of [
    'TESTUN1',
    'TESTUN.pdf',
    'TESTUN-ancien',
    'TESTUN SA',
    'Dossier de TESTUN',
    'testun1@example.org',
  ])
    expect(await tablesWith(word), word).toEqual([])
  expect(await tablesWith('TESTUN')).toEqual(await tablesWith('testun-chef'))
  expect(existsSync(join(root, '2025'))).toBe(false)
  expect(await tablesWith('TESTDEUX')).toEqual(before)
  expect(existsSync(join(root, '2026/2/TESTDEUX.pdf'))).toBe(true)
  expect(await left()).toEqual({ accounts: 0, files: 1, cleanup: 0, destroyed: true })
  expect(await one('select count(*) as n from batch_unit_failure')).toEqual({ n: 0 })

  const report = await one('select * from admissions.destruction_report')
  expect(report).toMatchObject({
    campaign_code: '2025',
    retention_days: 365,
    run_ids: [String(run.id)],
    asked_by: 'testun-chef',
    keep_until: '2031-10-01',
    completed_at: expect.any(Date),
    counts: {
      accounts: 1,
      candidates: 1,
      applications: 1,
      decisions: 1,
      attachments: 1,
      answers: 2,
      opi: 1,
      events: 1,
      mails: 3,
      filesListed: 2,
      filesRemoved: 2,
      filesAbsent: 0,
      folders: 2,
    },
  })
  expect(
    await one(
      `select actor, subject from audit_event where action = 'campaign.destroyed' order by id desc limit 1`,
    ),
  ).toEqual({
    actor: 'SYSTEM:BATCH_DESTRUCT_DOSSIER',
    subject: `campaign:${scene.campaignId}`,
  })
  const again = await launch()
  expect(again).toMatchObject({ state: 'finished', detail: { selectionnes: 0 } })
  expect(again.lines).toEqual(['aucune campagne à détruire'])
  expect(await one('select * from admissions.destruction_report')).toEqual(report)
})

test('42: the number of a destroyed dossier is never given again', async () => {
  const { dossierNo } = await addWhole(scene, 1, '2025')
  await launch()
  expect(
    await one(
      'select campaign_code, released_at is not null as released from admissions.dossier_number where dossier_no = $1',
      [dossierNo],
    ),
  ).toEqual({ campaign_code: '2026', released: true })
  await expect(addPerson(database.pool, await addPresent(), 1)).rejects.toThrow('dossier_number_pkey')
  const given = await giveDossierNumbers(database.pool, 500, {
    prefix: 'ZZ',
    campaignCode: '2026',
    now: engine.clock.now(),
  })
  expect(new Set(given).size).toBe(500)
  expect(given.every((number) => /^ZZ[A-Z2-9]{6}$/.test(number))).toBe(true)
})

test('39: a campaign without any file, its folder absent, is destroyed; fault 3.6: with a store that never was as well', async () => {
  await addPerson(database.pool, scene, 1)
  // Here the root itself does not exist: nobody has ever deposited anything.
  expect(await launch()).toMatchObject({ state: 'finished', detail: { campagnes: 1 } })
  expect(await left()).toMatchObject({ accounts: 0, destroyed: true })
  const second = await addCampaign(database.pool, {
    code: '2024',
    in_service: false,
    archived_at: '2025-01-01T00:00:00Z',
  })
  await addPerson(database.pool, { ...scene, campaignId: second }, 2)
  await addFile(3, '2026')
  expect(await launch()).toMatchObject({ state: 'finished', detail: { campagnes: 1 } })
})

/** Nothing can be removed from a folder, not by root either. Undone by the function that it returns. */
function readOnly(path: string): () => void {
  if (process.getuid?.() !== 0) {
    chmodSync(path, 0o500)
    return () => chmodSync(path, 0o700)
  }
  execFileSync('chattr', ['+i', path])
  return () => execFileSync('chattr', ['-i', path])
}

test('40: the store is read-only: rows gone, list full, failed; the next run removes the files only', async () => {
  await addWhole(scene, 1, '2025')
  await addWhole(scene, 2, '2025')
  const undo = readOnly(join(root, '2025/1'))
  try {
    const run = await launch()
    expect(run).toMatchObject({
      state: 'failed',
      detail: { traites: 2, fichiers_supprimes: 1, fichiers_conserves: 1 },
    })
    expect(run.error).toBe('2025 : 1 fichier(s) n’ont pas pu être supprimés')
    expect(await left()).toEqual({ accounts: 0, files: 0, cleanup: 1, destroyed: false })
    expect(await one('select attempts, last_error from admissions.file_cleanup')).toMatchObject({
      attempts: 1,
      last_error: expect.stringContaining('E'),
    })
    expect(await one('select completed_at from admissions.destruction_report')).toEqual({
      completed_at: null,
    })
  } finally {
    undo()
  }
  const next = await launch()
  expect(next).toMatchObject({
    state: 'finished',
    detail: { traites: 0, fichiers_supprimes: 1, campagnes: 1 },
  })
  expect(existsSync(join(root, '2025'))).toBe(false)
  expect(
    await one('select cardinality(run_ids) as runs, counts from admissions.destruction_report'),
  ).toMatchObject({
    runs: 2,
    counts: { accounts: 2, filesRemoved: 2 },
  })
})

test('a root that is not mounted keeps every file on the list', async () => {
  await addWhole(scene, 1, '2025')
  rmSync(root, { recursive: true })
  mkdirSync(root)
  const run = await launch()
  expect(run).toMatchObject({ state: 'failed', detail: { fichiers_absents: 0, fichiers_conserves: 1 } })
  expect(await left()).toEqual({ accounts: 0, files: 0, cleanup: 1, destroyed: false })
})

test('43: a file that two attachments share leaves the disk with the last of them', async () => {
  const gone = await addWhole(scene, 1, '2025')
  const present = await addPresent()
  const other = await addPerson(database.pool, present, 2)
  const application = await addApplication(database.pool, present, other, formation)
  await addRow(database.pool, 'application_attachment', {
    application_id: application,
    model_id: await modelId(),
    file_id: gone.file,
  })
  // And another row of the same path.
  const twin = await addWhole(scene, 3, '2025')
  await addRow(database.pool, 'stored_file', {
    path: '2025/3/TESTUN.pdf',
    name: 'x',
    owner_kind: 'C',
    author: 'x',
    created_at: '2026-09-01T00:00:00Z',
  })
  const run = await launch()
  expect(run.error).toBeNull()
  expect(run.lines).toContain('dossier 2025 conservé : 2 fichier(s) encore utilisés par d’autres dossiers')
  expect(existsSync(join(root, '2025/1/TESTUN.pdf'))).toBe(true)
  expect(existsSync(join(root, '2025/3/TESTUN.pdf'))).toBe(true)
  expect(
    await one('select count(*) as n from admissions.stored_file where id = any ($1)', [
      [gone.file, twin.file],
    ]),
  ).toEqual({ n: 1 })

  await database.pool.query(
    'update admissions.campaign set in_service = false, archived_at = $2 where id = $1',
    [present.campaignId, archivedAt],
  )
  expect((await launch()).error).toBeNull()
  expect(existsSync(join(root, '2025/1/TESTUN.pdf'))).toBe(false)
})

test('41: a campaign whose code leads elsewhere is refused, and so is one that is in service', async () => {
  await addPerson(database.pool, scene, 1)
  await database.pool.query(
    `alter table admissions.campaign drop constraint campaign_code_check, drop constraint campaign_check1`,
  )
  try {
    for (const [code, inService] of [
      ['../x', false],
      ['', false],
      ['2025', true],
    ] as const) {
      await database.pool.query('update admissions.campaign set code = $2, in_service = $3 where id = $1', [
        scene.campaignId,
        code,
        inService,
      ])
      const run = await launch()
      expect(run.state, code).toBe('failed')
      expect(run.error).toMatch(/rien n’est détruit$/)
      expect(await left()).toMatchObject({ accounts: 1, destroyed: false })
    }
  } finally {
    await database.pool.query(
      `update admissions.campaign set code = '2025', in_service = false where id = ${scene.campaignId};
       alter table admissions.campaign
         add constraint campaign_code_check check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$'),
         add constraint campaign_check1 check (archived_at is null or not in_service)`,
    )
  }
})

test.each([['null'], ['-1'], ['0'], ['29'], ['""'], ['"douze"']])(
  '29: fault 3.6: a retention of %s stops the batch before anything is deleted',
  async (value) => {
    await addPerson(database.pool, scene, 1)
    await database.pool.query(
      `insert into setting (key, value, changed_by) values ('admissions.archive.retention-days', $1::jsonb, 'test')`,
      [value],
    )
    expect(await launch()).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('admissions.archive.retention-days'),
    })
    expect(await left()).toMatchObject({ accounts: 1, destroyed: false })
  },
)

test('fault 3.6: whatever asks for it, nothing of a campaign that is not archived, in service or already destroyed goes, nor is one with accounts called destroyed', async () => {
  await addPerson(database.pool, scene, 1)
  const now = engine.clock.now()
  await expect(readArchivedCampaigns(database.pool, { retentionDays: 29, now })).rejects.toThrow(
    '30 au moins',
  )
  const [campaign] = await readArchivedCampaigns(database.pool, { retentionDays: 365, now })
  await expect(
    endDestruction(
      {
        clock: engine.clock,
        place: { timeZone: 'Europe/Paris' },
        run: { id: 1 },
        transaction: (work: (client: pg.PoolClient) => Promise<unknown>) => transaction(database.pool, work),
      } as never,
      campaign!,
    ),
  ).rejects.toThrow('il reste des comptes')
  for (const state of [
    'archived_at = null, in_service = false',
    'archived_at = null, in_service = true',
    'destroyed_at = now()',
  ]) {
    await database.pool.query(`update admissions.campaign set ${state}`)
    await expect(guardCampaign(database.pool, campaign!.id), state).rejects.toThrow('rien n’est détruit')
    await database.pool.query(
      'update admissions.campaign set archived_at = $1, in_service = false, destroyed_at = null',
      [archivedAt],
    )
  }
})

test('the report of a destruction is kept until the end of its last day', async () => {
  await database.pool.query(
    `insert into admissions.destruction_report (campaign_id, campaign_code, archived_at, retention_days, started_at, keep_until)
     values ($1, '2025', now(), 365, now(), '2026-10-01')`,
    [scene.campaignId],
  )
  const forget = (now: string) =>
    forgetReports(database.pool, { now: Temporal.Instant.from(now), timeZone: 'Europe/Paris' })
  expect(await forget('2026-10-01T21:59:59Z')).toBe(0)
  expect(await forget('2026-10-01T22:00:00Z')).toBe(1)
})

test('44: two nodes asked at once have one run', async () => {
  await addWhole(scene, 1, '2025')
  const other = await startTestEngine(
    database,
    engine.clock.now().toString(),
    [{ ...batchDestructDossier, enabled: true }],
    {
      settings: settings(),
      place: {
        timeZone: 'Europe/Paris',
        dataDirectory: folder,
        connections: testConnections({ candidateFiles: root, opiFiles: join(folder, 'opi') }),
      },
    },
  )
  try {
    const request = { code: 'BATCH_DESTRUCT_DOSSIER', trigger: 'cli', requestedBy: 'cli:test' } as const
    const asked = await Promise.all(
      [engine, other].map((node) => node.requestRun({ ...request, confirmCode: request.code })),
    )
    const [run] = asked.flatMap((one) => (one.ok ? [one.runId] : []))
    expect(asked.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await engine.waitForRun(run!)).toMatchObject({ state: 'finished', detail: { campagnes: 1 } })
    expect(await one('select run_ids::int[] as runs from admissions.destruction_report')).toEqual({
      runs: [run],
    })
  } finally {
    await other.stop()
  }
})

test('a folder that holds files which nothing lists is kept, with their number; by hand it is left', async () => {
  await addWhole(scene, 1, '2025')
  writeFileSync(join(root, '2025/inconnu.pdf'), 'x')
  const run = await launch()
  expect(run.error).toBe(
    'dossier 2025 conservé : 1 fichier(s) que rien ne liste ; déplacez-les ou supprimez-les, puis relancez',
  )
  expect(await left()).toMatchObject({ accounts: 0, destroyed: false })
  expect(existsSync(join(root, '2025/inconnu.pdf'))).toBe(true)
  expect((await launch({ racine_a_la_main: true })).state).toBe('finished')
  expect(await left()).toMatchObject({ destroyed: true })
  expect(existsSync(join(root, '2025/inconnu.pdf'))).toBe(true)
})

test('files by hand: rows go, nothing is removed from the disk, and the report says how many', async () => {
  await addWhole(scene, 1, '2025')
  expect((await launch({ fichiers_a_la_main: true })).state).toBe('finished')
  expect(await left()).toEqual({ accounts: 0, files: 0, cleanup: 0, destroyed: true })
  expect(existsSync(join(root, '2025/1/TESTUN.pdf'))).toBe(true)
  expect(await one('select counts from admissions.destruction_report')).toMatchObject({
    counts: { filesByHand: 1 },
  })
})

test('fault 3.6: one account that cannot be deleted keeps none of the others; it is tried again later', async () => {
  const people = []
  for (let n = 1; n <= 3; n++) people.push(await addPerson(database.pool, scene, n))
  await database.pool.query(
    `create table admissions.clinging (account_id bigint references admissions.account);
     insert into admissions.clinging values (${people[1]!.accountId})`,
  )
  try {
    const run = await launch()
    expect(run).toMatchObject({ state: 'failed', detail: { selectionnes: 3, traites: 2, en_erreur: 1 } })
    expect(run.lines.join('\n')).toContain(
      `compte ${people[1]!.accountId} non détruit (23503 clinging_account_id_fkey), repris au prochain passage`,
    )
    expect(await left()).toMatchObject({ accounts: 1, destroyed: false })
  } finally {
    await database.pool.query('drop table admissions.clinging')
  }
  expect((await launch()).detail).toMatchObject({ traites: 0, ignores: 1 })
  engine.clock.set('2026-10-02T20:30:01Z')
  expect(await launch()).toMatchObject({ state: 'finished', detail: { traites: 1, campagnes: 1 } })
})

test('cancelled in the middle, what is gone is gone and listed; the next run goes on with the same report', async () => {
  await database.pool.query(
    `insert into admissions.dossier_number (dossier_no, campaign_code)
       select 'V' || lpad(n::text, 7, '0'), '2025' from generate_series(1, 250) n;
     insert into admissions.account (campaign_id, dossier_no, last_name, first_name, mail, valid_until)
       select ${scene.campaignId}, 'V' || lpad(n::text, 7, '0'), 'TESTUN', 'Zoé', 'testun@example.org', now()
       from generate_series(1, 250) n order by n`,
  )
  const lock = await database.pool.connect()
  let run: number
  try {
    await lock.query('begin')
    await lock.query(
      'select from admissions.account where id = (select max(id) from admissions.account) for update',
    )
    run = await ask()
    await until(async () => (await left()).accounts === 50)
    await engine.cancelRun(run, 'test')
  } finally {
    await lock.query('rollback')
    lock.release()
  }
  expect(await engine.waitForRun(run)).toMatchObject({ state: 'cancelled' })
  const first = await one<{ id: number; counts: unknown }>(
    'select id, counts from admissions.destruction_report',
  )
  const next = await launch()
  expect(next).toMatchObject({ state: 'finished', detail: { campagnes: 1 } })
  expect(
    await one('select id, counts, cardinality(run_ids) as runs from admissions.destruction_report'),
  ).toMatchObject({
    id: first.id,
    counts: { accounts: 250 },
    runs: 2,
  })
})

test('every reference to what is destroyed has an index that begins with it', async () => {
  const { rows } = await database.pool.query(
    `select conrelid::regclass::text || '.' || attname as reference
     from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
     where contype = 'f' and confrelid in (
         'admissions.account'::regclass, 'admissions.candidate'::regclass, 'admissions.application'::regclass,
         'admissions.stored_file'::regclass, 'admissions.dossier_number'::regclass)
       and not exists (
         select from pg_index where indrelid = conrelid and indkey[0] = conkey[1])`,
  )
  expect(rows).toEqual([])
})

test('the files of the days of a campaign for Pégase go with it', async () => {
  await database.pool.query(`update admissions.campaign set sis_kind = 'P' where id = $1`, [scene.campaignId])
  mkdirSync(join(folder, 'opi'), { recursive: true })
  for (const day of ['2025-06-01', '2026-06-01']) {
    writeFileSync(join(folder, 'opi', `${day}.csv`), 'TESTUN')
    await addRow(database.pool, 'opi_file', {
      day,
      kind: 'candidat',
      path: `${day}.csv`,
      n_rows: 1,
      sha256: '',
      written_at: `${day}T20:00:00Z`,
      run_id: 1,
    })
  }
  expect((await launch()).error).toBeNull()
  expect([
    existsSync(join(folder, 'opi/2025-06-01.csv')),
    existsSync(join(folder, 'opi/2026-06-01.csv')),
  ]).toEqual([false, true])
  expect(await one('select count(*) as n from admissions.opi_file')).toEqual({ n: 1 })
})
