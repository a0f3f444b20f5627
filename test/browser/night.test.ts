import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { testBatch } from '../support/plain-engine.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { openPage } from './open-page.ts'

// The operator in the morning: one sentence, what to look at, the course of the night.

let browser: Browser
let database: TestDatabase
let node: ApiNode

beforeAll(async () => {
  browser = await startBrowser()
  database = await createTestDatabase()
  node = await startApiServer(database, {
    batches: [
      testBatch('TEST_BON'),
      testBatch('TEST_FAUX', {
        run: async () => {
          throw new Error('le fichier est absent')
        },
      }),
    ],
  })
})

afterAll(async () => {
  await browser?.close()
  await node?.stop()
  await database?.drop()
})

async function launched(code: string): Promise<number> {
  const asked = await node.engine.requestRun({ code, trigger: 'manual', requestedBy: 'testun' })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  await node.engine.waitForRun(asked.runId)
  return asked.runId
}

test('where nothing ever ran, the night leads to the first steps', async () => {
  const { page, context } = await openPage(
    browser,
    await node.listen(),
    await node.signIn({ roles: { core: 'reader' } }),
  )
  await page.goto('/')
  await page.getByRole('main').getByRole('link', { name: 'Premiers pas' }).waitFor()
  await context.close()
})

test('what failed comes first, is acknowledged once looked at, and can be put back', async () => {
  await launched('TEST_BON')
  const failed = await launched('TEST_FAUX')
  const operator = await node.signIn({ roles: { core: 'operator' } })
  const { page, context, faults } = await openPage(browser, await node.listen(), operator)
  await page.goto('/')
  const exceptions = page.getByRole('region', { name: 'À regarder' })
  await exceptions.getByText('le fichier est absent').waitFor()
  expect(await exceptions.getByRole('link', { name: 'Voir l’exécution' }).getAttribute('href')).toBe(
    `/runs/${failed}`,
  )
  await exceptions.getByRole('button', { name: 'Prendre en compte' }).click()
  const folded = exceptions.getByText('1 point à regarder, rétabli ou pris en compte')
  await folded.waitFor()
  await folded.click()
  await exceptions.getByText(`Pris en compte par ${operator.login}`).waitFor()
  await exceptions.getByRole('button', { name: 'Remettre à regarder' }).click()
  await exceptions.getByRole('button', { name: 'Prendre en compte' }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

test('a reader sees the same night, without the acts', async () => {
  const reader = await node.signIn({ roles: { core: 'reader' } })
  const { page, context } = await openPage(browser, await node.listen(), reader)
  await page.goto('/')
  await page.getByRole('region', { name: 'À regarder' }).getByText('le fichier est absent').waitFor()
  expect(await page.getByRole('button', { name: 'Prendre en compte' }).count()).toBe(0)
  await context.close()
})

test('each run is a bar that the keyboard reaches, and a row of the table', async () => {
  const reader = await node.signIn({ roles: { core: 'reader' } })
  const { page, context } = await openPage(browser, await node.listen(), reader)
  await page.goto('/')
  const bar = page.getByRole('link', { name: /^TEST_FAUX, en erreur, .*Début \d\d:\d\d:\d\d/ })
  await bar.focus()
  await page.getByRole('tooltip').getByText('TEST_FAUX – ERROR').waitFor()
  await page.getByText('Tableau', { exact: true }).click()
  await page.getByRole('table', { name: 'Déroulement' }).getByRole('link', { name: 'TEST_FAUX' }).waitFor()
  // The address says it: a reload, or whoever is given the link, sees the same.
  await page.reload()
  await page.getByRole('table', { name: 'Déroulement' }).waitFor()
  await context.close()
})

test('a run that ends meanwhile appears by itself', async () => {
  const reader = await node.signIn({ roles: { core: 'reader' } })
  const { page, context } = await openPage(browser, await node.listen(), reader)
  await page.goto('/?view=table')
  const rows = page.getByRole('table', { name: 'Déroulement' }).getByRole('link', { name: 'TEST_BON' })
  await rows.first().waitFor()
  expect(await rows.count()).toBe(1)
  await launched('TEST_BON')
  await rows.nth(1).waitFor()
  await context.close()
})
