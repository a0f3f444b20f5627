import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../support/api-server.ts'
import { addCandidateDesk, type CandidateDesk } from '../support/candidate-desk.ts'
import { startBrowser } from '../support/chromium.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { until } from '../support/test-engine.ts'
import { openPage } from './open-page.ts'

// An administrator closes admissions on one node while a candidate answers on another, and a batch opens them again.

let browser: Browser
let database: TestDatabase
let nodes: readonly [ApiNode, ApiNode]
let origins: readonly [string, string]
let candidate: CandidateDesk

beforeAll(async () => {
  browser = await startBrowser()
  database = await createTestDatabase()
  const options = { realApplications: true } as const
  nodes = [await startApiServer(database, options), await startApiServer(database, options)]
  origins = [await nodes[0].listen(), await nodes[1].listen()]
  candidate = await addCandidateDesk(nodes[0])
})
afterAll(async () => {
  await browser?.close()
  for (const node of nodes ?? []) await node.stop()
  await database?.drop()
})

test('30, 33: closing admissions keeps out candidates and managers on every node, and takes nothing from who is answering', async () => {
  const [here, there] = nodes
  const chief = await here.signIn({ login: 'testun-chef', roles: { admissions: 'administrator' } })
  const manager = await here.signIn({ roles: { admissions: 'operator', health: 'operator' } })
  const desk = await openPage(browser, origins[0], chief)
  const office = await openPage(browser, origins[1], manager)
  const home = await openPage(browser, origins[1], null)

  await office.page.goto('/dossiers')
  await office.page.getByRole('heading', { level: 1, name: 'Comptes et candidatures' }).waitFor()

  // A candidate is about to give a place up.
  await database.pool.query(
    `update batch set enabled = true, next_due_at = now() + interval '4 minutes' where code = 'BATCH_APP_EN_MAINT'`,
  )
  await home.page.goto('/candidate')
  await home.page.getByText(/^Fermeture pour maintenance à \d\d:\d\d$/).waitFor()
  await home.page.getByLabel('Numéro de dossier').fill(candidate.dossierNo)
  await home.page.getByLabel('Mot de passe', { exact: true }).fill(candidate.password)
  await home.page.getByRole('button', { name: 'Ouvrir mon dossier' }).click()
  const first = home.page.getByRole('article').first()
  await first.getByRole('button', { name: 'Me désister' }).click()
  const question = home.page.getByRole('dialog', { name: 'Me désister' })
  await question.getByRole('checkbox').check()

  // The administrator closes, after a question.
  await desk.page.goto('/admissions-parameters')
  await desk.page.getByRole('button', { name: 'Passer en maintenance' }).click()
  const sure = desk.page.getByRole('dialog', { name: 'Passer en maintenance' })
  await sure.getByRole('button', { name: 'Oui' }).click()
  await desk.page.getByText('En maintenance', { exact: true }).waitFor()
  await desk.page.getByText('Activée par testun-chef.').waitFor()

  for (const node of nodes) {
    await until(async () => (await node.nobody.get('/api/candidate/dossier')).status === 503)
    await until(async () => (await node.as(manager).get('/api/batches/BATCH_APP_EN_MAINT')).status === 503)
    expect((await node.as(chief).get('/api/batches/BATCH_APP_EN_MAINT')).status).toBe(200)
  }

  // The answer is refused, told so, and still there.
  await question.getByRole('button', { name: 'Envoyer ma réponse' }).click()
  await question.getByText('Votre réponse n’est pas encore enregistrée').waitFor()
  expect(await question.getByRole('checkbox').isChecked()).toBe(true)
  const answers = async () =>
    (await database.pool.query('select accepted from admissions.application order by id')).rows
  expect(await answers()).toEqual([{ accepted: null }, { accepted: null }])
  const late = await home.context.newPage()
  await late.goto('/candidate')
  await late.getByRole('heading', { name: 'Maintenance en cours' }).waitFor()
  await late.getByText('L’application est en maintenance.').waitFor()

  // The manager's page gives way at once; the health service is open.
  await office.page.getByRole('heading', { level: 1, name: 'Maintenance en cours' }).waitFor()
  await office.page.getByRole('link', { name: 'Rendez-vous' }).click()
  await office.page.getByRole('heading', { level: 1, name: 'Rendez-vous' }).waitFor()
  await office.page.goto('/campaigns')
  await office.page.getByRole('heading', { level: 1, name: 'Maintenance en cours' }).waitFor()

  await database.pool.query(`update batch set enabled = true where code = 'BATCH_APP_EN_SERVICE'`)
  const asked = await there.engine.requestRun({
    code: 'BATCH_APP_EN_SERVICE',
    trigger: 'manual',
    requestedBy: 'test',
  })
  expect(await there.engine.waitForRun(asked.ok ? asked.runId : 0)).toMatchObject({
    state: 'finished',
    detail: { traites: 1 },
  })
  await desk.page.getByText('En service', { exact: true }).waitFor()
  await office.page.getByRole('heading', { level: 1, name: 'Campagnes' }).waitFor()
  await until(async () => (await there.nobody.get('/api/candidate/dossier')).status === 401)
  await question.getByRole('button', { name: 'Envoyer ma réponse' }).click()
  await home.page.getByText('Votre désistement est enregistré.').waitFor()
  expect(await answers()).toContainEqual({ accepted: false })
  expect([...desk.faults, ...office.faults, ...home.faults]).toEqual([])
})
