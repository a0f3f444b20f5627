import { existsSync, readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ImportEngine, runOf, startImportEngine } from '../../../test/support/import-engine.ts'
import { emptyBase } from '../../../test/support/student-base.ts'
import { addItems, file, line, students } from '../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine, untilIdle } from '../../../test/support/test-engine.ts'
import { findExchangeOfRun } from '../../exchange/exchange-record.ts'
import { approveHeldExchange, discardHeldExchange } from '../../exchange/held-exchange.ts'

// The guard (design.md, "How a file travels"): hold, approval, discarding; and imports that take turns.

let database: TestDatabase
let engine: ImportEngine
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
beforeEach(async () => {
  engine = await startImportEngine(database)
  await engine.settings.set('health.import.guard.minimum-lines', 4, 'test')
})
afterEach(async () => {
  await engine.stop()
  await forgetEngine(database)
  await emptyBase(database)
})
afterAll(() => database.drop())

const names = ['TESTUN', 'TESTDEUX', 'TESTTROIS', 'TESTQUATRE']
/** Two of four lines are rejected: more than the three tenths that are allowed. */
const halfRejected = file(...names.map((NOM, index) => line({ NOM, CODE_NATIO: index < 2 ? '' : '100' })))

const approve = (runId: number, author = 'bob') =>
  approveHeldExchange(database, engine.requestRun, { runId, author, trigger: 'manual' })
const discard = (runId: number, author = 'bob') => discardHeldExchange(database, { runId, author })
const exchangeOf = async (runId: number) => (await findExchangeOfRun(database.pool, runId))!
const storedNames = async () => (await students(database)).map((student) => student.family_name)

/** A held import; gives the run and the copy that waits. */
async function held() {
  const run = await engine.manual(halfRejected)
  expect(run).toMatchObject({ state: 'finished', detail: { state: 'held', created: 2, rejected: 2 } })
  return { runId: run.id, copy: (await exchangeOf(run.id)).keptPath! }
}

test('too large a share is rejected: nothing is written, a copy waits, the figures and the reason are told', async () => {
  const { runId, copy } = await held()
  expect(await students(database)).toEqual([])
  expect(readFileSync(copy)).toEqual(halfRejected)
  expect(await exchangeOf(runId)).toMatchObject({
    state: 'held',
    lines: 4,
    created: 2,
    rejected: 2,
    report: { hold: [{ kind: 'limit', figure: 'rejected', lines: 2, share: 0.5, limit: 0.3 }] },
  })
})

test('too large a share of records is changed: held as well', async () => {
  await engine.manual(file(...names.map((NOM) => line({ NOM }))))
  const moved = file(...names.map((NOM, index) => line({ NOM, COMMUNE: index < 3 ? 'TESTBOURG' : '' })))
  expect((await engine.manual(moved)).detail).toMatchObject({ state: 'held', updated: 3 })
  expect((await students(database)).map((student) => student.town)).toEqual([null, null, null, null])
})

test('a file with fewer lines than the minimum is never held, nor is one that would write nothing', async () => {
  const few = file(
    line(),
    line({ NOM: 'TESTDEUX', CODE_NATIO: '' }),
    line({ NOM: 'TESTTROIS', CODE_NATIO: '' }),
  )
  expect((await engine.manual(few)).detail).toMatchObject({ state: 'applied', created: 1, rejected: 2 })
  const none = file(...names.map((NOM) => line({ NOM, CODE_NATIO: '' })))
  expect((await engine.manual(none)).detail).toMatchObject({ state: 'applied', rejected: 4 })
})

test('approved, it is applied from the copy, which then is removed', async () => {
  const { runId, copy } = await held()
  const decision = await approve(runId)
  if (!decision.ok || decision.runId === null) throw new Error('approved')
  expect(await engine.waitForRun(decision.runId)).toMatchObject({
    state: 'finished',
    detail: { state: 'applied', created: 2, rejected: 2 },
  })
  expect(await storedNames()).toEqual(['TESTTROIS', 'TESTQUATRE'])
  expect(await exchangeOf(runId)).toMatchObject({ state: 'approved', decidedBy: 'bob' })
  expect(await exchangeOf(decision.runId)).toMatchObject({
    state: 'applied',
    approvalOf: (await exchangeOf(runId)).id,
  })
  expect(existsSync(copy)).toBe(false)
})

test('approved after the base has moved: held again with the figures that differ; then it can be approved anew', async () => {
  const { runId } = await held()
  await engine.manual(file(line({ NOM: 'TESTTROIS' })))
  const first = await approve(runId)
  if (!first.ok || first.runId === null) throw new Error('approved')
  expect((await engine.waitForRun(first.runId)).detail).toMatchObject({
    state: 'held',
    created: 1,
    unchanged: 1,
  })
  expect((await exchangeOf(first.runId)).report).toMatchObject({
    hold: [{ kind: 'moved', figure: 'created', approved: 2, lines: 1, since: 'approval' }],
  })
  expect(await storedNames()).toEqual(['TESTTROIS'])
  const second = await approve(first.runId)
  if (!second.ok || second.runId === null) throw new Error('approved')
  expect((await engine.waitForRun(second.runId)).detail).toMatchObject({ state: 'applied', created: 1 })
  expect(await storedNames()).toEqual(['TESTTROIS', 'TESTQUATRE'])
})

test('discarded, it is never applied, and the copy is removed', async () => {
  const { runId, copy } = await held()
  expect(await discard(runId)).toMatchObject({ ok: true, runId: null })
  expect(existsSync(copy)).toBe(false)
  expect(await exchangeOf(runId)).toMatchObject({ state: 'discarded', decidedBy: 'bob' })
  expect(await students(database)).toEqual([])
})

test('decided once, it cannot be decided again, whoever comes second', async () => {
  const { runId } = await held()
  const decisions = await Promise.all([approve(runId, 'bob'), discard(runId, 'carol')])
  expect(decisions.filter((decision) => decision.ok)).toHaveLength(1)
  await untilIdle(database)
  const winner = (await exchangeOf(runId)).decidedBy
  for (const decide of [approve, discard])
    expect(await decide(runId, 'dave')).toMatchObject({
      ok: false,
      code: 'NOT_HELD',
      message: { fr: `L'import de l'exécution ${runId} a déjà été décidé par ${winner}` },
    })
})

test('an approval that comes to nothing leaves the import waiting', async () => {
  const { runId, copy } = await held()
  await database.pool.query(`update import_model set active = false where code = 'APOGEE'`)
  const decision = await approve(runId)
  if (!decision.ok || decision.runId === null) throw new Error('approved')
  expect(await engine.waitForRun(decision.runId)).toMatchObject({ state: 'failed' })
  expect(await exchangeOf(runId)).toMatchObject({ state: 'held', decidedBy: null })
  expect(existsSync(copy)).toBe(true)
})

test('what IMP_QUO holds is approved in the same way, and its report goes to the same people', async () => {
  await engine.settings.set('health.import.recipients', ['registry@example.org'], 'test')
  engine.drop(halfRejected)
  const night = await engine.nightly()
  expect(night.detail).toMatchObject({ state: 'held' })
  engine.drop(file(line({ NOM: 'AUTRE' })))
  const decision = await approve(night.id)
  if (!decision.ok || decision.runId === null) throw new Error('approved')
  expect((await engine.waitForRun(decision.runId)).detail).toMatchObject({ state: 'applied', created: 2 })
  expect(await storedNames()).toEqual(['TESTTROIS', 'TESTQUATRE'])
  const { rows } = await database.pool.query(
    `select mail -> 'to' as recipients from outgoing_mail order by id`,
  )
  expect(rows).toEqual([{ recipients: ['registry@example.org'] }, { recipients: ['registry@example.org'] }])
})

test('a dry run is never held: it shows the figures', async () => {
  expect((await engine.manual(halfRejected, { dryRun: true })).detail).toMatchObject({
    state: 'simulated',
    created: 2,
    rejected: 2,
  })
  expect(await students(database)).toEqual([])
})

test('case 26: two imports at once take turns, and so does IMP_QUO', async () => {
  engine.drop(file(line({ NOM: 'TESTDEUX' })))
  const ids = [
    (await engine.manual(file(line()))).id,
    ...(await Promise.all([
      engine.manual(file(line({ NOM: 'TESTTROIS' }))),
      engine.manual(file(line({ NOM: 'TESTQUATRE' }))),
      engine.nightly(),
    ]).then((runs) => runs.map((run) => run.id))),
  ]
  const runs = await Promise.all(ids.map((id) => runOf(database, id)))
  expect(runs.map((run) => run.state)).toEqual(['finished', 'finished', 'finished', 'finished'])
  expect((await storedNames()).sort()).toEqual([...names].sort())
  const { rows } =
    await database.pool.query(`select count(*) as overlaps from file_exchange one, file_exchange other
    where one.id < other.id and one.begun_at < other.ended_at and other.begun_at < one.ended_at`)
  expect(rows).toEqual([{ overlaps: 0 }])
})
