import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { defineSetting, settingsStore } from './settings.ts'

const days = defineSetting({
  key: 'test.days',
  label: { fr: 'Jours', en: 'Days' },
  schema: z.number().int().min(1),
  default: 30,
})
const password = defineSetting({
  key: 'test.password',
  label: { fr: 'Mot de passe', en: 'Password' },
  schema: z.string(),
  default: '',
  secret: true,
})

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const store = () => settingsStore(database, [days, password])

test('a setting has its default until somebody sets it, and again after a reset', async () => {
  const settings = store()
  expect(await settings.get(days)).toBe(30)
  await settings.set('test.days', 7, 'admin')
  expect(await settings.get(days)).toBe(7)
  await settings.reset('test.days', 'admin')
  expect(await settings.get(days)).toBe(30)
})

test('every change is kept with its author and the values before and after', async () => {
  await database.pool.query('truncate setting_change')
  const settings = store()
  await settings.set('test.days', 8, 'alice')
  await settings.set('test.days', 9, 'bob')
  const { rows } = await database.pool.query(
    'select old_value, new_value, changed_by from setting_change order by id',
  )
  expect(rows).toEqual([
    { old_value: null, new_value: 8, changed_by: 'alice' },
    { old_value: 8, new_value: 9, changed_by: 'bob' },
  ])
})

test('a value of the wrong kind and an unknown key are refused and change nothing', async () => {
  const settings = store()
  await settings.set('test.days', 5, 'admin')
  await expect(settings.set('test.days', 'many', 'admin')).rejects.toThrow(/test\.days/)
  await expect(settings.set('test.days', 0, 'admin')).rejects.toThrow(/test\.days/)
  await expect(settings.set('test.nothing', 1, 'admin')).rejects.toMatchObject({ code: 'UNKNOWN_SETTING' })
  expect(await settings.get(days)).toBe(5)
})

test('a stored value that no longer fits stops the reader instead of being guessed', async () => {
  await database.pool.query(`update setting set value = '"old"' where key = 'test.days'`)
  await expect(store().get(days)).rejects.toMatchObject({ code: 'INVALID_SETTING' })
})

test('a secret is masked in the list and in the audit', async () => {
  const settings = store()
  await settings.set('test.password', 'hidden', 'admin')
  expect((await settings.list()).find((value) => value.key === 'test.password')?.value).toBe('••••••')
  const { rows } = await database.pool.query(`select * from setting_change where key = 'test.password'`)
  expect(JSON.stringify(rows)).not.toContain('hidden')
})
