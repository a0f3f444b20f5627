import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { addItems, file, line } from '../support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { openPage } from './open-page.ts'

// An import that goes beyond the limits: the operator's simulation says so, an administrator decides.

let browser: Browser
let database: TestDatabase
let node: ApiNode

beforeAll(async () => {
  browser = await startBrowser()
  database = await createTestDatabase()
  await addItems(database)
  node = await startApiServer(database, { realApplications: true })
  await node.installation.settings.set('health.import.guard.minimum-lines', 4, 'test')
})

afterAll(async () => {
  await browser?.close()
  await node?.stop()
  await database?.drop()
})

const names = ['TESTUN', 'TESTDEUX', 'TESTTROIS', 'TESTQUATRE']
/** Two of four lines are rejected: more than the three tenths that are allowed. */
const halfRejected = file(...names.map((NOM, index) => line({ NOM, CODE_NATIO: index < 2 ? '' : '100' })))

async function simulate(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.goto('/imports?model=APOGEE')
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: 'Simulation', exact: true }).click()
  await page.getByText('Résultat de la simulation').waitFor()
}

test('an operator is told beforehand that it would wait; an administrator approves what the figures say', async () => {
  const origin = await node.listen()
  const operator = await openPage(browser, origin, await node.signIn({ roles: { health: 'operator' } }))
  await simulate(operator.page, 'envoi.csv', halfRejected)
  await operator.page.getByText('Cet import attendrait une approbation').waitFor()
  await operator.page.getByRole('button', { name: 'Importer : 2 créations' }).click()
  await operator.page.waitForURL(/\/imports\/\d+$/)
  await operator.page.getByText('Pourquoi cet import attend').waitFor()
  await operator.page.getByText('Un administrateur de l’application décide.').waitFor()
  expect(await operator.page.getByRole('button', { name: 'Approuver' }).count()).toBe(0)

  const held = new URL(operator.page.url()).pathname
  const administrator = await openPage(
    browser,
    origin,
    await node.signIn({ roles: { health: 'administrator' } }),
  )
  const { page } = administrator
  await page.goto(held)
  await page.getByRole('button', { name: 'Approuver' }).click()
  const dialog = page.getByRole('dialog', { name: 'Approuver cet import' })
  await dialog.getByText('Approuver fera 2 créations. Cela concerne 2 personnes.').waitFor()
  await dialog.getByRole('button', { name: 'Approuver' }).click()
  await page.waitForURL((url) => url.pathname !== held)
  await page.getByText('Terminé, avec des lignes à revoir').waitFor()

  // The operator's screen follows without being asked.
  await operator.page.getByText(/^Approuvé par/).waitFor()
  expect([...operator.faults, ...administrator.faults]).toEqual([])
})

test('a file that changes nothing cannot be imported, and one in another encoding not even simulated', async () => {
  const origin = await node.listen()
  const { page } = await openPage(browser, origin, await node.signIn({ roles: { health: 'operator' } }))
  await simulate(page, 'deja-la.csv', file(line({ NOM: 'TESTTROIS' }), line({ NOM: 'TESTQUATRE' })))
  expect(await page.getByRole('button', { name: 'Rien à importer' }).isDisabled()).toBe(true)

  await page.getByRole('button', { name: 'Changer de fichier' }).click()
  const buffer = Buffer.from(file(line({ PRENOM1: 'Zoé' })).toString('latin1'), 'utf8')
  await page.locator('input[type="file"]').setInputFiles({ name: 'utf8.csv', mimeType: 'text/csv', buffer })
  await page.getByText('Ce fichier ne peut pas être importé').waitFor()
  await page.getByText('Enregistrez-le en ISO-8859-1', { exact: false }).waitFor()
  expect(await page.getByRole('button', { name: 'Simulation', exact: true }).isDisabled()).toBe(true)
})
