import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { openPage } from './open-page.ts'

// An administrator and the colleague they invite, each in a browser of their own: entering, leaving, being put out.

let browser: Browser
let database: TestDatabase
let node: ApiNode
let origin: string

const password = 'cheval-bleu-neige-77'

beforeAll(async () => {
  browser = await startBrowser()
  database = await createTestDatabase()
  node = await startApiServer(database, { realApplications: true })
  origin = await node.listen()
})

afterAll(async () => {
  await browser?.close()
  await node?.stop()
  await database?.drop()
})

/** Invites somebody as an operator of the health service; gives the path of their one-time link. */
async function invite(page: Page, login: string, name: string): Promise<string> {
  await page.goto('/accounts')
  await page.getByRole('button', { name: 'Inviter une personne' }).click()
  const dialog = page.getByRole('dialog', { name: 'Inviter une personne' })
  await dialog.getByLabel('Identifiant').fill(login)
  await dialog.getByLabel('Nom affiché').fill(name)
  await dialog.getByRole('radiogroup', { name: /Santé/ }).getByLabel('Opérateur').click()
  await dialog.getByRole('button', { name: 'Créer l’invitation' }).click()
  const handedOver = page.getByRole('dialog', { name: 'Lien à transmettre' })
  const link = await handedOver.locator('pre').textContent()
  await handedOver.getByRole('button', { name: 'Terminé' }).click()
  return new URL(link!).pathname
}

async function accept(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Mot de passe', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Enregistrer et entrer' }).click()
  await page.getByRole('heading', { level: 1, name: 'La nuit' }).waitFor()
}

async function signIn(page: Page, login: string): Promise<void> {
  await page.getByLabel('Identifiant').fill(login)
  await page.getByLabel('Mot de passe', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click()
}

test('an invited colleague enters by the link once, sees what their role allows, and comes back to where they were', async () => {
  const desk = await openPage(browser, origin, await node.signIn({ administrator: true, login: 'testun-un' }))
  const link = await invite(desk.page, 'testun-camille', 'Camille TESTUN')

  const { page, faults } = await openPage(browser, origin, null)
  await accept(page, link)
  const navigation = page.getByRole('navigation', { name: 'Navigation principale' })
  expect(await navigation.getByRole('link', { name: 'Importation', exact: true }).count()).toBe(1)
  expect(await navigation.getByRole('link', { name: 'Comptes et droits' }).count()).toBe(0)
  await page.goto('/audit')
  await page.getByRole('heading', { name: 'Cette page ne vous est pas ouverte' }).waitFor()

  await page.getByRole('button', { name: 'Menu de Camille TESTUN' }).click()
  await page.getByRole('menuitem', { name: 'Se déconnecter' }).click()
  await page.waitForURL('**/sign-in')
  await page.goto('/batches?q=IMP')
  await page.waitForURL('**/sign-in?to=**')
  await signIn(page, 'testun-camille')
  await page.waitForURL('**/batches?q=IMP')

  await page.goto(link)
  await page.getByRole('heading', { name: 'Ce lien n’est plus valable' }).waitFor()
  expect([...desk.faults, ...faults]).toEqual([])
})

test('during a maintenance only administrators work on, and the page of the others comes back by itself', async () => {
  const desk = await openPage(
    browser,
    origin,
    await node.signIn({ administrator: true, login: 'testun-deux' }),
  )
  const other = await openPage(
    browser,
    origin,
    await node.signIn({ login: 'testun-lecteur', roles: { health: 'reader' } }),
  )
  await desk.page.goto('/system')
  await desk.page.getByLabel('Message affiché aux utilisateurs').fill('Retour à 14 h')
  await desk.page.getByRole('button', { name: 'Passer en maintenance' }).click()
  await desk.page.getByRole('button', { name: 'Oui' }).click()
  await desk.page.getByText('La maintenance est en cours').waitFor()

  await other.page.goto('/batches')
  await other.page.getByRole('heading', { name: 'Maintenance en cours' }).waitFor()
  await other.page.getByText('Retour à 14 h').waitFor()

  await desk.page.getByRole('button', { name: 'Terminer la maintenance' }).click()
  await other.page.getByRole('heading', { level: 1, name: 'Batches' }).waitFor()
  expect([...desk.faults, ...other.faults]).toEqual([])
})

test('a token is shown once; who is disabled is put out, and nobody disables themselves', async () => {
  const desk = await openPage(
    browser,
    origin,
    await node.signIn({ administrator: true, login: 'testun-trois' }),
  )
  const link = await invite(desk.page, 'testun-dominique', 'Dominique TESTUN')
  const { page, faults } = await openPage(browser, origin, null)
  await accept(page, link)

  await page.goto('/account')
  await page.getByRole('button', { name: 'Créer un jeton' }).click()
  await page.getByLabel('Nom', { exact: true }).fill('Supervision')
  await page.getByRole('button', { name: 'Créer', exact: true }).click()
  const secret = await page.getByRole('dialog', { name: 'Voici votre jeton' }).locator('pre').textContent()
  await page.getByRole('button', { name: 'J’ai copié le jeton' }).click()
  const asProgram = () => fetch(`${origin}/api/batches`, { headers: { authorization: `Bearer ${secret}` } })
  expect((await asProgram()).status).toBe(200)
  expect(await page.content()).not.toContain(secret!)

  await desk.page.getByRole('button', { name: 'Dominique TESTUN' }).click()
  await desk.page.getByRole('button', { name: 'Désactiver le compte' }).click()
  await desk.page
    .getByRole('dialog', { name: 'Désactiver le compte' })
    .getByRole('button', { name: 'Oui' })
    .click()
  await desk.page.getByText('Compte désactivé.').waitFor()
  expect((await asProgram()).status).toBe(401)
  await page.goto('/account')
  await page.waitForURL('**/sign-in?to=%2Faccount')

  await desk.page.goto('/accounts')
  await desk.page
    .getByRole('row', { name: /\(vous\)/ })
    .getByRole('button')
    .click()
  expect(await desk.page.getByRole('button', { name: 'Désactiver le compte' }).isDisabled()).toBe(true)
  expect(await desk.page.getByLabel('Administrateur de l’installation').isDisabled()).toBe(true)
  expect([...desk.faults, ...faults]).toEqual([])
})
