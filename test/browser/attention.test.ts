import type { Browser, Request } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { testBatch } from '../support/plain-engine.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { openPage } from './open-page.ts'

let browser: Browser
let database: TestDatabase
let node: ApiNode

beforeAll(async () => {
  browser = await startBrowser()
  database = await createTestDatabase()
  node = await startApiServer(database, {
    batches: [testBatch('TEST_NUIT', { schedule: { time: '03:00', weekdays: 'all' } })],
  })
})

afterAll(async () => {
  await browser?.close()
  await node?.stop()
  await database?.drop()
})

test('what a page asks by itself, when nobody has touched it for a while, does not keep its session alive', async () => {
  const { page, context } = await openPage(
    browser,
    await node.listen(),
    await node.signIn({ administrator: true }),
  )
  await page.clock.install()
  await page.goto('/batches')
  await page.locator('[data-batch="TEST_NUIT"]').click()
  const asked = (request: Request) => new URL(request.url()).pathname === '/api/batches'
  /** A run changes the list: the page asks for it again. */
  const refetched = async () => {
    const request = page.waitForRequest(asked)
    await node.engine.requestRun({ code: 'TEST_NUIT', trigger: 'cli', requestedBy: 'test' })
    // Bursts of events are gathered for a moment, by the clock that the test moves.
    for (;;) {
      await page.clock.runFor(500)
      const done = await Promise.race([request, new Promise((resolve) => setTimeout(resolve, 20, null))])
      if (done !== null) return (done as Request).headers()['x-nocturne-background']
    }
  }

  expect(await refetched()).toBeUndefined()
  await page.clock.fastForward('02:00')
  expect(await refetched()).toBe('1')
  await page.locator('[data-batch="TEST_NUIT"]').click()
  expect(await refetched()).toBeUndefined()
  await context.close()
})
