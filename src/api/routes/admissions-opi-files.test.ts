import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  addApplication,
  addFormation,
  addPerson,
  addRow,
  addScene,
} from '../../../test/support/admissions-scene.ts'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { tidyDayFiles } from '../../admissions/opi/pegase/remove-days.ts'
import type { RunContext } from '../../batch/run-context.ts'

let database: TestDatabase
let node: ApiNode
let chief: ApiClient
let application: number
const folder = mkdtempSync(join(tmpdir(), 'nocturne-day-api-'))
const root = join(folder, 'opi')

beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, {
    realApplications: true,
    connections: { sisKind: 'P', opiFiles: root },
  })
  chief = await node.signIn({ roles: { admissions: 'administrator' } })
  const scene = await addScene(database.pool, { sisKind: 'P' })
  const person = await addPerson(database.pool, scene, 1)
  application = await addApplication(
    database.pool,
    scene,
    person,
    await addFormation(database.pool, scene, 'F1'),
  )
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await database.pool.query('truncate admissions.opi_file, admissions.opi_attachment')
  rmSync(root, { recursive: true, force: true })
  mkdirSync(root)
  writeFileSync(join(root, '.nocturne-store'), '')
})

async function addDay(day: string, suffix = 0): Promise<number[]> {
  const ids: number[] = []
  for (const kind of ['candidat', 'candidature', 'inscription', 'retraits']) {
    const path = `${kind}-${day.replaceAll('-', '')}${suffix === 0 ? '' : `-${suffix}`}.csv`
    writeFileSync(join(root, path), `${kind}\nTESTUN\n`)
    ids.push(
      await addRow(database.pool, 'opi_file', {
        day,
        kind,
        suffix,
        path,
        n_rows: 1,
        bytes: kind.length + 8,
        sha256: 'x',
        written_at: `${day}T20:00:00Z`,
        run_id: 1,
      }),
    )
  }
  return ids
}

const audited = async (action: string) =>
  (await database.pool.query('select detail from audit_event where action = $1 order by id', [action])).rows

test('days are listed newest first, a page at a time', async () => {
  await addDay('2026-05-03')
  await addDay('2026-05-04')
  await addDay('2026-05-04', 1)
  const first = await chief.get('/api/admissions/opi/files?size=1')
  expect(
    first.body.items.map(({ day, files }: { day: string; files: unknown[] }) => [day, files.length]),
  ).toEqual([['2026-05-04', 8]])
  expect(first.body.items[0].files[0]).toMatchObject({
    kind: 'candidat',
    suffix: 1,
    rows: 1,
    downloadedAt: null,
  })
  const second = await chief.get(`/api/admissions/opi/files?before=${first.body.next}`)
  expect(second.body).toMatchObject({ items: [{ day: '2026-05-03' }], next: null })
})

test('a file is downloaded, which is audited and noted; one that is gone is told as such', async () => {
  const [id] = await addDay('2026-05-04')
  const answer = await chief.get(`/api/admissions/opi/files/${id}`)
  expect([answer.status, answer.text]).toEqual([200, 'candidat\nTESTUN\n'])
  expect(await audited('opi.file-downloaded')).toMatchObject([
    { detail: { files: ['candidat-20260504.csv'] } },
  ])
  const { rows } = await database.pool.query('select count(downloaded_at) as n from admissions.opi_file')
  expect(rows).toEqual([{ n: 1 }])
  rmSync(join(root, 'candidat-20260504.csv'))
  expect((await chief.get(`/api/admissions/opi/files/${id}`)).body.code).toBe('FILE_GONE')
  expect((await chief.get('/api/admissions/opi/files/999999')).body.code).toBe('UNKNOWN_FILE')
})

test('fault 5.3: the archive has the four files, the deletion takes all four, of every suffix', async () => {
  await addDay('2026-05-04')
  await addDay('2026-05-04', 1)
  await addDay('2026-05-05')
  const answer = await chief.get('/api/admissions/opi/files/days/2026-05-04/archive')
  expect(answer.status).toBe(200)
  for (const kind of ['candidat', 'candidature', 'inscription', 'retraits'])
    expect(answer.text).toContain(`${kind}-20260504-1.csv`)
  const removed = await chief.delete('/api/admissions/opi/files/days/2026-05-04')
  expect(removed.body).toEqual({ removed: 8, kept: 0 })
  expect(readdirSync(root).filter((name) => name.includes('20260504'))).toEqual([])
  expect(await audited('opi.day-deleted')).toHaveLength(1)
  expect((await chief.delete('/api/admissions/opi/files/days/2026-05-04')).status).toBe(404)
  expect((await chief.get('/api/admissions/opi/files')).body.items).toHaveLength(1)
})

test('attachments: listed, counted, and waiting again', async () => {
  const id = await addRow(database.pool, 'opi_attachment', {
    application_id: application,
    opi_code: 'ECT0000001',
    sis_code: 'CNI',
    file_id: 1,
    state: 'absent',
    cause: 'file-absent',
  })
  expect((await chief.get('/api/admissions/opi/attachments/summary')).body).toMatchObject({
    used: false,
    states: { absent: 1, sent: 0 },
  })
  expect((await chief.get('/api/admissions/opi/attachments?state=absent')).body.items).toMatchObject([
    { id, dossierNo: 'T0000001', sisCode: 'CNI', cause: 'file-absent' },
  ])
  expect((await chief.post('/api/admissions/opi/attachments/retry', { ids: [id] })).body).toEqual({
    retried: 1,
  })
  expect((await chief.get('/api/admissions/opi/attachments?state=absent')).body.items).toEqual([])
  expect(await audited('opi.attachments-retried')).toHaveLength(1)
})

test('CLEAN takes downloaded days away after their time, and keeps and tells what nobody downloaded', async () => {
  await addDay('2026-01-01')
  await addDay('2026-01-02')
  await database.pool.query(`update admissions.opi_file set downloaded_at = now() where day = '2026-01-01'`)
  const { settings, place } = node.installation
  const told: string[] = []
  const context = {
    database,
    settings,
    place,
    clock: node.engine.clock,
    log: { warn: (line: string) => told.push(line) },
    transaction: (work: (client: unknown) => Promise<unknown>) => work(database.pool),
  } as unknown as RunContext
  expect(await tidyDayFiles(context)).toEqual({ fichiers_opi_purges: 4, fichiers_opi_gardes: 4 })
  expect(readdirSync(root).filter((name) => name.includes('20260101'))).toEqual([])
  expect(told).toEqual([expect.stringContaining('jamais téléchargés')])
})
