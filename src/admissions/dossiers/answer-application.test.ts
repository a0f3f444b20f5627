import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addApplication,
  addDecision,
  addFormation,
  addPerson,
  addScene,
  type Person,
  type Scene,
} from '../../../test/support/admissions-scene.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { until } from '../../../test/support/test-engine.ts'
import { manualClock } from '../../platform/clock.ts'
import { transaction } from '../../platform/database.ts'
import { lockListAndApplication, lockWaitingLists } from '../decisions/waiting-list.ts'
import { openTemplateBook } from '../mails/template-book.ts'
import { type Answer, answerApplication } from './answer-application.ts'

let database: TestDatabase
let scene: Scene
let formation: number
let people = 0

beforeAll(async () => {
  database = await createTestDatabase()
  scene = await addScene(database.pool)
  formation = await addFormation(database.pool, scene, 'L1INFO')
})
afterAll(() => database?.drop())

async function admitted(): Promise<Person & { applicationId: number }> {
  const person = await addPerson(database.pool, scene, ++people)
  const applicationId = await addApplication(database.pool, scene, person, formation)
  await addDecision(database.pool, applicationId, scene.favourableId)
  return { ...person, applicationId }
}

const answerOf = (applicationId: number, accepted: boolean): Answer => ({
  applicationId,
  accepted,
  by: 'T0000001',
  author: 'candidate',
  now: Temporal.Instant.from('2026-06-15T10:00:00Z'),
  timeZone: 'Europe/Paris',
  opiUsed: true,
  seat: {
    clock: manualClock('2026-06-15T10:00:00Z'),
    templates: openTemplateBook(database.pool, { warn() {} }),
    liveRanks: true,
    administrators: ['administration@example.org'],
  },
})

function answer(applicationId: number, accepted: boolean, more: Partial<Answer> = {}) {
  return transaction(database.pool, (client) =>
    answerApplication(client, { ...answerOf(applicationId, accepted), ...more }),
  )
}

async function state(applicationId: number) {
  const { rows } = await database.pool.query(
    `select accepted, answered_by, (select row_to_json(o) from (
       select state, wanted, attempts, quarantined_at from admissions.opi where application_id = $1) o) as opi,
       array(select event from admissions.dossier_event where application_id = $1 order by id) as events
     from admissions.application where id = $1`,
    [applicationId],
  )
  return rows[0]
}

test('a confirmation has one pre-registration to pour; the same answer again changes nothing', async () => {
  const { applicationId, accountId } = await admitted()
  expect(await answer(applicationId, true)).toEqual({ ok: true, changed: true, accountId })
  const seen = {
    accepted: true,
    answered_by: 'T0000001',
    opi: { state: 'to-pour', wanted: 'pour', attempts: 0, quarantined_at: null },
    events: ['answer-accepted'],
  }
  expect(await state(applicationId)).toEqual(seen)
  expect(await answer(applicationId, true)).toEqual({ ok: true, changed: false, accountId })
  expect(await state(applicationId)).toEqual(seen)
})

test('a withdrawal takes back what was never poured, and has withdrawn what was', async () => {
  const { applicationId } = await admitted()
  await answer(applicationId, true)
  expect(await answer(applicationId, false)).toMatchObject({ ok: true, changed: true })
  expect(await state(applicationId)).toMatchObject({
    accepted: false,
    opi: null,
    events: ['answer-accepted', 'answer-refused'],
  })
  expect(await answer(applicationId, true)).toMatchObject({ ok: false, reason: 'withdrawn' })

  const poured = await admitted()
  await answer(poured.applicationId, true)
  await database.pool.query(
    `update admissions.opi set state = 'poured', poured_at = now(), attempts = 3 where application_id = $1`,
    [poured.applicationId],
  )
  await answer(poured.applicationId, false)
  expect((await state(poured.applicationId)).opi).toEqual({
    state: 'to-withdraw',
    wanted: 'withdraw',
    attempts: 0,
    quarantined_at: null,
  })
})

test('without OPI, or with a type that does not pour, nothing is to be poured', async () => {
  const one = await admitted()
  await answer(one.applicationId, true, { opiUsed: false })
  expect((await state(one.applicationId)).opi).toBeNull()
})

test('the last minute of the deadline is in the zone of the establishment', async () => {
  const { applicationId } = await admitted()
  expect(await answer(applicationId, true, { now: Temporal.Instant.from('2026-06-30T22:00:00Z') })).toEqual({
    ok: false,
    reason: 'deadline-passed',
    deadline: '2026-06-30',
  })
  expect(
    await answer(applicationId, true, { now: Temporal.Instant.from('2026-06-30T21:59:59Z') }),
  ).toMatchObject({ ok: true, changed: true })
})

test('nobody answers another’s application, an unknown one, or one that has changed since they read it', async () => {
  const { applicationId, accountId } = await admitted()
  expect(await answer(applicationId, true, { accountId: accountId + 1 })).toMatchObject({ reason: 'unknown' })
  expect(await answer(999_999, true)).toMatchObject({ reason: 'unknown' })
  expect(await answer(applicationId, true, { version: 7 })).toMatchObject({ reason: 'stale' })
  expect(await answer(applicationId, true, { accountId, version: 0 })).toMatchObject({ changed: true })
})

test('a decision that is not validated hides an earlier favourable one', async () => {
  const { applicationId } = await admitted()
  await addDecision(database.pool, applicationId, scene.favourableId, { validated: false })
  expect(await answer(applicationId, true)).toMatchObject({ ok: false, reason: 'not-favourable' })
})

test('of a confirmation and a withdrawal at the same moment, one follows the other: never both half', async () => {
  const { applicationId } = await admitted()
  const [yes, no] = await Promise.all([answer(applicationId, true), answer(applicationId, false)])
  const { accepted, opi } = await state(applicationId)
  expect(no).toMatchObject({ ok: true, changed: true })
  expect(accepted).toBe(false)
  expect(opi).toBeNull()
  if (!yes.ok) expect(yes.reason).toBe('withdrawn')
})

test('two connections: who gives a place up waits for the list before the row, so whoever holds the list may lock the row', async () => {
  const { applicationId } = await admitted()
  const batch = await database.pool.connect()
  try {
    await batch.query('begin')
    await lockWaitingLists(batch, [formation])
    const given = answer(applicationId, false)
    await until(async () => {
      const { rows } = await database.pool.query(
        `select from pg_locks where locktype = 'advisory' and not granted
           and database = (select oid from pg_database where datname = current_database())`,
      )
      return rows.length === 1
    })
    // The other way round each would wait for the other, and PostgreSQL would end one of them.
    await lockListAndApplication(batch, { formationId: formation, applicationId })
    await batch.query('commit')
    expect(await given).toMatchObject({ ok: true, changed: true })
  } finally {
    await batch.query('rollback')
    batch.release()
  }
})

test('who answers while another answer is under way is judged by what that one made', async () => {
  const { applicationId } = await admitted()
  const client = await database.pool.connect()
  try {
    await client.query('begin')
    await answerApplication(client, answerOf(applicationId, false))
    const later = answer(applicationId, true)
    await until(async () => {
      const { rowCount } = await database.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      return rowCount === 1
    })
    await client.query('commit')
    expect(await later).toMatchObject({ ok: false, reason: 'withdrawn' })
  } finally {
    await client.query('rollback')
    client.release()
  }
})

test('a seat given up goes to the first of the waiting list, once; a refused promotion is told to the administrators', async () => {
  const seats = await addFormation(database.pool, scene, 'L1DROIT', {
    waiting_list: true,
    confirm_days_wl: 5,
  })
  const place = async (typeId: number, rank: number | null = null) => {
    const person = await addPerson(database.pool, scene, ++people)
    const id = await addApplication(database.pool, scene, person, seats)
    await addDecision(database.pool, id, typeId, { rank })
    return id
  }
  const admittedId = await place(scene.favourableId)
  const second = await place(scene.waitingListId, 2)
  const first = await place(scene.waitingListId, 1)
  await Promise.all([answer(admittedId, false), answer(admittedId, false)])
  const promoted = async () =>
    (
      await database.pool.query<{ application_id: number }>(
        `select application_id from admissions.decision where created_by = 'autoListComp' order by id`,
      )
    ).rows.map((row) => row.application_id)
  expect(await promoted()).toEqual([first])

  await database.pool.query(
    `update admissions.formation set confirm_days_wl = null, confirm_by_wl = '2026-01-01' where id = $1`,
    [seats],
  )
  expect(await answer(first, false)).toMatchObject({ ok: true, changed: true })
  expect(await promoted()).toEqual([first])
  expect((await state(second)).events).toEqual(['promotion-refused'])
  const { rows } = await database.pool.query<{ mail: { to: string[]; text: string } }>(
    `select mail from outgoing_mail where occasion like 'admissions:promotion-refused:%'`,
  )
  expect(rows).toMatchObject([{ mail: { to: ['administration@example.org'] } }])
})

test('the commission that wants to know of a withdrawal is told of it, once; another one is not', async () => {
  const alerts = async () =>
    (
      await database.pool.query<{ to: string[]; subject: string }>(
        `select mail->'to' as to, mail->>'subject' as subject from outgoing_mail
         where occasion like 'admissions:COMMISSION_ALERT_DESISTEMENT:%'`,
      )
    ).rows
  const wants = (alert: boolean) =>
    database.pool.query('update admissions.commission set alert_withdrawal = $1', [alert])
  await wants(true)
  const { applicationId, dossierNo } = await admitted()
  await answer(applicationId, true)
  expect(await alerts()).toEqual([])
  await answer(applicationId, false)
  await answer(applicationId, false)
  await wants(false)
  await answer((await admitted()).applicationId, false)
  expect(await alerts()).toEqual([
    { to: ['commission@example.org'], subject: `Désistement : dossier ${dossierNo}, Formation L1INFO` },
  ])
})

test('outside the dates of its campaign a withdrawal promotes nobody', async () => {
  const seats = await addFormation(database.pool, scene, 'L1PHYS', { waiting_list: true, confirm_days_wl: 5 })
  const place = async (typeId: number, rank: number | null = null) => {
    const person = await addPerson(database.pool, scene, ++people)
    const id = await addApplication(database.pool, scene, person, seats, { new_confirm_by: '2027-06-30' })
    await addDecision(database.pool, id, typeId, { rank })
    return id
  }
  const [seat, next] = [await place(scene.favourableId), await place(scene.waitingListId, 1)]
  const now = Temporal.Instant.from('2026-09-30T22:00:00Z')
  expect(await answer(seat, false, { now })).toMatchObject({ ok: true, changed: true })
  expect((await state(next)).events).toEqual([])
  // Nor does one whose formation promotes by a decision that admits nobody.
  await database.pool.query('update admissions.formation set favourable_type_id = $1 where id = $2', [
    scene.unfavourableId,
    seats,
  ])
  expect(await answer(await place(scene.favourableId), false)).toMatchObject({ ok: true, changed: true })
  expect((await state(next)).events).toEqual([])
})
