import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDecision } from '../../../test/support/admissions-scene.ts'
import { type DecisionBench, decisionBench } from '../../../test/support/decision-bench.ts'
import batch from '../batches/batch-desist-auto.ts'

// Random offices against a model that is as naive as the specification reads (admissions.md 3.13).

let office: DecisionBench
beforeAll(async () => {
  office = await decisionBench(batch, '2026-07-01T21:15:00Z')
})
afterAll(() => office?.stop())

interface Case {
  readonly formation: number
  readonly kind: 'admitted' | 'waiting' | 'refused'
  readonly rank: number | null
  readonly ownDeadline: string | null
  readonly accepted: boolean | null
  readonly cancelled: boolean
  readonly superseded: boolean
}

interface Outcome {
  readonly accepted: boolean | null
  readonly promoted: boolean
  readonly realRank: number | null
}

/** Formations 0 and 1 keep waiting lists, 1 without a deadline to come for whoever is promoted; 2 keeps none. */
function model(cases: readonly Case[]): Outcome[] {
  const state = cases.map((one) => ({
    ...one,
    promoted: false,
    realRank: null as number | null,
  }))
  const listOf = (formation: number) =>
    state
      .map((one, at) => ({ one, at }))
      .filter(
        ({ one }) =>
          one.formation === formation &&
          one.kind === 'waiting' &&
          one.rank !== null &&
          !one.cancelled &&
          !one.superseded &&
          !one.promoted,
      )
      .sort((a, b) => a.one.rank! - b.one.rank! || a.at - b.at)
  for (const one of state) {
    const admitted = one.kind === 'admitted' && !one.superseded
    if (!admitted || one.cancelled || one.accepted !== null) continue
    if (one.ownDeadline === null || one.ownDeadline >= '2026-07-01') continue
    one.accepted = false
    const first = one.formation === 0 ? listOf(0)[0] : undefined
    if (first === undefined) continue
    first.one.promoted = true
    first.one.accepted = null
    listOf(0).forEach(({ one: ranked }, at) => {
      ranked.realRank = at + 1
    })
  }
  return state.map(({ accepted, promoted, realRank }) => ({
    accepted,
    promoted,
    realRank: promoted ? null : realRank,
  }))
}

const someone: fc.Arbitrary<Case> = fc.record({
  formation: fc.constantFrom(0, 0, 0, 1, 2),
  kind: fc.constantFrom('admitted', 'admitted', 'waiting', 'waiting', 'refused'),
  rank: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null, freq: 4 }),
  ownDeadline: fc.constantFrom('2026-06-30', '2026-06-30', '2026-07-01', '2026-07-02', null),
  accepted: fc.constantFrom(null, null, null, true, false),
  cancelled: fc.constantFrom(false, false, false, true),
  superseded: fc.constantFrom(false, false, false, true),
})

test('random lists, deadlines and answers: withdrawn, promoted and ranked as the model says; a second run changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(someone, { minLength: 4, maxLength: 14 }), async (cases) => {
      await office.clear()
      const none = { confirm_by: null }
      const formations = [
        await office.formation('F0', { ...none, waiting_list: true, confirm_days_wl: 5 }),
        await office.formation('F1', { ...none, waiting_list: true }),
        await office.formation('F2', none),
      ]
      const ids: number[] = []
      for (const one of cases) {
        const formation = formations[one.formation]!
        const values = {
          new_confirm_by: one.ownDeadline,
          accepted: one.accepted,
          answered_at: one.accepted === null ? null : '2026-06-01T10:00:00Z',
          cancelled_at: one.cancelled ? '2026-06-01T10:00:00Z' : null,
        }
        const id =
          one.kind === 'admitted'
            ? await office.admitted(formation, values)
            : await office.waiting(formation, one.rank, values)
        if (one.superseded || one.kind === 'refused')
          await addDecision(office.database.pool, id, office.scene.unfavourableId, {
            validated: !one.superseded,
          })
        ids.push(id)
      }
      const run = await office.bench.run()
      expect(run.state).toBe('finished')
      const see = async () => {
        const { rows } = await office.database.pool.query<Outcome & { id: number }>(
          `select id, accepted,
             exists (select from admissions.decision where application_id = application.id
                     and created_by = 'autoListComp') as promoted,
             (select max(real_rank) from admissions.decision where application_id = application.id) as "realRank"
           from admissions.application order by id`,
        )
        return rows.map(({ accepted, promoted, realRank }) => ({ accepted, promoted, realRank }))
      }
      const seen = await see()
      expect(seen).toEqual(model(cases))
      const posted = await office.mails()
      expect((await office.bench.run()).detail).toMatchObject({ selectionnes: 0 })
      expect(await see()).toEqual(seen)
      expect(await office.mails()).toEqual(posted)
    }),
    { numRuns: 8, seed: 313 },
  )
})
