import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPage } from '../browser/open-page.ts'
import { type ApiClient, type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { putFile } from '../support/command-files.ts'
import { newCourses } from '../support/learning-courses.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// What a command file says, and what it is called, is text on every page of the learning platform.

const nasty = '<img src=x onerror="document.title=1">'

let browser: Browser
let database: TestDatabase
let api: ApiNode
let operator: ApiClient
let origin: string
let run: number
let report: number

beforeAll(async () => {
  browser = await startBrowser()
  database = await createTestDatabase()
  api = await startApiServer(database, { realApplications: true })
  origin = await api.listen()
  operator = await api.signIn({ roles: { learning: 'operator' } })
  await newCourses(database, { shortname: nasty, fullname: nasty, idnumber: nasty })
  const name = `${nasty.replaceAll('"', '')}.csv`
  await putFile(
    operator,
    `username;firstname;lastname;email\nt;"${nasty.replaceAll('"', '""')}";T;${nasty.replaceAll('"', '')}\n`,
    name,
  )
  const drop = join(api.installation.place.dataDirectory, 'sync')
  mkdirSync(drop, { recursive: true })
  writeFileSync(join(drop, name), 'x')
  const asked = await operator.post('/api/learning/tools/users/runs', {
    file: { shelf: 'commands', name },
    dryRun: false,
  })
  run = asked.body.runId
  await api.engine.waitForRun(run)
  report = (await operator.get(`/api/learning/exchanges?run=${run}`)).body.items[0].id
})
afterAll(async () => {
  await browser?.close()
  await api?.stop()
  await database?.drop()
})

/** The text is there to read where it is expected, and nothing was made of it. */
test.each<readonly [string, () => string, boolean]>([
  ['the files', () => '/files', true],
  ['a report', () => `/sync-reports/${report}`, true],
  ['a tool', () => '/sync/users', true],
  ['the tools', () => '/sync', false],
  ['the courses', () => '/course-files/delete', false],
  ['the drop directory', () => '/drop', true],
  ['a run', () => `/runs/${run}`, false],
])('on the page of %s', async (_, path, shown) => {
  const { page, context, faults } = await openPage(browser, origin, operator)
  await page.goto(path())
  await page.locator('h1').first().waitFor()
  if (shown) await page.getByText('onerror').first().waitFor({ state: 'attached' })
  expect(await page.locator('img[src="x"]').count()).toBe(0)
  expect(await page.title()).not.toBe('1')
  expect(faults).toEqual([])
  await context.close()
})
