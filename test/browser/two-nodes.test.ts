import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { testBatch } from '../support/plain-engine.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { gate } from '../support/test-engine.ts'
import { openPage } from './open-page.ts'

// Two administrators, each with a browser on a node of their own, over one database.

let browser: Browser
let database: TestDatabase
let first: ApiNode
let second: ApiNode
const door = gate()

const night = () =>
  testBatch('TEST_NUIT', {
    label: { fr: 'Essai de la nuit', en: 'Night trial' },
    schedule: { time: '03:00', weekdays: 'all' },
    run: (context) => door.pass(context),
  })

beforeAll(async () => {
  browser = await startBrowser()
  database = await createTestDatabase()
  first = await startApiServer(database, { batches: [night()] })
  second = await startApiServer(database, { batches: [night()], engine: { runner: false } })
})

afterAll(async () => {
  door.open()
  await browser?.close()
  await first?.stop()
  await second?.stop()
  await database?.drop()
})

/** The cell of a batch below one of the captions that users know. */
function cell(page: Page, code: string, caption: string) {
  const index = [
    'Code',
    'Libellé',
    'En service',
    'Lancement immédiat',
    'Programmation',
    'Dernière exécution',
  ].indexOf(caption)
  return page.locator(`[data-batch="${code}"] td`).nth(index)
}

test('a launch on one node is seen by the browser on the other, which keeps its selection', async () => {
  const one = await openPage(browser, await first.listen(), await first.signIn({ administrator: true }))
  const other = await openPage(browser, await second.listen(), await second.signIn({ administrator: true }))
  await one.page.goto('/batches')
  await other.page.goto('/batches')
  const row = other.page.locator('[data-batch="TEST_NUIT"]')
  await row.click()
  expect(await cell(other.page, 'TEST_NUIT', 'Lancement immédiat').textContent()).toContain('✗')

  await one.page.locator('[data-batch="TEST_NUIT"]').click()
  await one.page.getByRole('button', { name: 'Lancer immédiatement' }).click()
  const dialog = one.page.getByRole('dialog', { name: 'Exécution du batch' })
  await expect(dialog.textContent()).resolves.toContain(
    'Etes vous sûr de vouloir lancer le batch TEST_NUIT maintenant?',
  )
  await dialog.getByRole('button', { name: 'Oui' }).click()

  await cell(other.page, 'TEST_NUIT', 'Lancement immédiat').getByText('✓').waitFor()
  await cell(other.page, 'TEST_NUIT', 'Dernière exécution')
    .getByText(/RUNNING - Deb/)
    .waitFor()
  expect(await row.getAttribute('aria-selected')).toBe('true')
  // The caption follows the flag without any click.
  await other.page.getByRole('button', { name: 'Annuler lancement immédiat' }).waitFor()

  door.open()
  await cell(other.page, 'TEST_NUIT', 'Dernière exécution')
    .getByText(/FINISH - Deb/)
    .waitFor()
  await cell(other.page, 'TEST_NUIT', 'Lancement immédiat').getByText('✗').waitFor()
  expect(await row.getAttribute('aria-selected')).toBe('true')
  expect([...one.faults, ...other.faults]).toEqual([])
})

test('the second of two edits is refused, says who came first, and overwrites nothing', async () => {
  const early = await openPage(
    browser,
    await first.listen(),
    await first.signIn({ administrator: true, login: 'testpremiere' }),
  )
  const late = await openPage(
    browser,
    await second.listen(),
    await second.signIn({ administrator: true, login: 'testseconde' }),
  )
  for (const { page } of [early, late]) {
    await page.goto('/batches?edit=TEST_NUIT')
    await page.getByRole('dialog').getByLabel('Heure de lancement').waitFor()
  }
  await early.page.getByRole('dialog').getByLabel('Heure de lancement').fill('04:15')
  await late.page.getByRole('dialog').getByLabel('Heure de lancement').fill('05:45')
  await early.page.getByRole('button', { name: 'Enregistrer' }).click()
  await early.page.getByRole('dialog').waitFor({ state: 'detached' })
  const told = late.page.getByRole('dialog').getByRole('alert')
  expect(await told.textContent()).toContain('testpremiere')
  // What was typed is not lost.
  expect(await late.page.getByRole('dialog').getByLabel('Heure de lancement').inputValue()).toBe('05:45')
  const { rows } = await database.pool.query<{ at_time: string }>(
    `select at_time from batch where code = 'TEST_NUIT'`,
  )
  expect(rows[0]!.at_time).toBe('04:15')
  expect([...early.faults, ...late.faults]).toEqual([])
})
