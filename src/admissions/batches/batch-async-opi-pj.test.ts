import { createHash } from 'node:crypto'
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  addApplication,
  addFormation,
  addPerson,
  addRow,
  addScene,
  type Person,
  type Scene,
} from '../../../test/support/admissions-scene.ts'
import { testConnections } from '../../../test/support/connections.ts'
import { type BatchBench, benchBatch } from '../../../test/support/run-of-batch.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { until } from '../../../test/support/test-engine.ts'
import { openRemoteDatabase } from '../../platform/remote-database.ts'
import { fileStore } from '../files/file-store.ts'
import { createOpiTables } from '../opi/target/suite/opi-target-suite.ts'
import batch from './batch-async-opi-pj.ts'

let database: TestDatabase
let target: TestDatabase
let bench: BatchBench
let scene: Scene
let info: number
let math: number
let model: number
let people = 0
const folder = mkdtempSync(join(tmpdir(), 'nocturne-pj-'))
const root = join(folder, 'store')
const store = fileStore(root)
const connections = { ...testConnections({ candidateFiles: root }) } as {
  -readonly [K in keyof ReturnType<typeof testConnections>]: ReturnType<typeof testConnections>[K]
}

beforeAll(async () => {
  database = await createTestDatabase()
  target = await createTestDatabase()
  await target.pool.query('drop schema if exists admissions cascade')
  const remote = await openRemoteDatabase(target.url)
  await createOpiTables(remote)
  await remote.close()
  connections.opiUrl = target.url
  await store.begin()
  bench = await benchBatch(database, batch, '2026-05-04T20:45:00Z', connections)
  scene = await addScene(database.pool)
  info = await addFormation(database.pool, scene, 'L1INFO')
  math = await addFormation(database.pool, scene, 'L1MATH')
  model = await addRow(database.pool, 'attachment_model', { code: 'CNI', label: 'Pièce', sis_code: 'CNI' })
})
afterAll(async () => {
  await bench?.stop()
  await database?.drop()
  await target?.drop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  for (const key of ['used', 'attachments']) await bench.settings.set(`admissions.opi.${key}`, true, 'test')
  await bench.settings.set('admissions.demat.maintenance', false, 'test')
  await bench.settings.set('admissions.opi.attachment-mb', 50, 'test')
  await database.pool.query(
    'truncate admissions.opi, admissions.opi_attachment, admissions.application_attachment',
  )
  await target.pool.query('truncate ind_opi, voeux_ins, opi_pj')
  connections.opiUrl = target.url
})

const pdf = (text: string) => Buffer.from(`%PDF-1.4\n${text}`)

/** Somebody with a record in the target, whose application is poured. */
async function poured(formation = info): Promise<{ person: Person; application: number; code: string }> {
  const person = await addPerson(database.pool, scene, ++people)
  const code = `EC${person.dossierNo}`
  await target.pool.query(
    `insert into ind_opi (cod_opi_int_epo, lib_nom_pat_ind_opi, lib_pr1_ind_opi, date_nai_ind_opi)
     values ($1, 'TESTUN', 'ZOE', '2005-03-14')`,
    [code],
  )
  return { person, application: await pour(person, formation), code }
}

async function pour(person: Person, formation: number): Promise<number> {
  const id = await addApplication(database.pool, scene, person, formation, {
    accepted: true,
    answered_at: '2026-05-02T10:00:00Z',
    answered_by: person.dossierNo,
  })
  await database.pool.query(
    `insert into admissions.opi (application_id, state, opi_code, poured_at) values ($1, 'poured', $2, now())`,
    [id, `EC${person.dossierNo}`],
  )
  return id
}

/** A validated attachment of an application, its file in the store; returns the file's id. */
async function attach(
  application: number,
  content: Uint8Array,
  name = 'piece.pdf',
  at = '2026-05-01',
): Promise<number> {
  const path = `2026/${application}-${at}-${name}`
  await store.write(path, content)
  const file = await addRow(database.pool, 'stored_file', {
    path,
    name,
    owner_kind: 'C',
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    author: 'testun',
    created_at: at,
  })
  await database.pool.query(
    `insert into admissions.application_attachment (application_id, model_id, file_id, status) values ($1, $2, $3, 'VA')
     on conflict (application_id, model_id) do update set file_id = excluded.file_id`,
    [application, model, file],
  )
  return file
}

async function row(application: number) {
  const { rows } = await database.pool.query(
    `select state, cause, cause_detail, attempts, poured_at is not null as stamped from admissions.opi_attachment
     where application_id = $1`,
    [application],
  )
  return rows[0]
}

/** What the target holds: `[OPI code, content]`. */
async function there(): Promise<string[]> {
  const { rows } = await target.pool.query(
    `select cod_opi_int_epo || ' ' || substr(convert_from(fic, 'utf8'), 10) as held from opi_pj order by 1`,
  )
  return rows.map(({ held }) => held)
}

const later = (hours: number) => bench.clock.advanceTo(bench.clock.now().add({ hours }).toString())

test('nothing to do is said; switched off, in maintenance or without a target too, and rows stay', async () => {
  expect(await bench.run()).toMatchObject({
    state: 'finished',
    detail: { selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0 },
    log: [expect.stringContaining('0 pièces'), 'aucune pièce à verser'],
  })
  const { application } = await poured()
  await attach(application, pdf('one'))
  for (const [key, code] of [
    ['admissions.opi.attachments', 'OPI_IS_UTILISE_PJ'],
    ['admissions.opi.used', 'OPI_IS_UTILISE'],
  ] as const) {
    await bench.settings.set(key, false, 'test')
    expect((await bench.run()).log).toEqual([expect.stringContaining(code)])
    await bench.settings.set(key, true, 'test')
  }
  await bench.settings.set('admissions.demat.maintenance', true, 'test')
  expect((await bench.run()).log).toEqual([expect.stringContaining('maintenance')])
  await bench.settings.set('admissions.demat.maintenance', false, 'test')
  connections.opiUrl = null
  expect((await bench.run()).log).toEqual([expect.stringContaining('NOCTURNE_OPI_URL')])
  expect(await there()).toEqual([])
})

test('a validated attachment is sent, read back and noted; the second time nothing is sent', async () => {
  const { application, code, person } = await poured()
  await attach(application, pdf('one'))
  const run = await bench.run()
  expect(run).toMatchObject({ state: 'finished', detail: { selectionnes: 1, traites: 1, en_erreur: 0 } })
  expect(await there()).toEqual([`${code} one`])
  expect(await row(application)).toMatchObject({ state: 'sent', stamped: true, cause: null })
  const { rows } = await target.pool.query('select nom_fic, typ_fic, tai_fic, lib_pr1_ind_opi from opi_pj')
  expect(rows).toEqual([
    { nom_fic: 'piece.pdf', typ_fic: 'application/pdf', tai_fic: 12, lib_pr1_ind_opi: 'ZOE' },
  ])
  const { rows: events } = await database.pool.query(
    'select event from admissions.dossier_event where account_id = $1',
    [person.accountId],
  )
  expect(events).toEqual([{ event: 'attachment-sent' }])
  await target.pool.query('truncate opi_pj')
  expect((await bench.run()).detail).toMatchObject({ selectionnes: 0 })
  expect(await there()).toEqual([])
})

test('fault 3.12: a file that was replaced is sent again', async () => {
  const { application, code } = await poured()
  await attach(application, pdf('one'))
  await bench.run()
  await attach(application, pdf('two'), 'autre.pdf', '2026-05-03')
  expect(await bench.run()).toMatchObject({ state: 'finished', detail: { traites: 1 } })
  expect(await there()).toEqual([`${code} two`])
})

test('61: the store unmounted fails the run and deletes nothing; the file gone is ABSENT, the others are sent', async () => {
  const gone = await poured()
  const fine = await poured()
  await attach(gone.application, pdf('gone'))
  await attach(fine.application, pdf('fine'))
  const away = join(folder, 'away')
  renameSync(root, away)
  expect(await bench.run()).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('dépôt de fichiers indisponible'),
    detail: { traites: 0, en_erreur: 0 },
  })
  expect([await row(gone.application), await row(fine.application)]).toMatchObject([
    { state: 'to-send', attempts: 0 },
    { state: 'to-send', attempts: 0 },
  ])
  renameSync(away, root)
  await store.remove(`2026/${gone.application}-2026-05-01-piece.pdf`)
  const run = await bench.run()
  expect(run).toMatchObject({ state: 'failed', detail: { traites: 1, pieces_absentes: 1 } })
  expect(run.log).toContainEqual(expect.stringContaining(`dossier ${gone.person.dossierNo}, pièce CNI`))
  expect(await row(gone.application)).toMatchObject({ state: 'absent', cause: 'file-absent' })
  expect(await there()).toEqual([`${fine.code} fine`])
  expect(await bench.run()).toMatchObject({ state: 'finished', detail: { selectionnes: 0 } })
})

test('61: of 0 bytes, too large, of a wrong type, damaged: each refused alone', async () => {
  await bench.settings.set('admissions.opi.attachment-mb', 1, 'test')
  const cases: [string, Uint8Array, string][] = [
    ['empty-file', new Uint8Array(), 'vide.pdf'],
    ['too-large', pdf('x'.repeat(1_100_000)), 'gros.pdf'],
    ['type-refused', Buffer.from('MZ'), 'virus.exe'],
    ['type-refused', Buffer.from('not a pdf'), 'faux.pdf'],
  ]
  const made: [string, number][] = []
  for (const [cause, content, name] of cases) {
    const { application } = await poured()
    await attach(application, content, name)
    made.push([cause, application])
  }
  const damaged = await poured()
  await attach(damaged.application, pdf('whole'))
  await store.write(`2026/${damaged.application}-2026-05-01-piece.pdf`, pdf('other'))
  made.push(['file-damaged', damaged.application])
  const fine = await poured()
  await attach(fine.application, pdf('fine'))
  expect(await bench.run()).toMatchObject({ state: 'failed', detail: { traites: 1, en_erreur: 5 } })
  for (const [cause, application] of made)
    expect(await row(application)).toMatchObject({ state: 'error', cause, attempts: 1 })
  expect(await there()).toEqual([`${fine.code} fine`])
})

test('62: one code in two formations with different files: the newest is there, the conflict is told once', async () => {
  const { person, application, code } = await poured()
  const second = await pour(person, math)
  await attach(application, pdf('newer'), 'a.pdf', '2026-05-03')
  await attach(second, pdf('older'), 'b.pdf', '2026-05-01')
  const run = await bench.run()
  expect(run).toMatchObject({ state: 'finished', detail: { traites: 1, conflits: 1 } })
  expect(run.log[0]).toBe(
    `conflit : dossier ${person.dossierNo}, pièce CNI : L1MATH et L1INFO ont des fichiers différents, ` +
      'le plus récent (L1INFO) est celui du SI Scolarité',
  )
  expect(await there()).toEqual([`${code} newer`])
  expect(await row(second)).toMatchObject({
    state: 'superseded',
    cause: 'newer-file',
    cause_detail: 'L1INFO',
  })
  expect((await bench.run()).detail).toMatchObject({ conflits: 0, selectionnes: 0 })
  // The newest no longer stands: the other is sent after all.
  await database.pool.query(`update admissions.opi set state = 'withdrawn' where application_id = $1`, [
    application,
  ])
  expect(await bench.run()).toMatchObject({ state: 'finished', detail: { traites: 1 } })
  expect(await there()).toEqual([`${code} older`])
})

test('62: the same content in both formations is no conflict', async () => {
  const { person, application } = await poured()
  const second = await pour(person, math)
  await attach(application, pdf('same'), 'a.pdf')
  await attach(second, pdf('same'), 'b.pdf')
  expect(await bench.run()).toMatchObject({ state: 'finished', detail: { traites: 2, conflits: 0 } })
  expect([await row(application), await row(second)]).toMatchObject([{ state: 'sent' }, { state: 'sent' }])
})

test('fault 3.12: a target that takes the call and keeps something else is not noted as sent; put aside after five', async () => {
  const { application } = await poured()
  await attach(application, pdf('one'))
  await target.pool.query(
    `create function odd() returns trigger language plpgsql as $$ begin new.fic := 'other'; return new; end $$;
     create trigger odd before insert on opi_pj for each row execute function odd()`,
  )
  try {
    for (const hours of [0, 13, 25, 49, 97]) {
      await later(hours)
      await bench.run()
    }
    expect(await row(application)).toMatchObject({ state: 'error', cause: 'not-stored', attempts: 5 })
    await later(400)
    expect((await bench.run()).detail).toMatchObject({ selectionnes: 0, en_quarantaine: 1 })
  } finally {
    await target.pool.query('drop function odd() cascade')
  }
})

test('fault 3.12: a record that is not there fails its attachment alone; a target without the table fails the run alone', async () => {
  const lost = await poured()
  const fine = await poured()
  await attach(lost.application, pdf('lost'))
  await attach(fine.application, pdf('fine'))
  await target.pool.query('delete from ind_opi where cod_opi_int_epo = $1', [lost.code])
  await target.pool.query('alter table opi_pj rename to away')
  expect((await bench.run()).error).toContain('SI Scolarité indisponible')
  await target.pool.query('alter table away rename to opi_pj')
  expect(await row(fine.application)).toMatchObject({ state: 'to-send', attempts: 0 })
  await database.pool.query(
    `update admissions.opi_attachment set state = 'to-send', attempts = 0, next_try = null, cause = null`,
  )
  await bench.run()
  expect(await row(lost.application)).toMatchObject({ state: 'error', cause: 'no-record' })
  expect(await there()).toEqual([`${fine.code} fine`])
})

test('cancelled in the middle: what was sent stays sent, the next run does the rest', async () => {
  for (let n = 0; n < 5; n++) await attach((await poured()).application, pdf(`n${n}`))
  await target.pool.query(
    `create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.1); return new; end $$;
     create trigger slow before insert on opi_pj for each row execute function slow()`,
  )
  const asked = await bench.requestRun({ code: batch.code, trigger: 'cli', requestedBy: 'cli:test' })
  if (!asked.ok) throw new Error('refused')
  await until(async () => (await there()).length > 0)
  await bench.cancelRun(asked.runId, 'test')
  expect((await bench.ended(asked.runId)).state).toBe('cancelled')
  await target.pool.query('drop function slow() cascade')
  const sent = (await there()).length
  expect(await bench.run()).toMatchObject({ state: 'finished' })
  expect(sent).toBeLessThan(5)
  expect(await there()).toHaveLength(5)
})
