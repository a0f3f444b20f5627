import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtBackOffice } from '../../src/api/back-office.ts'
import { type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// The content security policy against a real browser: pages that it breaks say so on the console.

let database: TestDatabase
let api: ApiNode
let browser: Browser
let url: string

beforeAll(async () => {
  database = await createTestDatabase()
  api = await startApiServer(database)
  // Without any account the page shows where the first one comes from, and no form.
  await api.signIn()
  url = await api.listen()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await api.stop()
  await database.drop()
})

async function complaints(path: string, sign: string): Promise<string[]> {
  const page = await browser.newPage()
  const heard: string[] = []
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) heard.push(message.text())
  })
  page.on('pageerror', (error) => heard.push(error.message))
  try {
    await page.goto(url + path)
    await page.locator(sign).first().waitFor()
    return heard
  } finally {
    await page.close()
  }
}

test('the description of the API works under its policy', async () => {
  expect(await complaints('/api/docs/', '.opblock-summary')).toEqual([])
})

test.skipIf(!existsSync(join(builtBackOffice, 'index.html')))('so does the sign-in page', async () => {
  expect(await complaints('/sign-in', 'input[type=password]')).toEqual([])
})

test('an inline script and a foreign one are refused', async () => {
  const page = await browser.newPage()
  await page.goto(`${url}/sign-in`)
  const refused = await page.evaluate(`(async () => {
    const violations = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.blockedURI))
    for (const script of [{ textContent: 'globalThis.ran = true' }, { src: 'https://example.org/x.js' }])
      document.body.append(Object.assign(document.createElement('script'), script))
    while (violations.length < 2) await new Promise((resolve) => setTimeout(resolve, 10))
    return [globalThis.ran ?? false, ...violations.sort()]
  })()`)
  expect(refused).toEqual([false, 'https://example.org/x.js', 'inline'])
  await page.close()
})
