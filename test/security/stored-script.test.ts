import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPage } from '../browser/open-page.ts'
import { type ApiClient, type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { addItems, file, line } from '../support/student-import.ts'
import { upload } from '../support/student-upload.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// What a student is called is text, wherever somebody gets to see it. Two defences, each held by itself: no element comes
// of it (React), and should one ever, the page's policy keeps it from running.

const nasty = '<img src=x onerror="document.title=1">'

let browser: Browser
let database: TestDatabase
let api: ApiNode
let operator: ApiClient
let origin: string

beforeAll(async () => {
  browser = await startBrowser()
  database = await createTestDatabase()
  await addItems(database)
  api = await startApiServer(database, { realApplications: true })
  origin = await api.listen()
  operator = await api.signIn({ roles: { health: 'operator' } })
  const directory = mkdtempSync(join(tmpdir(), 'nocturne-script-'))
  await api.installation.settings.set('health.import.directory', directory, 'test')
})
afterAll(async () => {
  await browser?.close()
  await api?.stop()
  await database?.drop()
})

async function imported(bytes: Buffer): Promise<number> {
  const uploadId = await upload(operator, bytes, `${nasty.replaceAll('"', '')}.csv`)
  const asked = await operator.post('/api/imports', { uploadId, model: 'APOGEE', dryRun: false })
  await api.engine.waitForRun(asked.body.runId)
  return asked.body.runId
}

/** The text is there to read, and nothing was made of it. */
async function expectText(page: Page, faults: readonly string[]): Promise<void> {
  // It may be folded.
  await page.getByText(nasty).first().waitFor({ state: 'attached' })
  expect(await page.locator('img[src="x"]').count()).toBe(0)
  expect(await page.title()).not.toBe('1')
  expect(faults).toEqual([])
}

const student = { COD_NNE: '9990000011P', NOM: 'TESTUN' }

test('in the report of an import, where it stands before and after', async () => {
  await imported(file(line(student)))
  const run = await imported(file(line({ ...student, NOMUSAGE: nasty, ADR1: nasty })))
  const { body } = await operator.get(`/api/imports/${run}`)
  expect(JSON.stringify(body.changedFields)).toContain('onerror')
  const { page, context, faults } = await openPage(browser, origin, operator)
  await page.goto(`/imports/${run}`)
  await expectText(page, faults)
  await page.goto(`/runs/${run}`)
  await page.locator('h1').first().waitFor()
  expect(await page.locator('img[src="x"]').count()).toBe(0)
  expect(faults).toEqual([])
  await context.close()
})

test('in the first lines of a file that somebody has chosen', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'nocturne-script-')), 'envoi.csv')
  writeFileSync(path, file(line({ ...student, NOM: nasty })))
  const { page, context, faults } = await openPage(browser, origin, operator)
  await page.goto('/imports')
  await page.locator('input[type="file"]').setInputFiles(path)
  await expectText(page, faults)
  await context.close()
})

test('in a file to save, which no browser shows as a page', async () => {
  const run = await imported(file(line({ ...student, NOM: nasty, CODE_NATIO: '' })))
  const { files } = (await operator.get(`/api/runs/${run}`)).body
  for (const one of files) {
    const { headers } = await operator.get(`/api/runs/${run}/files/${one.id}`)
    expect(headers['content-disposition']).toMatch(/^attachment;/)
    expect(headers['content-type']).toMatch(/^(text\/(plain|csv)|application\/json)/)
    expect(headers['x-content-type-options']).toBe('nosniff')
  }
})

test('should an element ever come of it, the policy of the page keeps it from running', async () => {
  const { page, context, faults } = await openPage(browser, origin, operator)
  await page.goto('/imports')
  await page.locator('h1').first().waitFor()
  await page.evaluate(`document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(nasty)})`)
  // Not by waitForFunction: where it has to wait, it evaluates inside the page, which the policy refuses.
  await page.evaluate(`new Promise((settled) => {
    const image = document.querySelector('img[src="x"]')
    if (image.complete) settled(true)
    for (const end of ['load', 'error']) image.addEventListener(end, () => settled(true))
  })`)
  expect(await page.title()).not.toBe('1')
  expect(faults.join()).toContain('Content Security Policy')
  await context.close()
})
