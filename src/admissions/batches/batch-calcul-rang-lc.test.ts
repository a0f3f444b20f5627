import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addDecision } from '../../../test/support/admissions-scene.ts'
import { type DecisionBench, decisionBench } from '../../../test/support/decision-bench.ts'
import { liveRanks } from '../settings.ts'
import batch from './batch-calcul-rang-lc.ts'

let office: DecisionBench
beforeAll(async () => {
  office = await decisionBench(batch, '2026-06-01T21:45:00Z')
})
afterAll(() => office?.stop())
beforeEach(() => office.clear())

test('an office without waiting lists: said so', async () => {
  await office.formation('F1')
  const run = await office.bench.run()
  expect(run).toMatchObject({ state: 'finished', detail: { selectionnes: 0, avis_examines: 0 } })
  expect(run.log).toEqual(['aucune formation en service ne gère de liste complémentaire : rien à faire'])
})

test('73: equal ranks by decision, gaps closed, null ranks and those who left without; a second run changes nothing', async () => {
  await office.bench.settings.set(liveRanks.key, false, 'test')
  const f = await office.formation('F1', { waiting_list: true })
  await office.formation('F2', { waiting_list: true })
  await office.formation('F3', { waiting_list: true, in_service: false })
  const second = await office.waiting(f, 3)
  const third = await office.waiting(f, 3)
  const first = await office.waiting(f, 1)
  const unranked = await office.waiting(f, null)
  const cancelled = await office.waiting(f, 2, { cancelled_at: '2026-05-10T10:00:00Z' })
  const admitted = await office.waiting(f, 2)
  await addDecision(office.database.pool, admitted, office.scene.favourableId)
  await office.database.pool.query(
    'update admissions.decision set real_rank = 9 where application_id = any ($1)',
    [[cancelled, unranked, first]],
  )
  const run = await office.bench.run()
  expect(run).toMatchObject({
    state: 'finished',
    detail: { selectionnes: 2, traites: 2, en_erreur: 0, avis_examines: 3, rangs_modifies: 5 },
  })
  expect(run.log).toEqual([
    'campagne 2026 : listes complémentaires de 2 formation(s)',
    'le calcul au fil de l’eau est désactivé (LC_IS_CALCUL_RANG_REEL) : ce batch calcule quand même',
    'formation F1 : 5 rang(s) modifié(s) sur 3 avis',
    'terminé : 2 formation(s), 3 avis examiné(s), 5 rang(s) modifié(s)',
  ])
  const ranks = async () =>
    Promise.all(
      [first, second, third, unranked, cancelled, admitted].map(
        async (id) => (await office.see(id)).decisions,
      ),
    )
  const expected = [
    ['LISTE 1→1'],
    ['LISTE 3→2'],
    ['LISTE 3→3'],
    ['LISTE'],
    ['LISTE 2→'],
    ['LISTE 2→', 'ADMIS'],
  ]
  expect(await ranks()).toEqual(expected)
  const { rows } = await office.database.pool.query(
    `select modified_by as by from admissions.application where id = $1`,
    [second],
  )
  expect(rows).toEqual([{ by: 'autoListComp' }])
  expect((await office.bench.run()).detail).toMatchObject({ avis_examines: 3, rangs_modifies: 0 })
  expect(await ranks()).toEqual(expected)
})

test('two connections: a list that somebody holds is ranked after them', async () => {
  const f = await office.formation('F1', { waiting_list: true })
  await office.waiting(f, 2)
  const { lockWaitingLists } = await import('../decisions/waiting-list.ts')
  const client = await office.database.pool.connect()
  try {
    await client.query('begin')
    await lockWaitingLists(client, [f])
    const running = office.bench.run()
    const later = await office.waiting(f, 1)
    await client.query('commit')
    expect((await running).detail).toMatchObject({ avis_examines: 2 })
    expect((await office.see(later)).decisions).toEqual(['LISTE 1→1'])
  } finally {
    await client.query('rollback')
    client.release()
  }
})
