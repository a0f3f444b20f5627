import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { testBatch } from '../support/plain-engine.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { type OpenedPage, openPage } from './open-page.ts'

// The batch screen under hands that use the keyboard only, and under a network that comes and goes.

let browser: Browser
let database: TestDatabase
let node: ApiNode
let opened: OpenedPage
let page: Page

beforeAll(async () => {
  browser = await startBrowser()
  database = await createTestDatabase()
  node = await startApiServer(database, { batches: [testBatch('TEST_A'), testBatch('TEST_B')] })
})

afterAll(async () => {
  await browser?.close()
  await node?.stop()
  await database?.drop()
})

beforeEach(async () => {
  const administrator = await node.signIn({ roles: { core: 'administrator' } })
  opened = await openPage(browser, await node.listen(), administrator)
  page = opened.page
  await page.goto('/batches')
  await row('TEST_B').click()
})

afterEach(() => opened?.context.close())

function row(code: string) {
  return page.getByRole('row', { name: new RegExp(`^${code}`) })
}

async function runs(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    'select count(*)::int as count from batch_run',
  )
  return rows[0]!.count
}

test('a launch that the network did not carry is refused at once, and does not start when the network is back', async () => {
  const before = await runs()
  await page.getByRole('button', { name: 'Lancer immédiatement' }).click()
  await opened.context.setOffline(true)
  const question = page.getByRole('dialog', { name: 'Exécution du batch' })
  await question.getByRole('button', { name: 'Oui' }).click()
  await question.getByRole('alert').waitFor()
  await page.keyboard.press('Escape')
  await question.waitFor({ state: 'detached' })
  await opened.context.setOffline(false)
  // What had been put aside would leave before this answer comes.
  const answered = page.waitForResponse((response) => response.url().includes('/api/batches'))
  await page.getByRole('button', { name: 'Rafraîchir' }).click()
  await answered
  expect(await runs()).toBe(before)
})

test('a refresh that failed is told, and what is shown stays', async () => {
  await page.route('**/api/batches*', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'about:blank', title: 'Erreur interne', status: 500, code: 'INTERNAL' }),
    }),
  )
  await page.getByRole('button', { name: 'Rafraîchir' }).click()
  await page.getByText('La liste n’a pas pu être rafraîchie').waitFor()
  expect(await row('TEST_B').isVisible()).toBe(true)
})

test('by the keyboard alone: arrows choose, Enter opens, Enter saves, and one is back on the row', async () => {
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  const window = page.getByRole('dialog', { name: 'Edition de batch' })
  const time = window.getByLabel('Heure de lancement')
  await time.fill('06:10')
  await time.press('Enter')
  await window.waitFor({ state: 'detached' })
  await page.locator('[data-batch="TEST_A"]:focus').waitFor()
  await row('TEST_A').getByText('à 06h10').waitFor()
})

test('leaving an edit unsaved is asked about, and one is back on the row', async () => {
  await page.keyboard.press('Enter')
  const window = page.getByRole('dialog', { name: 'Edition de batch' })
  const time = window.getByLabel('Heure de lancement')
  await time.fill('6h15')
  await page.keyboard.press('Escape')
  const question = page.getByRole('dialog', { name: 'Modifications non enregistrées' })
  await question.getByRole('button', { name: 'Continuer à modifier' }).click()
  await question.waitFor({ state: 'detached' })
  expect(await time.inputValue()).toBe('06:15')
  await page.keyboard.press('Escape')
  await question.getByRole('button', { name: 'Quitter sans enregistrer' }).click()
  await window.waitFor({ state: 'detached' })
  await page.locator('[data-batch="TEST_B"]:focus').waitFor()
  expect(await row('TEST_B').innerText()).not.toContain('06h15')
})
