import type { Browser, BrowserContext, Page } from 'playwright-core'
import { sessionCookie } from '../../src/api/session-cookie.ts'
import type { ApiClient } from '../support/api-server.ts'

export interface OpenedPage {
  readonly page: Page
  readonly context: BrowserContext
  /** What went wrong in the page: exceptions, refusals of the content policy, errors of the console. */
  readonly faults: readonly string[]
}

/** A window of `who` on the node at `address`: their session, French, a desk's screen. */
export async function openPage(
  browser: Browser,
  address: string,
  who: ApiClient | null,
  options: { locale?: 'fr-FR' | 'en-GB'; width?: number } = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({
    baseURL: address,
    locale: options.locale ?? 'fr-FR',
    // Not the establishment's: what is shown must not depend on it.
    timezoneId: 'America/Montreal',
    viewport: { width: options.width ?? 1440, height: 900 },
    acceptDownloads: true,
  })
  const value = who?.headers.cookie?.split('=')[1]
  if (value !== undefined)
    await context.addCookies([{ name: sessionCookie, value, url: address, httpOnly: true, sameSite: 'Lax' }])
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    // The browser tells of every answer that is not 2xx as an error of the console.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      faults.push(message.text())
  })
  return { page, context, faults }
}
