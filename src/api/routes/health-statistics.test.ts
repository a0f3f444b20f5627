import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../../../test/support/test-api.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import statDashboard from '../../health/batches/stat-dashboard.ts'
import { healthSettings } from '../../health/settings.ts'

let database: TestDatabase
let api: TestApi
beforeAll(async () => {
  database = await createTestDatabase()
  api = await startTestApi(database, [statDashboard], { settings: healthSettings })
  await database.pool.query(
    `insert into identity_statistic (student_id, year, sex, birth_year, age, age_band, nationality_group,
       establishment_code, component_code, cursus, scholarship, first_entry, enrolments)
     select n, 2025, case when n <= 7 then 'M' else 'F' end, 2004, 21, '21-23', 'FR', '0990001X', 'SCI', 'L', false,
       false, 1
     from generate_series(1, 50) as n`,
  )
})
afterAll(async () => {
  await api.stop()
  await database.drop()
})

test('a preview is built, kept, read and approved; the list says what is still missing', async () => {
  const before = await api.get('/api/health/statistics')
  expect(before).toMatchObject({ status: 200, body: { items: [], next: null, refreshedAt: null } })
  expect(before.body.missing.fr).toContain('health.statistics.url')
  const made = await api.post('/api/health/statistics/previews', {})
  expect(made).toMatchObject({ status: 201, body: { state: 'previewed', year: 2025, approvedBy: null } })
  const { id, payload, cells, masked } = made.body
  expect(cells).toBe(5 * (1 + 3 * 6 + 3 + 6 + 4 * 4 + 4 + 4))
  expect(masked).toBeGreaterThan(0)
  expect(payload.establishments[0].code).toBe('0990001X')
  expect((await api.get(`/api/health/statistics/${id}`)).body.payload).toEqual(payload)
  const approved = await api.post(`/api/health/statistics/${id}/approval`, {})
  expect(approved).toMatchObject({ status: 200, body: { approvedAt: expect.any(String) } })
  expect(await api.get('/api/health/statistics?size=1')).toMatchObject({
    body: { items: [{ id }], next: null },
  })
  const { rows } = await database.pool.query(
    `select action from audit_event where subject = $1 order by id`,
    [`statistics:${id}`],
  )
  expect(rows.map((row) => row.action)).toEqual(['statistics.previewed', 'statistics.approved'])
})

test('pages follow each other; what is no preview is not approved; what is not there is said', async () => {
  await api.post('/api/health/statistics/previews', {})
  const first = await api.get('/api/health/statistics?size=1')
  const second = await api.get(`/api/health/statistics?size=1&before=${encodeURIComponent(first.body.next)}`)
  expect(second.body.items[0].id).not.toBe(first.body.items[0].id)
  expect(second.body.next).toBeNull()
  const { id } = first.body.items[0]
  await database.pool.query(`update statistic_push set state = 'sent' where id = $1`, [id])
  expect(await api.post(`/api/health/statistics/${id}/approval`, {})).toMatchObject({
    status: 409,
    body: { code: 'NOT_A_PREVIEW' },
  })
  expect(await api.get('/api/health/statistics/00000000-0000-4000-8000-000000000000')).toMatchObject({
    status: 404,
    body: { code: 'UNKNOWN_STATISTICS' },
  })
})
