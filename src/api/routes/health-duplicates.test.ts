import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { addDuplicateScene, addPair, addStudent } from '../../../test/support/duplicate-scene.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { forgetMerges } from '../../health/duplicates/merge/forget-merges.ts'

let database: TestDatabase
let node: ApiNode
let operator: ApiClient
let physician: ApiClient
beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, {
    clock: '2026-03-02T10:00:00Z',
    configuration: { encryptionKeys: [Buffer.alloc(32, 3).toString('base64')] },
  })
  operator = await node.signIn({ roles: { health: 'operator' }, login: 'testun-secretaire' })
  physician = await node.signIn({
    roles: { health: 'operator' },
    rights: ['medical'],
    login: 'testun-medecin',
  })
})
afterAll(async () => {
  await node.stop()
  await database.drop()
})

const list = async (query: Record<string, string> = {}) =>
  (await operator.get('/api/health/duplicates', { query })).body
const decide = async (pair: number, body: object, who = operator) =>
  await who.post(`/api/health/duplicates/${pair}/decision`, body)

test('groups come best first, page by page, each once; 15: three records of one person are one group of three', async () => {
  const [a, b, c, d, e, f, g] = [
    await addStudent(database),
    await addStudent(database),
    await addStudent(database),
    await addStudent(database, { family_name: 'TESTDEUX', first_name: 'Paul' }),
    await addStudent(database, { family_name: 'TESTDEUX', first_name: 'Paula' }),
    await addStudent(database),
    await addStudent(database),
  ]
  const ab = await addPair(database, a, b, { score: 60 })
  const bc = await addPair(database, b, c, { score: 90, tier: 'certain' })
  const de = await addPair(database, d, e, { score: 70 })
  const fg = await addPair(database, f, g, { score: 50, tier: 'possible' })
  await addPair(database, d, g, { score: 46, tier: 'possible', state: 'obsolete' })

  const pages: [number, number[]][] = []
  let after: string | null = ''
  while (after !== null) {
    const page = await list({ size: '1', ...(after === '' ? {} : { after }) })
    for (const { pair, records } of page.items)
      pages.push([pair.id, records.map(({ id }: { id: number }) => id)])
    after = page.next
  }
  expect(pages).toEqual([
    [bc, [a, b, c]],
    [de, [d, e]],
    [fg, [f, g]],
  ])
  const { items, counts } = await list({ tier: 'probable' })
  expect(items.map((group: { pair: { id: number } }) => group.pair.id)).toEqual([de])
  expect(counts).toEqual([
    { state: 'new', tier: 'certain', pairs: 1 },
    { state: 'new', tier: 'possible', pairs: 1 },
    { state: 'new', tier: 'probable', pairs: 2 },
  ])
  const group = (await operator.get(`/api/health/duplicates/${ab}`)).body
  expect(group.records.map(({ id }: { id: number }) => id)).toEqual([a, b, c])
  expect(group.pairs.map(({ id }: { id: number }) => id)).toEqual([bc, ab])
  expect(group.pairs[0].reasons[0]).toEqual({
    code: 'birth-date-equal',
    points: 25,
    text: { fr: 'même date de naissance', en: 'same birth date' },
  })
  expect((await operator.get(`/api/health/duplicates/${de}`)).body.differences).toEqual(['firstName'])

  // Decisions: each with the version that was seen.
  expect((await decide(de, { decision: 'ignore', version: 0 })).status).toBe(422)
  const ignored = await decide(de, { decision: 'ignore', reason: 'frère et sœur', version: 0 })
  expect([ignored.status, ignored.body]).toMatchObject([
    200,
    { state: 'ignored', decidedBy: 'testun-secretaire', decisionReason: 'frère et sœur', version: 1 },
  ])
  expect((await decide(de, { decision: 'later', version: 0 })).body.code).toBe('STALE_VERSION')
  expect((await decide(fg, { decision: 'later', version: 0 })).body.state).toBe('later')
  const heads = async (state: string) =>
    (await list({ state })).items.map(({ pair }: { pair: { id: number } }) => pair.id)
  expect([await heads('new'), await heads('later'), await heads('ignored')]).toEqual([[bc], [fg], [de]])
  // A group with a new pair is to be reviewed, whatever waits for later in it.
  await decide(bc, { decision: 'later', version: 0 })
  expect([await heads('new'), await heads('later')]).toEqual([[ab], [fg]])
  expect((await decide(de, { decision: 'reopen', version: 1 })).body).toMatchObject({
    state: 'new',
    decidedBy: null,
    decisionReason: null,
  })
  const { rows } = await database.pool.query(
    `select action, detail from audit_event where subject = $1 order by id`,
    [`duplicate-pair:${de}`],
  )
  expect(JSON.stringify(rows)).not.toContain('frère')
  expect(rows.map(({ action }) => action)).toEqual([
    'duplicate.viewed',
    'duplicate.ignored',
    'duplicate.reopened',
  ])
  expect((await decide(999_999, { decision: 'later', version: 0 })).body.code).toBe('UNKNOWN_PAIR')
})

test('a physician previews, merges, finds it in the journal and undoes it; nobody else may', async () => {
  const scene = await addDuplicateScene(database)
  await database.pool.query(`update student set nir_encrypted = '\\x01' where id = $1`, [scene.kept])
  const group = (await operator.get(`/api/health/duplicates/${scene.pair}`)).body
  expect(group.records[0]).toMatchObject({
    holds: { enrolments: 2, consultations: 1, appointments: 1, followUps: 1, vaccinations: 1, documents: 1 },
    lastContact: '2025-10-01',
    sources: [{ model: 'APOGEE' }],
  })
  expect(JSON.stringify(group)).not.toMatch(/nir/i)
  const wanted = { keptId: scene.kept, absorbedId: scene.absorbed, values: { firstName: 'absorbed' } }
  expect((await operator.post('/api/health/merge-previews', wanted)).status).toBe(403)
  const preview = (await physician.post('/api/health/merge-previews', wanted)).body
  expect(preview.moves.find(({ thing }: { thing: string }) => thing === 'consultations')).toMatchObject({
    rows: 1,
    list: [{ on: '2025-11-01' }],
  })
  expect(preview.moves[0].list.map(({ label }: { label: string }) => label)).toEqual([
    '2025 0990001X SCI',
    '2023 0990002Y MED',
  ])
  const merge = { ...wanted, fingerprint: preview.fingerprint, samePerson: true }
  expect((await operator.post('/api/health/merges', merge)).status).toBe(403)
  expect((await physician.post('/api/health/merges', { ...merge, samePerson: false })).status).toBe(422)
  expect((await physician.post('/api/health/merges', { ...merge, fingerprint: 'x' })).body.code).toBe(
    'STALE_VERSION',
  )
  const made = await physician.post('/api/health/merges', merge)
  expect([made.status, made.body]).toMatchObject([201, { keptId: scene.kept }])
  expect((await decide(scene.pair, { decision: 'later', version: 1 })).body.code).toBe('PAIR_CLOSED')

  const [entry] = (await operator.get('/api/health/merges')).body.items
  expect(entry).toMatchObject({
    id: made.body.mergeId,
    keptName: 'TESTUN Zoe',
    madeBy: 'testun-medecin',
    undoableUntil: '2026-04-01T10:00:00.000Z',
    undoable: true,
  })
  const detail = async () => (await operator.get(`/api/health/merges/${entry.id}`)).body
  expect((await detail()).obstacles).toEqual([])
  await database.pool.query(`update vaccination set booster = true where student_id = $1`, [scene.kept])
  expect((await detail()).obstacles).toEqual([
    { fr: expect.stringContaining('1 vaccination'), en: expect.stringContaining('1 vaccination') },
  ])
  const refused = await physician.post(`/api/health/merges/${entry.id}/undo`)
  expect([refused.status, refused.body.code, refused.body.errors.length]).toEqual([409, 'UNDO_REFUSED', 1])
  await database.pool.query(`update vaccination set booster = null where student_id = $1`, [scene.kept])
  expect((await operator.post(`/api/health/merges/${entry.id}/undo`)).status).toBe(403)
  expect((await physician.post(`/api/health/merges/${entry.id}/undo`)).status).toBe(204)
  expect(await detail()).toMatchObject({ undoable: false, undoneBy: 'testun-medecin' })
  expect((await operator.get('/api/health/merges/999999')).body.code).toBe('UNKNOWN_MERGE')
})

test('CLEAN empties what a merge kept of the records once its time is over, not before', async () => {
  const scene = await addDuplicateScene(database)
  const wanted = { keptId: scene.kept, absorbedId: scene.absorbed }
  const { fingerprint } = (await physician.post('/api/health/merge-previews', wanted)).body
  const { mergeId } = (
    await physician.post('/api/health/merges', { ...wanted, fingerprint, samePerson: true })
  ).body
  await forgetMerges({ database, clock: node.engine.clock } as unknown as RunContext)
  const image = async () =>
    (await database.pool.query('select before_encrypted from merge_journal where id = $1', [mergeId])).rows[0]
      .before_encrypted
  const { rows } = await database.pool.query<{ until: Date }>(
    'select undoable_until as until from merge_journal where id = $1',
    [mergeId],
  )
  // Exactly thirty days after it can still be undone, hence is still kept.
  node.clock!.set(rows[0]!.until.toISOString())
  await forgetMerges({ database, clock: node.engine.clock } as unknown as RunContext)
  expect(await image()).not.toBeNull()
  node.clock!.set('2026-04-02T10:00:00Z')
  expect(await forgetMerges({ database, clock: node.engine.clock } as unknown as RunContext)).toMatchObject({
    fusions_purgees: 1,
  })
  expect(await image()).toBeNull()
})
