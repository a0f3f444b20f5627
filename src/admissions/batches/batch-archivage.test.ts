import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  addAccount,
  addApplication,
  addCampaign,
  addFormation,
  addPerson,
  addRow,
  addScene,
  type Scene,
} from '../../../test/support/admissions-scene.ts'
import { testConnections } from '../../../test/support/connections.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { startTestEngine, type TestEngine, until } from '../../../test/support/test-engine.ts'
import { previewRun } from '../../batch/preview-run.ts'
import { readRunLines } from '../../batch/read-run.ts'
import { effectiveDatesSql } from '../campaigns/effective-dates.ts'
import batchArchivage from './batch-archivage.ts'

let database: TestDatabase
let engine: TestEngine
let scene: Scene
let formation: number
const night = '2026-10-01T20:30:00Z'

beforeAll(async () => {
  database = await createTestDatabase()
  engine = await startTestEngine(database, night, [{ ...batchArchivage, enabled: true }], {
    place: { timeZone: 'Europe/Paris', dataDirectory: '', connections: testConnections() },
  })
})
afterAll(async () => {
  await engine?.stop()
  await database?.drop()
})
beforeEach(async () => {
  await database.pool.query(
    `truncate admissions.campaign, admissions.centre, admissions.decision_type, admissions.dossier_number cascade`,
  )
  scene = await addScene(database.pool)
  formation = await addFormation(database.pool, scene, 'LICENCE', {
    analysis_on: '2026-03-01',
    confirm_by: '2026-06-30',
    confirm_days: 10,
    deposit_from: '2026-01-10',
    deposit_to: '2026-02-20',
    return_by: '2026-02-25',
    publish_on: '2026-05-15',
    jury_on: '2026-05-10',
  })
})

const newYear = (values: Record<string, unknown> = {}) =>
  addCampaign(database.pool, {
    code: '2027',
    label: 'Campagne 2027',
    start_on: '2026-10-01',
    end_on: '2027-09-30',
    in_service: false,
    activated_at: null,
    activation_asked: '2026-10-01T20:00:00Z',
    archives_id: scene.campaignId,
    ...values,
  })

async function ask(): Promise<number> {
  const asked = await engine.requestRun({
    code: 'BATCH_ARCHIVAGE',
    trigger: 'manual',
    requestedBy: 'test',
    confirmCode: 'BATCH_ARCHIVAGE',
  })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  return asked.runId
}

async function launch() {
  const run = await engine.waitForRun(await ask())
  const lines = await readRunLines(database.pool, run.id)
  return { ...run, lines: lines.map(({ message }) => message) }
}

async function campaigns() {
  const { rows } = await database.pool.query(
    `select code, in_service as "inService", archived_at is not null as archived, activated_at is not null as activated
     from admissions.campaign order by code`,
  )
  return rows
}

async function shown() {
  const { rows } = await database.pool.query(
    `select ${effectiveDatesSql()} from admissions.application
     join admissions.formation on formation.id = application.formation_id
     join admissions.candidate on candidate.id = application.candidate_id
     join admissions.account on account.id = candidate.account_id
     join admissions.campaign on campaign.id = account.campaign_id order by application.id`,
  )
  return rows
}

const done = [
  { code: '2026', inService: false, archived: true, activated: true },
  { code: '2027', inService: true, archived: false, activated: true },
]

test('34: no campaign waits: finished, and a line says so; an activation to come is not selected', async () => {
  const empty = await launch()
  expect(empty).toMatchObject({
    state: 'finished',
    detail: { selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0 },
  })
  expect(empty.lines).toEqual(['aucune campagne à activer'])
  await newYear({ activation_asked: '2026-10-01T20:30:01Z' })
  const later = await launch()
  expect(later.lines).toEqual(['aucune campagne à activer : 2027 attend le 2026-10-01T20:30:01.000Z'])
  expect((await campaigns())[0]).toMatchObject({ inService: true, archived: false })
})

test('37: the archived dossier keeps the dates that its formation had, and a second run changes nothing', async () => {
  const person = await addPerson(database.pool, scene, 1)
  const application = await addApplication(database.pool, scene, person, formation)
  const cancelled = await addApplication(
    database.pool,
    scene,
    person,
    await addFormation(database.pool, scene, 'MASTER'),
    {
      cancelled_at: '2026-03-01T00:00:00Z',
    },
  )
  await newYear()
  const run = await launch()
  expect(run).toMatchObject({
    state: 'finished',
    detail: { selectionnes: 1, traites: 1, ignores: 1, en_erreur: 0, candidatures: 2, figees: 1 },
  })
  expect(run.lines.join('\n')).not.toMatch(/TESTUN|Zoé|example\.org/)
  expect(await campaigns()).toEqual(done)
  const before = (await shown())[0]
  expect(before).toEqual({
    analysis_on: '2026-03-01',
    confirm_by: '2026-06-30',
    confirm_days: 10,
    deposit_from: '2026-01-10',
    deposit_to: '2026-02-20',
    return_by: '2026-02-25',
    publish_on: '2026-05-15',
    jury_on: '2026-05-10',
  })
  await database.pool.query(
    `update admissions.formation set confirm_by = '2027-06-30', jury_on = '2027-05-10' where id = $1`,
    [formation],
  )
  expect((await shown())[0]).toEqual(before)
  const { rows } = await database.pool.query(
    `select application_id as id, event, author from admissions.dossier_event order by id`,
  )
  expect(rows).toEqual([{ id: application, event: 'dates-frozen', author: 'BATCH_ARCHIVAGE' }])
  const { rows: frozen } = await database.pool.query(
    'select frozen_at from admissions.application where id = $1',
    [cancelled],
  )
  expect(frozen[0].frozen_at).toBeNull()
  const state = await wholeState()
  expect((await launch()).lines).toEqual(['aucune campagne à activer'])
  expect(await wholeState()).toEqual(state)
  const audit = await database.pool.query(
    `select action, subject from audit_event where action in ('campaign.archived', 'campaign.activated') order by action desc`,
  )
  expect(audit.rows.map(({ action }) => action)).toEqual(['campaign.archived', 'campaign.activated'])
})

async function wholeState() {
  const { rows } = await database.pool.query(
    `select (select json_agg(c order by id) from admissions.campaign c) as campaigns,
            (select json_agg(a order by id) from admissions.application a) as applications,
            (select count(*) from admissions.dossier_event) as events`,
  )
  return rows[0]
}

test('35: cut short between activation and archiving, one campaign is in service, and the next run does both', async () => {
  const person = await addPerson(database.pool, scene, 1)
  await addApplication(database.pool, scene, person, formation)
  await newYear()
  // The very last write fails: what stands before it must not stay.
  await database.pool.query(
    `create function break_activation() returns trigger language plpgsql as 'begin raise exception ''cut''; end';
     create trigger break_activation before update on admissions.campaign for each row when (new.activated_at is distinct from old.activated_at)
       execute function break_activation()`,
  )
  expect(await launch()).toMatchObject({ state: 'failed' })
  expect(await campaigns()).toEqual([
    { code: '2026', inService: true, archived: false, activated: true },
    { code: '2027', inService: false, archived: false, activated: false },
  ])
  // Copied already, and edited before the next attempt: archived dossiers show the later date.
  await database.pool.query(
    `drop function break_activation cascade; update admissions.formation set jury_on = '2026-05-11'`,
  )
  expect(await shown()).toMatchObject([{ jury_on: '2026-05-11' }])
  expect(await launch()).toMatchObject({ state: 'finished' })
  expect(await campaigns()).toEqual(done)
  await database.pool.query(`update admissions.formation set jury_on = '2027-05-11'`)
  expect(await shown()).toMatchObject([{ jury_on: '2026-05-11' }])
})

test('fault 3.3: dates edited while they are copied are those that the archived dossier shows', async () => {
  const person = await addPerson(database.pool, scene, 1)
  await addApplication(database.pool, scene, person, formation)
  await newYear()
  const holder = await database.pool.connect()
  try {
    await holder.query('begin')
    await holder.query('select from admissions.campaign for update')
    const asked = await ask()
    // Copied, and the activation waits.
    await until(async () => {
      const { rowCount } = await database.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
           and query like '%from admissions.campaign%for update'`,
      )
      return rowCount === 1
    })
    await database.pool.query(`update admissions.formation set jury_on = '2026-05-12'`)
    await holder.query('commit')
    expect((await engine.waitForRun(asked)).state).toBe('finished')
  } finally {
    holder.release()
  }
  await database.pool.query(`update admissions.formation set jury_on = '2027-05-12'`)
  expect(await shown()).toMatchObject([{ jury_on: '2026-05-12' }])
})

test('fault 3.3: a campaign that archives none is refused before anything is activated', async () => {
  await newYear({ archives_id: null })
  const run = await launch()
  expect(run).toMatchObject({ state: 'failed', detail: { en_erreur: 1, traites: 0 } })
  expect(run.error).toContain('2027 ne dit pas quelle campagne elle archive, et 2026 est en service')
  expect((await campaigns())[1]).toMatchObject({ activated: false })
})

test('fault 3.3: two campaigns in service, or one of another system archived: refused', async () => {
  const other = await addCampaign(database.pool, {
    code: '2025',
    in_service: false,
    end_on: '2026-01-01',
    start_on: '2025-01-01',
  })
  const year = await newYear({ archives_id: other })
  expect((await launch()).error).toContain('2026 est en service : il y en aurait deux')
  await database.pool.query(`update admissions.campaign set sis_kind = 'P' where id = $1`, [year])
  expect((await launch()).error).toContain('d’un autre SI Scolarité')
  await expect(
    database.pool.query('update admissions.campaign set in_service = true where id = $1', [other]),
  ).rejects.toThrow('campaign_in_service')
})

test('the first campaign of all archives none; a gap, an overlap and unpoured OPI are told and stop nothing', async () => {
  await database.pool.query('delete from admissions.campaign')
  await newYear({ archives_id: null, start_on: '2026-11-01' })
  const first = await launch()
  expect(first.state).toBe('finished')
  expect(first.lines).toContain(
    '2027 ne commence que le 01/11/2026 : d’ici là aucun traitement de nuit n’a de campagne',
  )
})

test('a gap between campaigns and OPI that are not poured are told before, and in the preview', async () => {
  const person = await addPerson(database.pool, scene, 1)
  const application = await addApplication(database.pool, scene, person, formation)
  await addRow(database.pool, 'opi', { application_id: application })
  await newYear({ start_on: '2026-10-11', activation_asked: '2026-10-01T00:00:00Z' })
  const preview = await previewRun(
    {
      catalogue: { get: () => ({ batch: batchArchivage }) } as never,
      database,
      clock: engine.clock,
      settings: null as never,
      mail: null as never,
      place: { timeZone: 'Europe/Paris', dataDirectory: '' },
    },
    'BATCH_ARCHIVAGE',
  )
  expect(preview).toMatchObject({
    ok: true,
    preview: { campagnes: 1, a_activer: '2027', a_archiver: '2026', candidatures: 1, opi_non_verses: 1 },
  })
  expect(await campaigns()).toMatchObject([{ inService: true }, { inService: false }])
  const run = await launch()
  expect(run.state).toBe('finished')
  expect(run.lines).toContain(
    '10 jour(s) entre la fin de 2026 et le début de 2027 : les candidats ne verront ni l’une ni l’autre',
  )
  expect(run.lines).toContain(
    '1 OPI de 2026 ne sont pas versés et ne le seront plus une fois la campagne archivée',
  )
})

test('36: cancelled in the middle, nothing is archived; the next run ends the work, with a line each thousand', async () => {
  for (let n = 1; n <= 2; n++) await addAccount(database.pool, scene, n)
  await database.pool.query(
    `insert into admissions.dossier_number (dossier_no, campaign_code)
       select 'V' || lpad(n::text, 7, '0'), '2026' from generate_series(1, 2500) n;
     insert into admissions.account (campaign_id, dossier_no, last_name, first_name, mail, valid_until)
       select ${scene.campaignId}, 'V' || lpad(n::text, 7, '0'), 'TESTUN', 'Zoé', 'testun@example.org', now()
       from generate_series(1, 2500) n;
     insert into admissions.candidate (account_id, sis_kind, birth_name, first_name, born_on)
       select id, 'A', 'TESTUN', 'Zoé', '2005-03-14' from admissions.account where dossier_no like 'V%';
     insert into admissions.application (sis_kind, candidate_id, formation_id)
       select 'A', id, ${formation} from admissions.candidate`,
  )
  await newYear()
  const lock = await database.pool.connect()
  let cancelled: number
  try {
    await lock.query('begin')
    // The chunk that holds the last application waits: the run is cancelled there.
    await lock.query(
      'select from admissions.application where id = (select max(id) from admissions.application) for update',
    )
    cancelled = await ask()
    await until(async () => {
      const { rows } = await database.pool.query(
        `select count(*) as waiting from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      )
      return rows[0].waiting > 0
    })
    await engine.cancelRun(cancelled, 'test')
  } finally {
    await lock.query('rollback')
    lock.release()
  }
  expect(await engine.waitForRun(cancelled)).toMatchObject({ state: 'cancelled' })
  expect(await campaigns()).toMatchObject([{ inService: true }, { activated: false }])
  const run = await launch()
  expect(run.state).toBe('finished')
  expect(run.lines.filter((line) => /^\d+ candidature\(s\) sur 2500$/.test(line))).toHaveLength(2)
  const { rows } = await database.pool.query(
    'select count(*) from admissions.application where frozen_at is null',
  )
  expect(rows[0].count).toBe(0)
  expect(await campaigns()).toEqual(done)
})
