import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type DecisionBench, decisionBench } from '../../../test/support/decision-bench.ts'
import { until } from '../../../test/support/test-engine.ts'
import { activeCampaign } from '../campaigns/active-campaign.ts'
import { reminderDays } from '../settings.ts'
import batch from './batch-relance-favo.ts'

let office: DecisionBench
beforeAll(async () => {
  // 23:30 in Paris on 1 June 2026.
  office = await decisionBench(batch, '2026-06-01T21:30:00Z')
})
afterAll(() => office?.stop())
beforeEach(() => office.clear())

const subject = (no: number) => `testun${no}@example.org Votre réponse est attendue : Formation F1`

test('an empty office: said so', async () => {
  const run = await office.bench.run()
  expect(run).toMatchObject({ state: 'finished', detail: { selectionnes: 0, traites: 0, en_erreur: 0 } })
  expect(run.log).toEqual(['campagne 2026 : aucun avis favorable à relancer'])
})

test('72: from today to today + N, once for each deadline; answered, past and later ones are left; twice sends nothing', async () => {
  const f = await office.formation('F1')
  const due = (newConfirmBy: string, more = {}) =>
    office.admitted(f, { new_confirm_by: newConfirmBy, ...more })
  const last = await due('2026-06-03')
  const today = await due('2026-06-01')
  await due('2026-06-04')
  await due('2026-05-31')
  await due('2026-06-02', {
    accepted: true,
    answered_at: '2026-06-01T10:00:00Z',
    answered_by: 'T0000005',
  })
  await due('2026-06-02', { reminded_for: '2026-06-02' })
  const run = await office.bench.run()
  expect(run).toMatchObject({ state: 'finished', detail: { selectionnes: 2, traites: 2, ignores: 0 } })
  const sent = [subject(1), `(copie) ${subject(1)}`, subject(2), `(copie) ${subject(2)}`]
  expect(await office.mails()).toEqual(sent)
  expect(await office.see(last)).toMatchObject({ accepted: null, reminded: '2026-06-03' })
  expect(await office.see(today)).toMatchObject({ reminded: '2026-06-01' })
  expect((await office.bench.run()).detail).toMatchObject({ selectionnes: 0 })
  expect(await office.mails()).toEqual(sent)

  // Extended: told of the new deadline when it is near.
  await office.database.pool.query(
    `update admissions.application set new_confirm_by = '2026-06-02' where id = $1`,
    [today],
  )
  await office.bench.run()
  expect(await office.mails()).toHaveLength(6)
  expect(await office.see(today)).toMatchObject({ reminded: '2026-06-02' })
})

test('72: a reminder of no days is refused before anything is touched', async () => {
  await office.admitted(await office.formation('F1'), { new_confirm_by: '2026-06-01' })
  await expect(office.bench.settings.set(reminderDays.key, 0, 'test')).rejects.toThrow()
  await office.database.pool.query(
    `insert into setting (key, value, changed_at, changed_by) values ($1, '0', now(), 'test')`,
    [reminderDays.key],
  )
  expect(await office.bench.run()).toMatchObject({ state: 'failed' })
  expect(await office.mails()).toEqual([])
})

test('fault 3.14: who answers between the selection and the mail gets none', async () => {
  const f = await office.formation('F1')
  const id = await office.admitted(f, { new_confirm_by: '2026-06-02' })
  const reminded = await office.admitted(f, { new_confirm_by: '2026-06-02' })
  const client = await office.database.pool.connect()
  try {
    await client.query('begin')
    await client.query(
      `update admissions.application set accepted = true, answered_at = now(), answered_by = 'T0000001' where id = $1`,
      [id],
    )
    await client.query('update admissions.application set reminded_for = $2 where id = $1', [
      reminded,
      '2026-06-02',
    ])
    const running = office.bench.run()
    await until(async () => {
      const { rows } = await office.database.pool.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and query like 'select from admissions.application%'`,
      )
      return rows.length === 1
    })
    await client.query('commit')
    expect(await running).toMatchObject({ state: 'finished', detail: { traites: 0, ignores: 2 } })
    expect(await office.mails()).toEqual([])
  } finally {
    await client.query('rollback')
    client.release()
  }
})

test('fault 3.14: a reminder that fails stops none of those with it, and is made up for', async () => {
  const f = await office.formation('F1')
  const [sound, broken] = [
    await office.admitted(f, { new_confirm_by: '2026-06-02' }),
    await office.admitted(f, { new_confirm_by: '2026-06-02' }),
  ]
  await office.database.pool.query(
    `create function admissions.fails() returns trigger language plpgsql as
       $$begin if new.application_id = ${broken} then raise 'TESTUN' using errcode = '22000'; end if; return new; end$$;
     create trigger fails before insert on admissions.dossier_event for each row execute function admissions.fails()`,
  )
  const run = await office.bench.run()
  await office.database.pool.query('drop function admissions.fails cascade')
  expect(run).toMatchObject({ state: 'failed', detail: { selectionnes: 2, traites: 1, en_erreur: 1 } })
  expect(run.log.join()).toContain('dossier T0000002, formation F1 : erreur 22000 de la base')
  expect(await office.see(sound)).toMatchObject({ reminded: '2026-06-02' })
  expect(await office.see(broken)).toMatchObject({ reminded: null })
  expect(await office.mails()).toEqual([subject(1), `(copie) ${subject(1)}`])
  await office.database.pool.query(`update batch_unit_failure set next_try = '2026-01-01'`)
  expect(await office.bench.run()).toMatchObject({ state: 'finished', detail: { traites: 1, ignores: 0 } })
  expect(await office.mails()).toHaveLength(4)
})

test('fault 3.14: a template out of service sends nothing, says so, and reminds once it is back', async () => {
  const setService = (inService: boolean) =>
    office.database.pool.query(
      `update admissions.mail_template set in_service = $1 where code = 'CANDIDATURE_RELANCE_FAVO'`,
      [inService],
    )
  await office.admitted(await office.formation('F1'), { new_confirm_by: '2026-06-02' })
  await setService(false)
  const run = await office.bench.run()
  expect(run).toMatchObject({ state: 'finished', detail: { selectionnes: 1, traites: 0, ignores: 1 } })
  expect(run.log).toContain("modèle de courriel CANDIDATURE_RELANCE_FAVO hors service : rien n'est envoyé")
  await setService(true)
  expect((await office.bench.run()).detail).toMatchObject({ traites: 1 })
})

test('74: the first and the last day of a campaign are of it', async () => {
  const at = (now: string) =>
    activeCampaign(office.database.pool, {
      sisKind: office.scene.sisKind,
      now: Temporal.Instant.from(now),
      timeZone: 'Europe/Paris',
    })
  // 1 January to 30 September, in Paris.
  expect((await at('2025-12-31T22:59:59Z')).ok).toBe(false)
  expect((await at('2025-12-31T23:00:00Z')).ok).toBe(true)
  expect((await at('2026-09-30T21:59:59Z')).ok).toBe(true)
  expect((await at('2026-09-30T22:00:00Z')).ok).toBe(false)
})

test('74: outside the campaign: finished with an explicit line', async () => {
  office.bench.clock.advanceTo('2026-10-01T21:30:00Z')
  const run = await office.bench.run()
  expect(run).toMatchObject({ state: 'finished' })
  expect(run.log).toEqual(['aucune campagne active : 2026 a pris fin le 30/09/2026 : rien à faire'])
})
