import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sessionCookie } from '../../src/api/session-cookie.ts'
import { writeDemoHistory } from '../../src/cli/demo/run-history.ts'
import { headerBytes, studentLine } from '../../src/health/demo/student-file.ts'
import { encodeLatin1 } from '../../src/health/student-import/line/latin1.ts'
import { pages as photographed } from '../screenshots/pages.ts'
import { type AdmissionsPages, fillAdmissionsPages } from '../support/admissions-pages.ts'
import { type ApiClient, type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { fillHealthPages, type HealthPages, scriptName } from '../support/health-pages.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// Every page, with a month of runs and an import behind it: nothing that axe finds, nothing that jumps, no fault in the
// console, nothing wider than the window. Each page is loaded in two looks; axe examines one of them in turn, both with
// SOAK=1.

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser
let database: TestDatabase
let node: ApiNode
let administrator: ApiClient
let origin: string
let importRun: number
let syncExchange: number
let health: HealthPages
let admissions: AdmissionsPages

beforeAll(async () => {
  browser = await startBrowser()
  database = await createTestDatabase()
  node = await startApiServer(database, {
    realApplications: true,
    configuration: { encryptionKeys: [Buffer.alloc(32, 3).toString('base64')] },
  })
  origin = await node.listen()
  await writeDemoHistory(database, node.engine.catalogue, node.engine.clock.now())
  administrator = await node.signIn({ administrator: true, login: 'testun', rights: ['medical'] })
  importRun = await importWithFaults()
  health = await fillHealthPages(node, administrator)
  admissions = await fillAdmissionsPages(node, administrator)
  syncExchange = await courseFileWithFaults()
})

afterAll(async () => {
  await browser?.close()
  await node?.stop()
  await database?.drop()
})

/** Students for all pages of the service, one of whom bears a script for a name, and faults of several kinds. */
async function importWithFaults(): Promise<number> {
  const named = studentLine(31).split(';')
  named[4] = `${scriptName}<img src=x onerror="document.title='taken'">`
  named[10] = '31/02/2001'
  const whole = Array.from({ length: 131 }, (_, n) => studentLine(130 + n))
  const lines = [...whole, studentLine(3).replace(';', ';;'), named.join(';')]
  const form = new FormData()
  const bytes = Uint8Array.from(Buffer.concat([headerBytes, encodeLatin1(lines.join(''))]))
  form.append('file', new Blob([bytes]), 'nouveaux.csv')
  const upload = await administrator.fetch('/api/uploads', { method: 'POST', body: form })
  const { id } = (await upload.json()) as { id: string }
  const asked = await administrator.post('/api/imports', { uploadId: id, model: 'APOGEE', dryRun: false })
  await node.engine.waitForRun(asked.body.runId)
  return asked.body.runId
}

/** A few courses, one of whom bears a script for a name, and lines that cannot be taken. */
async function courseFileWithFaults(): Promise<number> {
  const text = `shortname;fullname;category
BIO101;Biologie;Sciences
BIO102;<script>document.title="taken"</script>;Sciences
BIO103;Chimie;Sciences//Licence
BIO104
`
  const form = new FormData()
  form.append('file', new Blob([text]), 'uploadcourses.csv')
  await administrator.fetch('/api/learning/files', { method: 'POST', body: form })
  const asked = await administrator.post('/api/learning/tools/courses/runs', {
    file: { shelf: 'commands', name: 'uploadcourses.csv' },
    dryRun: false,
  })
  await node.engine.waitForRun(asked.body.runId)
  const { body } = await administrator.get('/api/learning/exchanges', { query: { run: asked.body.runId } })
  return body.items[0].id
}

const all = [
  ...photographed.map(({ name, path, outside }) => ({ name, path: () => path, outside: outside === true })),
  { name: 'run', path: () => `/runs/${importRun}`, outside: false },
  { name: 'report of a command file', path: () => `/sync-reports/${syncExchange}`, outside: false },
  { name: 'import report', path: () => `/imports/${importRun}`, outside: false },
  { name: 'duplicate group', path: () => health.group, outside: false },
  { name: 'statistic push', path: () => health.push, outside: false },
  { name: 'data load report', path: () => health.load, outside: false },
  { name: 'campaign', path: () => admissions.campaign, outside: false },
  { name: 'dossier', path: () => admissions.dossier, outside: false },
  { name: 'form', path: () => admissions.form, outside: false },
  { name: 'destruction', path: () => admissions.destruction, outside: false },
  { name: 'admissions load report', path: () => admissions.load, outside: false },
  { name: 'run of admissions', path: () => admissions.run, outside: false },
  { name: 'instant', path: () => '/batches/IMP_QUO/instants/2026-01-05T04:00:00.000Z', outside: false },
]

const looks = [
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 390 },
] as const

test.each(all.map((page, index) => ({ ...page, examined: looks[index % looks.length]! })))(
  '$name, axe at $examined.width px',
  async ({ path, outside, examined }) => {
    const other = looks.find((look) => look !== examined)!
    const opened = process.env.SOAK === undefined ? [examined] : [examined, other]
    for (const look of opened)
      expect(
        await visit(path(), { outside, ...look }, look === examined ? other : examined),
        JSON.stringify(look),
      ).toEqual({ violations: [], jumps: 0, tooWide: 0, faults: [] })
  },
)

interface Seen {
  readonly violations: readonly string[]
  /** 0: less than people notice. */
  readonly jumps: number
  /** Pixels beyond the window, as it opened or turned to the other look. */
  readonly tooWide: number
  readonly faults: readonly string[]
}

/** Opens and examines a page in one look, then turns the window to the other one. */
async function visit(path: string, look: Look, turnedTo: Omit<Look, 'outside'>): Promise<Seen> {
  const page = await (await contextFor(look)).newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      faults.push(message.text())
  })
  try {
    await page.goto(path)
    await page.locator('h1').first().waitFor()
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
    const found = await violations(page)
    const jumps = await page.evaluate<number>('window.jumps.reduce((sum, jump) => sum + jump, 0)')
    // What a student is called is text, wherever it is shown.
    if ((await page.title()) === 'taken') faults.push('a name was taken for a script')
    const tooWide = await beyondTheWindow(page)
    await page.emulateMedia({ colorScheme: turnedTo.theme })
    await page.setViewportSize({ width: turnedTo.width, height: 900 })
    return {
      violations: found,
      jumps: jumps < 0.1 ? 0 : jumps,
      tooWide: Math.max(tooWide, await beyondTheWindow(page)),
      faults,
    }
  } finally {
    await page.close()
  }
}

/** Pixels that stay: a menu that is still folding away after the window was turned passes within so many frames. */
async function beyondTheWindow(page: Page): Promise<number> {
  return await page.evaluate<number>(`new Promise((tell) => {
    let frames = 120
    const look = () => {
      const { scrollWidth, clientWidth } = document.documentElement
      if (scrollWidth <= clientWidth || --frames === 0) tell(Math.max(0, scrollWidth - clientWidth))
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(() => requestAnimationFrame(look))
  })`)
}

/** One for all pages that are looked at alike: scripts and fonts are fetched once, as people do. */
const contexts = new Map<string, Promise<BrowserContext>>()

interface Look {
  readonly outside: boolean
  readonly theme: 'light' | 'dark'
  readonly width: number
}

function contextFor(look: Look): Promise<BrowserContext> {
  const key = JSON.stringify(look)
  let context = contexts.get(key)
  if (context === undefined) {
    context = newContext(look)
    contexts.set(key, context)
  }
  return context
}

async function newContext({ outside, theme, width }: Look): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width, height: 900 },
    colorScheme: theme,
    locale: 'fr-FR',
    reducedMotion: 'reduce',
  })
  const value = administrator.headers.cookie!.split('=')[1]!
  if (!outside) await context.addCookies([{ name: sessionCookie, value, url: origin }])
  await context.addInitScript(`window.jumps = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.jumps.push(entry.value)
    }).observe({ type: 'layout-shift', buffered: true })`)
  return context
}

async function violations(page: Page): Promise<string[]> {
  // Not by a script element: the content policy refuses those that are not ours.
  await page.evaluate(axeSource)
  const results = await page.evaluate<axe.AxeResults>(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  )
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((one) => one.html.slice(0, 200)).join(' | ')}`,
  )
}
