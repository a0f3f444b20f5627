import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDuplicateScene, type DuplicateScene } from '../../../../test/support/duplicate-scene.ts'
import { addItems, file, importBytes, line, testEncryption } from '../../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { transaction } from '../../../platform/database.ts'
import type { DuplicateRefused } from '../refusal.ts'
import { mergeRecords } from './merge-records.ts'
import { previewMerge } from './preview-merge.ts'
import { undoMerge } from './undo-merge.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
afterAll(async () => {
  await database.drop()
})

const around = { encryption: testEncryption, now: '2026-03-02T10:00:00Z' }
const editor = { author: 'testun-medecin', address: null }

async function ready({ kept, absorbed }: DuplicateScene, patienceMs?: number) {
  const request = { keptId: kept, absorbedId: absorbed, values: {} }
  const { fingerprint } = await previewMerge(database.pool, request)
  const place = { ...around, database, ...(patienceMs === undefined ? {} : { patienceMs }) }
  return () => mergeRecords(place, editor, { ...request, fingerprint })
}

const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (error: DuplicateRefused) => error.code,
  )

const row = async (sql: string, ...values: unknown[]) => (await database.pool.query(sql, values)).rows[0]

test('two people merge the same pair at once, either way round: one does', async () => {
  const scene = await addDuplicateScene(database)
  const merges = [await ready(scene), await ready({ ...scene, kept: scene.absorbed, absorbed: scene.kept })]
  const outcomes = await Promise.all([...merges, ...merges].map((merge) => outcome(merge())))
  expect(outcomes.filter((one) => one === 'done')).toHaveLength(1)
  expect(new Set(outcomes)).toEqual(new Set(['done', 'MERGE_REFUSED']))
  expect(await row('select count(*)::int as n from merge_journal')).toEqual({ n: 1 })
  const { id } = await row('select id from merge_journal')
  const undone = await Promise.all([1, 2].map(() => outcome(undoMerge({ ...around, database }, editor, id))))
  expect(undone.sort()).toEqual(['UNDO_REFUSED', 'done'])
})

test('an import that is changing the absorbed record goes first: the merge waits, then wants to be read again', async () => {
  const scene = await addDuplicateScene(database)
  const { ine } = await row('select ine from student where id = $1', scene.absorbed)
  const merge = await ready(scene)
  let merged: Promise<string> | undefined
  const imported = await importBytes(
    database,
    file(line({ COD_NNE: ine, CMP: 'DRT', TELEPH: '0611111111', COD_ANU: '2025' })),
    {
      async beforeCommit() {
        // It has tried once, in vain, and given its connection back.
        const tried = once(database.pool, 'release')
        merged = outcome(merge())
        await tried
      },
    },
  )
  expect(imported.counts).toMatchObject({ updated: 1 })
  expect(await merged).toBe('STALE_VERSION')
  expect(await row('select merged_into, phone from student where id = $1', scene.absorbed)).toEqual({
    merged_into: null,
    phone: '0611111111',
  })
  expect(await outcome((await ready(scene))())).toBe('done')
  expect(
    await row(`select student_id from enrolment where component_code = 'DRT' and student_id = any($1)`, [
      scene.kept,
      scene.absorbed,
    ]),
  ).toEqual({ student_id: scene.kept })
})

test('an import that works for long is told as such, and nothing is changed', async () => {
  const scene = await addDuplicateScene(database)
  const merge = await ready(scene, 100)
  await importBytes(database, file(line({ NOM: 'TESTNEUF', COD_ANU: '2025' })), {
    async beforeCommit() {
      expect(await outcome(merge())).toBe('RECORD_BUSY')
    },
  })
  expect(await outcome(merge())).toBe('done')
})

test('16: merge then import of the loser’s INE: updates the kept record', async () => {
  const scene = await addDuplicateScene(database)
  const { ine } = await row('select ine from student where id = $1', scene.absorbed)
  await (await ready(scene))()
  const imported = await importBytes(
    database,
    file(line({ COD_NNE: ine, TELEPH: '0622222222', COD_ANU: '2026' })),
  )
  expect(imported.counts).toEqual({ created: 0, updated: 1, unchanged: 0, partial: 0, rejected: 0, blank: 0 })
  expect(await row('select phone, newest_year from student where id = $1', scene.kept)).toEqual({
    phone: '0622222222',
    newest_year: 2026,
  })
})

test('a consultation that is being opened is seen: the merge waits for it and is refused', async () => {
  const scene = await addDuplicateScene(database)
  const merge = await ready(scene)
  const opening = await database.pool.connect()
  try {
    await opening.query('begin')
    await opening.query(
      `insert into consultation (student_id, practitioner, opened_at, last_activity_at) values ($1, 'testun', $2, $2)`,
      [scene.absorbed, around.now],
    )
    const merged = outcome(merge())
    await opening.query('commit')
    expect(await merged).toBe('MERGE_REFUSED')
  } finally {
    opening.release()
  }
  expect(await row('select merged_into from student where id = $1', scene.absorbed)).toEqual({
    merged_into: null,
  })
})

test('a consultation opened for a record that has just been merged away opens in the one that was kept', async () => {
  const scene = await addDuplicateScene(database)
  await (await ready(scene))()
  const { student_id } = await transaction(database.pool, async (client) => {
    const { rows } = await client.query(
      `insert into consultation (student_id, practitioner, opened_at, last_activity_at)
       values ($1, 'testun', $2, $2) returning student_id`,
      [scene.absorbed, around.now],
    )
    return rows[0]
  })
  expect(student_id).toBe(scene.kept)
})
