import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addDuplicateScene,
  addPair,
  addStudent,
  type DuplicateScene,
  dumpOf,
} from '../../../../test/support/duplicate-scene.ts'
import { testEncryption } from '../../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { nirPlace } from '../../students/nir-place.ts'
import type { DuplicateRefused } from '../refusal.ts'
import { mergeRecords } from './merge-records.ts'
import { type MergeRequest, previewMerge } from './preview-merge.ts'
import { undoMerge, undoVerdict } from './undo-merge.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(async () => {
  await database.drop()
})

const editor = { author: 'testun-medecin', address: null }
const day = '2026-03-02T10:00:00Z'
const later = (days: number, hours = 0) =>
  new Date(Date.parse(day) + (days * 24 + hours) * 3_600_000).toISOString()
const around = (now = day) => ({ database, encryption: testEncryption, now })

async function merge(
  scene: Pick<DuplicateScene, 'kept' | 'absorbed'>,
  values: MergeRequest['values'] = {},
  now = day,
) {
  const request = { keptId: scene.kept, absorbedId: scene.absorbed, values }
  const { fingerprint } = await previewMerge(database.pool, request)
  return await mergeRecords(around(now), editor, { ...request, fingerprint })
}

async function refusal(attempt: Promise<unknown>): Promise<[string, ...string[]]> {
  try {
    await attempt
  } catch (error) {
    const { code, reasons } = error as DuplicateRefused
    return [code, ...reasons.map(({ fr }) => fr)]
  }
  throw new Error('not refused')
}

const one = async (sql: string, ...values: unknown[]) => (await database.pool.query(sql, values)).rows[0]
const all = async (sql: string, ...values: unknown[]) => (await database.pool.query(sql, values)).rows

test('the preview says what moves, what is equal and what differs, and changes nothing', async () => {
  const scene = await addDuplicateScene(database)
  const before = await dumpOf(database)
  const plan = await previewMerge(database.pool, {
    keptId: scene.kept,
    absorbedId: scene.absorbed,
    values: {},
  })
  expect(await dumpOf(database)).toEqual(before)
  expect(Object.fromEntries(plan.moves.map(({ table, rows }) => [table, rows]))).toEqual({
    enrolment: 2,
    consultation: 1,
    appointment: 1,
    follow_up: 1,
    vaccination: 1,
    scan_file: 1,
    returned_mail: 1,
  })
  expect(plan.equalEnrolments.map(({ year, stays }) => [year, stays])).toEqual([
    [2024, 'kept'],
    [2025, 'absorbed'],
  ])
  const value = (name: string) => plan.values.find((one) => one.name === name)
  expect(value('firstName')).toMatchObject({ kept: ['Zoé'], absorbed: ['Zoe'], differs: true, from: 'kept' })
  expect(value('phone')).toMatchObject({ kept: [], absorbed: ['0600000000'], from: 'absorbed' })
  expect(value('sex')).toMatchObject({ differs: false })
  expect(plan.login).toMatchObject({ givenUp: true })
  expect(plan.newAliases).toHaveLength(2)
  expect([plan.followers, plan.refusals]).toEqual([1, []])
})

test('a merge moves every row, keeps the more recent of equal enrolments, and leads to the kept record by every INE', async () => {
  const scene = await addDuplicateScene(database)
  const before = await one('select * from student where id = $1', scene.absorbed)
  const { mergeId } = await merge(scene, { firstName: 'kept', address: 'absorbed' })
  const kept = await one('select * from student where id = $1', scene.kept)
  expect(kept).toMatchObject({
    first_name: 'Zoé',
    town: 'TESTBOURG',
    phone: '0600000000',
    email: 'testun@example.org',
    newest_year: 2025,
    merged_into: null,
    version: 1,
  })
  expect(kept.login).not.toBe(before.login)
  expect(await one('select * from student where id = $1', scene.absorbed)).toMatchObject({
    merged_into: scene.kept,
    login: before.login,
  })
  expect(
    await all('select year, cursus from enrolment where student_id = $1 order by 1', scene.kept),
  ).toEqual([
    { year: 2023, cursus: 'L' },
    { year: 2024, cursus: 'L' },
    { year: 2025, cursus: 'M' },
  ])
  for (const table of ['consultation', 'appointment', 'follow_up', 'vaccination', 'scan_file'])
    expect(
      await all(`select student_id from ${table} where student_id in ($1, $2)`, scene.kept, scene.absorbed),
    ).toEqual([{ student_id: scene.kept }, { student_id: scene.kept }])
  expect(await all('select address_hash from returned_mail where student_id = $1', scene.kept)).toEqual([
    { address_hash: 'y' },
  ])
  expect((await all('select ine from student_ine_alias where student_id = $1', scene.kept)).length).toBe(3)
  expect(await all('select id from student where merged_into = $1', scene.kept)).toHaveLength(2)
  expect(await one('select state, decided_by from duplicate_pair where id = $1', scene.pair)).toEqual({
    state: 'merged',
    decided_by: 'testun-medecin',
  })
  const journal = await one('select * from merge_journal where id = $1', mergeId)
  expect(journal).toMatchObject({ kept_id: scene.kept, absorbed_id: scene.absorbed, pair_id: scene.pair })
  // Nothing of the two records can be read in the journal, nor in the audit trail.
  const clear = JSON.stringify([
    journal.moved,
    await all(`select detail from audit_event where subject = $1`, `merge:${mergeId}`),
  ])
  expect(clear).not.toMatch(/TESTUN|99[5-9]000/)
  expect(journal.before_encrypted.includes('TESTUN')).toBe(false)
})

test('undoing puts back everything, byte for byte', async () => {
  const scene = await addDuplicateScene(database)
  const third = await addStudent(database, { family_name: 'TESTDEUX', name_key: 'TESTDEUX' })
  await addPair(database, scene.absorbed, third, { state: 'ignored' })
  const before = await dumpOf(database)
  const { mergeId } = await merge(scene, { familyName: 'absorbed', ine: 'absorbed', address: 'absorbed' })
  expect(await dumpOf(database)).not.toEqual(before)
  expect(await undoVerdict(database.pool, around(later(29, 23)), mergeId)).toEqual({
    possible: true,
    reasons: [],
  })
  await undoMerge(around(later(29, 23)), editor, mergeId)
  expect(await dumpOf(database)).toEqual(before)
  expect(await refusal(undoMerge(around(later(1)), editor, mergeId))).toEqual(['UNDO_REFUSED'])
  // And once more: the same pair is merged and undone as if for the first time.
  await undoMerge(around(), editor, (await merge(scene)).mergeId)
  expect(await dumpOf(database)).toEqual(before)
})

test('16: merge with an open consultation: refused, of either record', async () => {
  for (const side of ['kept', 'absorbed'] as const) {
    const scene = await addDuplicateScene(database)
    await database.pool.query(
      `insert into consultation (student_id, practitioner, opened_at, last_activity_at) values ($1, 'testun', $2, $2)`,
      [scene[side], day],
    )
    const before = await dumpOf(database)
    expect(await refusal(merge(scene))).toEqual([
      'MERGE_REFUSED',
      expect.stringMatching(
        new RegExp(`Une consultation .* ouverte dans le dossier ${side === 'kept' ? 'conservé' : 'absorbé'}`),
      ),
    ])
    expect(await dumpOf(database)).toEqual(before)
  }
})

test('16: undo after 31 days: refused', async () => {
  const scene = await addDuplicateScene(database)
  const { mergeId } = await merge(scene)
  const before = await dumpOf(database)
  expect(await refusal(undoMerge(around(later(31)), editor, mergeId))).toEqual(['UNDO_REFUSED'])
  expect((await undoVerdict(database.pool, around(later(31)), mergeId)).reasons[0]!.fr).toContain('30 jours')
  expect(await dumpOf(database)).toEqual(before)
  await undoMerge(around(later(30)), editor, mergeId)
})

test('what changed since stands in the way of undoing, and is listed; what was added since stays', async () => {
  const scene = await addDuplicateScene(database)
  const { mergeId } = await merge(scene)
  const attempt = () => undoMerge(around(later(2)), editor, mergeId)
  const change = async (sql: string, back: string, expected: string) => {
    await database.pool.query(sql, [scene.kept])
    expect(await refusal(attempt())).toEqual(['UNDO_REFUSED', expect.stringContaining(expected)])
    await database.pool.query(back, [scene.kept])
  }
  await change(
    `update student set town = 'AILLEURS', version = version + 1 where id = $1`,
    `update student set town = 'ESSAIVILLE' where id = $1`,
    'dossier conservé a été modifié depuis la fusion (town)',
  )
  await change(
    `update follow_up set comment = 'x', version = version + 1 where student_id = $1`,
    `update follow_up set comment = '' where student_id = $1`,
    'Modifié ou supprimé depuis : 1 relance (n°',
  )
  await change(
    `update enrolment set cursus = 'D' where student_id = $1 and year = 2025`,
    `update enrolment set cursus = 'M' where student_id = $1 and year = 2025`,
    '1 inscription',
  )
  await database.pool.query(
    `insert into vaccination (student_id, vaccine_id) select $1, id from vaccine limit 1`,
    [scene.kept],
  )
  // A nightly import that sees him again changes nothing that matters.
  await database.pool.query(`update student_source set seen_at = $2, run_id = 9 where student_id = $1`, [
    scene.kept,
    later(1),
  ])
  await attempt()
  const held = async (id: number) =>
    (await one('select count(*)::int as n from vaccination where student_id = $1', id)).n
  expect([await held(scene.kept), await held(scene.absorbed)]).toEqual([2, 1])
})

test('a login that somebody else has by now stands in the way of undoing', async () => {
  const scene = await addDuplicateScene(database)
  const { mergeId } = await merge(scene)
  const { login } = await one('select login from student where id = $1', scene.absorbed)
  const other = await addStudent(database, { login: login.toUpperCase() })
  expect(await refusal(undoMerge(around(), editor, mergeId))).toEqual([
    'UNDO_REFUSED',
    expect.stringContaining(`dossier n° ${other}`),
  ])
})

test('records merged before follow in one step; their merge is undone only after the later one', async () => {
  const first = await addDuplicateScene(database)
  const target = await addStudent(database, {})
  await addPair(database, first.kept, target)
  const before = await dumpOf(database)
  const one1 = await merge(first)
  const middle = await dumpOf(database)
  const two = await merge({ kept: target, absorbed: first.kept })
  expect(
    await all('select merged_into from student where id = any($1)', [first.kept, first.absorbed]),
  ).toEqual([{ merged_into: target }, { merged_into: target }])
  expect(await refusal(undoMerge(around(), editor, one1.mergeId))).toEqual([
    'UNDO_REFUSED',
    expect.stringContaining('n’est plus rattaché'),
  ])
  await undoMerge(around(), editor, two.mergeId)
  expect(await dumpOf(database)).toEqual(middle)
  await undoMerge(around(), editor, one1.mergeId)
  expect(await dumpOf(database)).toEqual(before)
})

test('merging is refused without a key, for records that no search put together, and when something changed', async () => {
  const scene = await addDuplicateScene(database)
  const request = { keptId: scene.kept, absorbedId: scene.absorbed, values: {} }
  const { fingerprint } = await previewMerge(database.pool, request)
  expect(
    await refusal(mergeRecords({ ...around(), encryption: null }, editor, { ...request, fingerprint })),
  ).toEqual(['NO_ENCRYPTION_KEY'])
  const stranger = await addStudent(database)
  expect(await refusal(merge({ kept: scene.kept, absorbed: stranger }))).toEqual(['UNKNOWN_PAIR'])
  expect(await refusal(merge({ kept: scene.kept, absorbed: scene.kept }))).toEqual(['MERGE_REFUSED'])
  await database.pool.query(
    `insert into vaccination (student_id, vaccine_id) select $1, id from vaccine limit 1`,
    [scene.absorbed],
  )
  expect(await refusal(mergeRecords(around(), editor, { ...request, fingerprint }))).toEqual([
    'STALE_VERSION',
  ])
  await merge(scene)
  expect((await refusal(merge(scene)))[0]).toBe('MERGE_REFUSED')
})

test('the login is the other’s where the kept record has none, and goes back with the undoing', async () => {
  const scene = await addDuplicateScene(database)
  await database.pool.query(`update student set login = null where id = $1`, [scene.kept])
  const before = await dumpOf(database)
  const { mergeId } = await merge(scene)
  const { login } = await one('select login from student where id = $1', scene.kept)
  expect(login).toMatch(/^testun-bis/)
  await undoMerge(around(), editor, mergeId)
  expect(await dumpOf(database)).toEqual(before)
})

test('keys that are replaced between a merge and its undoing stand in no way, and the NIR goes back', async () => {
  const scene = await addDuplicateScene(database)
  const nir = '205039999900139'
  const nirOf = async (id: number) =>
    (await one('select nir_encrypted as nir from student where id = $1', id)).nir as Buffer | null
  const setNir = (id: number, bytes: Buffer) =>
    database.pool.query('update student set nir_encrypted = $2 where id = $1', [id, bytes])
  const sealed = testEncryption!.encrypt(nir, nirPlace(scene.absorbed))
  await setNir(scene.absorbed, sealed)
  const before = await dumpOf(database)
  const { mergeId } = await merge(scene)
  // Each record's is bound to it.
  expect(testEncryption!.decrypt((await nirOf(scene.kept))!, nirPlace(scene.kept))).toBe(nir)
  expect(await nirOf(scene.absorbed)).toEqual(sealed)

  await setNir(scene.kept, testEncryption!.encrypt(nir, nirPlace(scene.kept)))
  const anew = testEncryption!.encrypt(nir, nirPlace(scene.absorbed))
  await setNir(scene.absorbed, anew)
  await database.pool.query(`update consultation set content_encrypted = '\\x0902' where student_id = $1`, [
    scene.kept,
  ])
  await undoMerge(around(), editor, mergeId)
  expect([await nirOf(scene.kept), await nirOf(scene.absorbed)]).toEqual([null, anew])
  await setNir(scene.absorbed, sealed)
  await database.pool.query(
    `update consultation set content_encrypted = '\\x0102' where student_id = any($1)`,
    [[scene.kept, scene.absorbed]],
  )
  expect(await dumpOf(database)).toEqual(before)
})

test('a NIR that no key opens refuses the merge, and nothing has changed', async () => {
  const scene = await addDuplicateScene(database)
  await database.pool.query(`update student set nir_encrypted = '\\x01' where id = $1`, [scene.absorbed])
  const before = await dumpOf(database)
  expect(await refusal(merge(scene))).toEqual(['MERGE_REFUSED'])
  expect(await dumpOf(database)).toEqual(before)
})

test('the state from before is bound to its merge: put in the place of another one it undoes nothing', async () => {
  const [first, second] = [await addDuplicateScene(database), await addDuplicateScene(database)]
  const { mergeId } = await merge(first)
  const other = (await merge(second)).mergeId
  await database.pool.query(
    `update merge_journal journal set before_encrypted = source.before_encrypted
     from merge_journal source where journal.id = $1 and source.id = $2`,
    [mergeId, other],
  )
  const before = await dumpOf(database)
  await expect(undoMerge(around(), editor, mergeId)).rejects.toThrow()
  expect(await dumpOf(database)).toEqual(before)
})
