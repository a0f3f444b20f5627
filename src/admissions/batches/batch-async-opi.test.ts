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
import { keepOpiInStep } from '../dossiers/keep-opi-in-step.ts'
import { createOpiTables } from '../opi/target/suite/opi-target-suite.ts'
import batch from './batch-async-opi.ts'

let database: TestDatabase
/** The establishment's: what it does wrong is written in SQL. */
let target: TestDatabase
let bench: BatchBench
let scene: Scene
let info: number
let math: number
let people = 0
/** Answers to `opiUrl`: a test takes the target away. */
const connections = { ...testConnections() } as {
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
  bench = await benchBatch(database, batch, '2026-05-04T20:00:00Z', connections)
  scene = await addScene(database.pool)
  info = await addFormation(database.pool, scene, 'L1INFO')
  math = await addFormation(database.pool, scene, 'L1MATH')
})
afterAll(async () => {
  await bench?.stop()
  await database?.drop()
  await target?.drop()
})

beforeEach(async () => {
  await bench.settings.set('admissions.opi.used', true, 'test')
  await bench.settings.set('admissions.opi.batch-limit', 0, 'test')
  await bench.settings.set('admissions.mail.functional-administrators', ['chef@example.org'], 'test')
  await database.pool.query('truncate admissions.opi, admissions.opi_identity, outgoing_mail')
  await target.pool.query('truncate ind_opi, voeux_ins cascade')
  connections.opiUrl = target.url
})

/** A new candidate who confirmed these formations, each with a pre-registration; the first to come waits longest. */
async function confirmed(
  formations: readonly number[],
  given: { account?: object; candidate?: object } = {},
): Promise<{ person: Person; applications: number[]; code: string }> {
  const person = await addPerson(database.pool, scene, ++people, {
    account: { ...given.account },
    candidate: { ...given.candidate },
  })
  const applications: number[] = []
  for (const formation of formations) applications.push(await confirm(person, formation))
  return { person, applications, code: `EC${person.dossierNo}` }
}

async function confirm(person: Person, formation: number): Promise<number> {
  const id = await addApplication(database.pool, scene, person, formation, {
    accepted: true,
    answered_at: '2026-05-02T10:00:00Z',
    answered_by: person.dossierNo,
  })
  await database.pool.query(
    `insert into admissions.opi (application_id, created_at) select id, '2026-05-02T10:00:00Z'::timestamptz + make_interval(secs => id)
     from admissions.application where id = $1`,
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
    `select state, wanted, cause, cause_detail, attempts, opi_code, quarantined_at is not null as aside, poured_at is not null as stamped, adjusted
     from admissions.opi where application_id = $1`,
    [applicationId],
  )
  return rows[0]
}

/** Every wish there is: `[OPI code, stage]`. */
async function wishes(): Promise<string[]> {
  const { rows } = await target.pool.query<{ wish: string }>(
    `select cod_opi_int_epo || ' ' || cod_etp as wish from voeux_ins join ind_opi using (cod_ind_opi) order by 1`,
  )
  return rows.map(({ wish }) => wish)
}

async function mails(): Promise<{ to: string[]; subject: string; text: string }[]> {
  const { rows } = await database.pool.query(
    `select mail->'to' as to, mail->>'subject' as subject, mail->>'text' as text from outgoing_mail order by id`,
  )
  return rows
}

const later = (hours: number) => bench.clock.advanceTo(bench.clock.now().add({ hours }).toString())

/** What the establishment does to its tables while `work` runs. */
async function withTrigger(
  { on, when, body }: { on: string; when: string; body: string },
  work: () => Promise<void>,
): Promise<void> {
  await target.pool.query(`create function odd() returns trigger language plpgsql as $$ begin ${body} end $$`)
  await target.pool.query(`create trigger odd before ${when} on ${on} for each row execute function odd()`)
  try {
    await work()
  } finally {
    await target.pool.query(`drop function odd() cascade`)
  }
}

test('nothing to do is said, and is no failure', async () => {
  expect(await bench.run()).toMatchObject({
    state: 'finished',
    detail: { selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0 },
    log: [expect.stringContaining('0 candidats'), 'rien à verser'],
  })
  connections.opiUrl = null
  expect((await bench.run()).log).toEqual([expect.stringContaining('NOCTURNE_OPI_URL')])
})

test('confirmed applications are poured and read back; the second time nothing is called', async () => {
  const { applications, code, person } = await confirmed([info, math], {
    account: { student_no: '22000001' },
    candidate: { ine: '9990000001', ine_key: 'A', birth_dept: '075', other_first_name: 'Éloïse' },
  })
  await addRow(database.pool, 'candidate_bac', {
    candidate_id: person.candidateId,
    sis_kind: 'A',
    bac_code: 'S',
    year: 2026,
  })
  expect(await bench.run()).toMatchObject({
    state: 'finished',
    detail: { selectionnes: 1, traites: 1, en_erreur: 0, voeux_verses: 2, retraits: 0, erreurs: 0 },
  })
  expect(await wishes()).toEqual([`${code} L1INFO`, `${code} L1MATH`])
  expect(await opi(applications[0]!)).toMatchObject({ state: 'poured', opi_code: code, stamped: true })
  const { rows } = await target.pool.query('select * from ind_opi')
  expect(rows[0]).toMatchObject({
    lib_nom_pat_ind_opi: `TESTUN${people}`,
    lib_pr1_ind_opi: 'ZOE',
    lib_pr2_ind_opi: 'ELOISE',
    cod_etu_opi: 22000001,
    cod_typ_dep_pay_nai: 'D',
    cod_dep_pay_nai: '075',
    cod_bac: 'S',
    daa_obt_bac_opi: '2026',
    lib_ad3: null,
  })
  const { rows: events } = await database.pool.query(
    'select event, detail from admissions.dossier_event where account_id = $1',
    [person.accountId],
  )
  expect(events).toEqual([
    { event: 'opi-poured', detail: { opiCode: code } },
    { event: 'opi-poured', detail: { opiCode: code } },
  ])
  await target.pool.query('truncate voeux_ins, ind_opi cascade')
  expect((await bench.run()).detail).toMatchObject({ selectionnes: 0 })
  expect(await wishes()).toEqual([])
})

test('48: one wish poured, the other in error with its cause; corrected, it is poured at its next try', async () => {
  const bare = await addFormation(database.pool, scene, 'SANSCODE', { cge_code: null })
  const { applications, code } = await confirmed([info, bare])
  expect(await bench.run()).toMatchObject({
    state: 'failed',
    detail: { voeux_verses: 1, erreurs: 1, en_erreur: 1 },
  })
  expect(await opi(applications[0]!)).toMatchObject({ state: 'poured' })
  expect(await opi(applications[1]!)).toMatchObject({
    state: 'error',
    cause: 'no-cge',
    attempts: 1,
    stamped: false,
  })
  await database.pool.query(`update admissions.formation set cge_code = 'CG1' where id = $1`, [bare])
  expect((await bench.run()).detail).toMatchObject({ selectionnes: 0 })
  await later(13)
  expect((await bench.run()).state).toBe('finished')
  expect(await wishes()).toEqual([`${code} L1INFO`, `${code} SANSCO`])
})

test('49: a withdrawal takes the wish out of the target; after the last one the target shows none', async () => {
  const { applications, code } = await confirmed([info, math])
  await bench.run()
  await withdraw(applications[0]!)
  expect(await bench.run()).toMatchObject({ state: 'finished', detail: { retraits: 1, voeux_verses: 0 } })
  expect(await wishes()).toEqual([`${code} L1MATH`])
  expect(await opi(applications[0]!)).toMatchObject({ state: 'withdrawn', stamped: false })
  await withdraw(applications[1]!)
  await bench.run()
  expect(await wishes()).toEqual([])
  expect(await opi(applications[1]!)).toMatchObject({ state: 'withdrawn' })
  // A withdrawal of which the target has nothing any more: nothing is created to be emptied.
  const other = await confirmed([info])
  await bench.run()
  await target.pool.query('truncate ind_opi, voeux_ins cascade')
  await withdraw(other.applications[0]!)
  await bench.run()
  expect(await opi(other.applications[0]!)).toMatchObject({ state: 'withdrawn' })
  expect((await target.pool.query('select from ind_opi')).rowCount).toBe(0)
})

test('49: who can no longer be written there (a baccalaureate of next year) withdraws all the same', async () => {
  const { applications, person, code } = await confirmed([info, math])
  await bench.run()
  await database.pool.query(
    `insert into admissions.candidate_bac (candidate_id, sis_kind, bac_code, year) values ($1, 'A', 'S', 2027)`,
    [person.candidateId],
  )
  await withdraw(applications[0]!)
  expect(await bench.run()).toMatchObject({ state: 'finished', detail: { retraits: 1 } })
  expect(await wishes()).toEqual([`${code} L1MATH`])
  expect(await opi(applications[0]!)).toMatchObject({ state: 'withdrawn' })
})

test('50: the target accepts the call and stores nothing, or not the wish: not marked poured', async () => {
  const { applications } = await confirmed([info])
  await withTrigger({ on: 'ind_opi', when: 'insert', body: 'return null;' }, async () => {
    expect((await bench.run()).state).toBe('failed')
    expect(await opi(applications[0]!)).toMatchObject({
      state: 'error',
      cause: 'record-not-stored',
      stamped: false,
    })
  })
  await later(13)
  const closed = `if new.cod_etp = 'L1INFO' then return null; end if; return new;`
  await withTrigger({ on: 'voeux_ins', when: 'insert', body: closed }, async () => {
    const both = await confirm({ candidateId: await candidateOf(applications[0]!) } as Person, math)
    await bench.run()
    expect(await opi(applications[0]!)).toMatchObject({
      state: 'error',
      cause: 'wish-not-stored',
      attempts: 2,
    })
    expect(await opi(both)).toMatchObject({ state: 'poured' })
  })
  await later(25)
  expect((await bench.run()).state).toBe('finished')
  expect(await opi(applications[0]!)).toMatchObject({ state: 'poured', attempts: 0, cause: null })
})

async function candidateOf(applicationId: number): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(
    'select candidate_id as id from admissions.application where id = $1',
    [applicationId],
  )
  return rows[0]!.id
}

test('the target refuses one record and one wish with an error: the others are poured', async () => {
  const refused = await confirmed([info])
  const fine = await confirmed([math])
  const half = await confirmed([info, math])
  const body = `if new.lib_nom_pat_ind_opi = 'TESTUN${people - 2}' then raise exception 'no'; end if; return new;`
  await withTrigger({ on: 'ind_opi', when: 'insert', body }, async () => {
    await bench.run()
    expect(await opi(refused.applications[0]!)).toMatchObject({ state: 'error', cause: 'refused' })
    expect(await opi(fine.applications[0]!)).toMatchObject({ state: 'poured' })
  })
  await withdraw(half.applications[0]!)
  await bench.run()
  await database.pool.query('update admissions.application set accepted = true where id = $1', [
    half.applications[0],
  ])
  const now = bench.clock.now()
  await keepOpiInStep(database.pool, {
    applicationId: half.applications[0]!,
    accepted: true,
    pours: true,
    now,
  })
  const noInfo = `if new.cod_etp = 'L1INFO' then raise exception 'closed'; end if; return new;`
  await withTrigger({ on: 'voeux_ins', when: 'insert', body: noInfo }, async () => {
    await bench.run()
    expect(await opi(half.applications[0]!)).toMatchObject({ state: 'error', cause: 'wish-refused' })
    expect(await opi(half.applications[1]!)).toMatchObject({ state: 'poured' })
  })
})

async function addRecord(values: Record<string, unknown>): Promise<number> {
  const names = Object.keys(values)
  const { rows } = await target.pool.query<{ id: number }>(
    `insert into ind_opi (lib_pr1_ind_opi, date_nai_ind_opi, ${names.join(', ')})
     values ('ZOE', '2005-03-14', ${names.map((_, at) => `$${at + 1}`).join(', ')}) returning cod_ind_opi as id`,
    Object.values(values),
  )
  return rows[0]!.id
}

test('51: two records there, none with our code: nothing is marked or attached, one grouped mail', async () => {
  const one = await confirmed([info], { account: { student_no: '22000051' } })
  const name = `TESTUN${people}`
  await addRecord({ cod_opi_int_epo: 'XX1', lib_nom_pat_ind_opi: name, cod_etu_opi: 22000051 })
  await addRecord({ cod_opi_int_epo: 'XX2', lib_nom_pat_ind_opi: name, cod_etu_opi: 22000051 })
  const two = await confirmed([info], { candidate: { birth_name: 'TESTDEUX' } })
  await addRecord({ cod_opi_int_epo: 'XX3', lib_nom_pat_ind_opi: 'TESTDEUX' })
  const run = await bench.run()
  expect(await opi(one.applications[0]!)).toMatchObject({
    cause: 'several-records',
    cause_detail: 'XX1, XX2',
  })
  expect(await opi(two.applications[0]!)).toMatchObject({ cause: 'homonym', cause_detail: 'XX3' })
  expect(await wishes()).toEqual([])
  const [mail, ...others] = await mails()
  expect(others).toEqual([])
  expect(mail!.to).toEqual(['chef@example.org'])
  expect(mail!.text).toContain(one.person.dossierNo)
  expect(mail!.text).not.toMatch(/TESTUN|TESTDEUX|Zoé/)
  expect(run.log.join()).not.toMatch(/TESTUN|TESTDEUX/)
  await later(13)
  await bench.run()
  expect(await mails()).toHaveLength(1)
})

test('52: a namesake born the same day is never attached without an administrator’s decision', async () => {
  const { applications, code, person } = await confirmed([info])
  const other = await addRecord({ cod_opi_int_epo: 'XXTWIN', lib_nom_pat_ind_opi: `TESTUN${people}` })
  await bench.run()
  expect(await opi(applications[0]!)).toMatchObject({ state: 'error', cause: 'homonym' })
  const decide = (attached: string | null, apart: string[]) =>
    database.pool.query(
      `insert into admissions.opi_identity values ($1, $2, case when $2::text is not null then 'XXTWIN' end, $3, 'testun', now())
       on conflict (candidate_id) do update set attached_id = excluded.attached_id, apart_ids = excluded.apart_ids`,
      [person.candidateId, attached, apart],
    )
  await decide(null, [String(other)])
  await later(13)
  await bench.run()
  expect(await wishes()).toEqual([`${code} L1INFO`])
  const second = await confirmed([info])
  const hers = await addRecord({ cod_opi_int_epo: 'XXOLD', lib_nom_pat_ind_opi: `TESTUN${people}` })
  await database.pool.query(
    `insert into admissions.opi_identity values ($1, $2, 'XXOLD', '{}', 'testun', now())`,
    [second.person.candidateId, String(hers)],
  )
  await bench.run()
  expect(await wishes()).toEqual([`${code} L1INFO`, 'XXOLD L1INFO'])
})

test('the target knows the candidate under another code: that one is kept, and the candidate is mailed it once', async () => {
  const { applications, person } = await confirmed([info], { account: { student_no: '22000061' } })
  await addRecord({ cod_opi_int_epo: 'AP00000061', lib_nom_pat_ind_opi: 'OTHERWISE', cod_etu_opi: 22000061 })
  expect(await bench.run()).toMatchObject({ state: 'finished', detail: { codes_modifies: 1 } })
  expect(await opi(applications[0]!)).toMatchObject({ state: 'poured', opi_code: 'AP00000061' })
  const [mail] = await mails()
  expect(mail!.to).toEqual([`testun${people}@example.org`])
  expect(mail!.text).toContain('AP00000061')
  expect(mail!.text).toContain('Formation L1INFO')
  const added = await confirm(person, math)
  await bench.run()
  expect(await opi(added)).toMatchObject({ state: 'poured', opi_code: 'AP00000061' })
  expect(await mails()).toHaveLength(1)
  expect(await wishes()).toEqual(['AP00000061 L1INFO', 'AP00000061 L1MATH'])
})

test('the target merges while it is called: the code that it gave is the one that is kept', async () => {
  const { applications } = await confirmed([info], { account: { student_no: '22000062' } })
  const body = `new.cod_opi_int_epo := 'MERGED'; return new;`
  await withTrigger({ on: 'ind_opi', when: 'insert', body }, async () => {
    await bench.run()
  })
  expect(await opi(applications[0]!)).toMatchObject({ state: 'poured', opi_code: 'MERGED' })
  expect(await wishes()).toEqual(['MERGED L1INFO'])
})

test('a record of another dossier of the campaign, or of another birth date, is not taken over', async () => {
  const first = await confirmed([info], { account: { student_no: '22000071' } })
  await bench.run()
  const same = await confirmed([math], { account: { student_no: '22000071' } })
  await confirmed([math], { account: { student_no: '22000072' } })
  await addRecord({ cod_opi_int_epo: 'XX72', lib_nom_pat_ind_opi: 'ELSE', cod_etu_opi: 22000072 })
  await target.pool.query(`update ind_opi set date_nai_ind_opi = '1990-01-01' where cod_opi_int_epo = 'XX72'`)
  await bench.run()
  expect(await opi(same.applications[0]!)).toMatchObject({ state: 'error', cause: 'shared-record' })
  expect(await opi(same.applications[0]! + 1)).toMatchObject({ state: 'error', cause: 'identity-conflict' })
  expect(await wishes()).toEqual([`${first.code} L1INFO`])
})

test('53: a limit of 10 with 15 oldest candidates that always fail: the next ones are served all the same', async () => {
  await bench.settings.set('admissions.opi.batch-limit', 10, 'test')
  const bare = await addFormation(database.pool, scene, 'BARE53', { stage_code: null })
  for (let n = 0; n < 15; n++) await confirmed([bare])
  const last = await confirmed([info])
  expect((await bench.run()).detail).toMatchObject({ selectionnes: 10, erreurs: 10 })
  expect((await bench.run()).detail).toMatchObject({ selectionnes: 6, erreurs: 5, voeux_verses: 1 })
  expect(await wishes()).toEqual([`${last.code} L1INFO`])
  // Nor do those that are put aside count, and among the others who has waited longest comes first, not who was first here.
  await database.pool.query(
    `update admissions.opi set quarantined_at = now(), next_try = null where state = 'error'`,
  )
  await bench.settings.set('admissions.opi.batch-limit', 1, 'test')
  await confirmed([info])
  const longest = await confirmed([info])
  await database.pool.query(
    `update admissions.opi set created_at = '2026-05-01T10:00:00Z' where application_id = $1`,
    longest.applications,
  )
  expect((await bench.run()).detail).toMatchObject({ selectionnes: 1, voeux_verses: 1 })
  expect(await wishes()).toEqual([`${last.code} L1INFO`, `${longest.code} L1INFO`])
  expect((await bench.run()).detail).toMatchObject({ selectionnes: 1, voeux_verses: 1 })
})

test('fault 3.4: a candidate that always fails is not tried for ever: put aside after five failures, told twice in all', async () => {
  const bare = await addFormation(database.pool, scene, 'BARE54', { stage_version: null })
  const { applications } = await confirmed([bare])
  for (const hours of [0, 13, 25, 49, 97, 200, 400]) {
    await later(hours)
    await bench.run()
  }
  expect(await opi(applications[0]!)).toMatchObject({ state: 'error', attempts: 5, aside: true })
  expect((await bench.run()).detail).toMatchObject({ selectionnes: 0, en_quarantaine: 1 })
  expect((await mails()).map(({ text }) => text.includes('quarantaine'))).toEqual([false, true])
  await bench.clock.advanceTo('2026-06-20T20:00:00Z')
})

test('54: odd names are written in capitals, cut and told, or refused; nothing is injected', async () => {
  const long = `d’Œuvre-${'É'.repeat(60)}`
  const cut = await confirmed([info], {
    candidate: { birth_name: long, first_name: "Zoé'; drop table ind_opi; --" },
  })
  const arabic = await confirmed([info], { candidate: { birth_name: 'تجربة' } })
  await bench.run()
  expect(await opi(cut.applications[0]!)).toMatchObject({
    state: 'poured',
    adjusted: ['birth-name-cut', 'first-name-cut'],
  })
  expect(await opi(arabic.applications[0]!)).toMatchObject({ state: 'error', cause: 'unwritable-name' })
  const { rows } = await target.pool.query(
    'select lib_nom_pat_ind_opi as name, lib_pr1_ind_opi as first from ind_opi',
  )
  expect(rows).toEqual([{ name: `D'OEUVRE-${'E'.repeat(21)}`, first: "ZOE'; DROP TABLE IND" }])
})

test('55: a baccalaureate of next year is refused, and told once', async () => {
  const { applications, person } = await confirmed([info])
  await database.pool.query(
    `insert into admissions.candidate_bac (candidate_id, sis_kind, bac_code, year) values ($1, 'A', 'S', 2027)`,
    [person.candidateId],
  )
  await bench.run()
  await bench.run()
  await later(13)
  await bench.run()
  expect(await opi(applications[0]!)).toMatchObject({
    state: 'error',
    cause: 'bac-year',
    cause_detail: '2027',
    attempts: 2,
  })
  expect(await mails()).toHaveLength(1)
  expect((await target.pool.query('select from ind_opi')).rowCount).toBe(0)
})

test('59: run twice the same day: the same wishes, no second mail', async () => {
  await confirmed([info, math])
  await bench.run()
  const before = await wishes()
  await database.pool.query(`update admissions.opi set state = 'to-pour'`)
  expect(await bench.run()).toMatchObject({ state: 'finished', detail: { voeux_verses: 2 } })
  expect(await wishes()).toEqual(before)
  expect(await mails()).toEqual([])
})

test('60: switched off with rows waiting: finished, said, rows intact', async () => {
  const { applications } = await confirmed([info])
  await bench.settings.set('admissions.opi.used', false, 'test')
  expect(await bench.run()).toMatchObject({
    state: 'finished',
    log: [expect.stringContaining('OPI_IS_UTILISE')],
  })
  expect(await opi(applications[0]!)).toMatchObject({ state: 'to-pour', attempts: 0 })
})

test('fault 3.4: a target that is down fails the run, marks nothing, and blames no candidate', async () => {
  const { applications, code } = await confirmed([info])
  const wrong = new URL(target.url)
  wrong.port = '1'
  connections.opiUrl = wrong.href
  expect(await bench.run()).toMatchObject({ state: 'failed', error: expect.stringContaining('indisponible') })
  expect(await opi(applications[0]!)).toMatchObject({ state: 'to-pour', attempts: 0, cause: null })
  connections.opiUrl = target.url
  await target.pool.query('alter table voeux_ins rename to away')
  expect((await bench.run()).state).toBe('failed')
  expect(await opi(applications[0]!)).toMatchObject({ state: 'to-pour', attempts: 0 })
  await target.pool.query('alter table away rename to voeux_ins')
  // Called once, perhaps poured: given up now, it is withdrawn and not forgotten.
  await withdraw(applications[0]!)
  expect(await opi(applications[0]!)).toMatchObject({ state: 'to-withdraw' })
  await bench.run()
  expect(await opi(applications[0]!)).toMatchObject({ state: 'withdrawn' })
  expect(await wishes()).not.toContain(`${code} L1INFO`)
})

test('fault 3.4: what the candidate does during the call is neither overwritten nor lost', async () => {
  const { applications } = await confirmed([info])
  const lock = await target.pool.connect()
  await lock.query('begin; lock table voeux_ins in access exclusive mode')
  const asked = await bench.requestRun({ code: batch.code, trigger: 'cli', requestedBy: 'cli:test' })
  if (!asked.ok) throw new Error('refused')
  await until(async () => {
    const { rows } = await database.pool.query('select called_at from admissions.opi')
    return rows[0].called_at !== null
  })
  await withdraw(applications[0]!)
  await lock.query('commit')
  lock.release()
  await bench.ended(asked.runId)
  expect(await opi(applications[0]!)).toMatchObject({ state: 'to-withdraw' })
  await bench.run()
  expect(await wishes()).toEqual([])
  expect(await opi(applications[0]!)).toMatchObject({ state: 'withdrawn' })
})

test('fault 3.4: an answer that nobody expects fails one candidate, not the batch', async () => {
  const odd = await confirmed([info])
  const fine = await confirmed([info])
  await target.pool.query('alter table ind_opi alter column cod_opi_int_epo type varchar(40)')
  const body = `if new.lib_nom_pat_ind_opi = 'TESTUN${people - 1}' then
    new.cod_etu_opi := 22000099; new.cod_opi_int_epo := 'LONGER THAN ANY CODE'; end if; return new;`
  await database.pool.query(`update admissions.account set student_no = '22000099' where id = $1`, [
    odd.person.accountId,
  ])
  await withTrigger({ on: 'ind_opi', when: 'insert', body }, async () => {
    expect((await bench.run()).state).toBe('failed')
  })
  expect(await opi(odd.applications[0]!)).toMatchObject({ state: 'error', cause: 'unexpected', attempts: 1 })
  expect(await opi(fine.applications[0]!)).toMatchObject({ state: 'poured' })
  await target.pool.query('truncate ind_opi, voeux_ins cascade')
  await target.pool.query('alter table ind_opi alter column cod_opi_int_epo type varchar(10)')
})

test('two applications with the same wish, one withdrawn: the wish stays for the other', async () => {
  const twin = await addFormation(database.pool, scene, 'TWIN63', { stage_code: 'L1INFO' })
  const { applications, code } = await confirmed([info, twin])
  await bench.run()
  await withdraw(applications[1]!)
  expect((await bench.run()).state).toBe('finished')
  expect(await opi(applications[1]!)).toMatchObject({ state: 'withdrawn' })
  expect(await wishes()).toEqual([`${code} L1INFO`])
})

test('cancelled in the middle: what was poured stays poured, the next run does the rest', async () => {
  for (let n = 0; n < 150; n++) await confirmed([info])
  const slow = `perform pg_sleep(0.01); return new;`
  await withTrigger({ on: 'voeux_ins', when: 'insert', body: slow }, async () => {
    const asked = await bench.requestRun({ code: batch.code, trigger: 'cli', requestedBy: 'cli:test' })
    if (!asked.ok) throw new Error('refused')
    await until(async () => {
      const { rows } = await database.pool.query(
        'select from admissions.opi where called_at is not null limit 1',
      )
      return rows.length > 0
    })
    await bench.cancelRun(asked.runId, 'test')
    expect((await bench.ended(asked.runId)).state).toBe('cancelled')
  })
  const { rows } = await database.pool.query(
    `select count(*) as n from admissions.opi where state = 'poured'`,
  )
  expect(rows[0].n).toBeLessThan(150)
  expect((await bench.run()).state).toBe('finished')
  expect(await wishes()).toHaveLength(150)
})
