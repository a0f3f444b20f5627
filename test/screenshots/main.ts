import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { startBrowser } from '../support/chromium.ts'
import { type PageShot, pages } from './pages.ts'
import { emptySystem, filledSystem, type PhotographedSystem } from './systems.ts'

// `npm run screenshots [-- --only batches,night] [--state filled] [--out folder]`: every page of the back-office on a
// new system, on one that has a month behind it and with an API that fails, light and dark, on a phone and on a screen.

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    state: { type: 'string' },
    theme: { type: 'string' },
    width: { type: 'string' },
    lang: { type: 'string', default: 'fr' },
    /** Those of the README alone, into docs/screenshots. */
    readme: { type: 'boolean', default: false },
    out: { type: 'string', default: fileURLToPath(new URL('../../out/screenshots', import.meta.url)) },
  },
})
const chosen = (option: string | undefined, value: string) =>
  option === undefined || option.split(',').includes(value)

const readmeFolder = fileURLToPath(new URL('../../docs/screenshots', import.meta.url))
const readmeShots = [
  { file: 'nuit', name: 'night-bad', path: null, theme: 'light', width: 1440 },
  { file: 'batches', name: 'batches', path: '/batches', theme: 'light', width: 1440 },
  { file: 'historique', name: 'batch', path: '/batches/IMP_QUO', theme: 'dark', width: 1440 },
  { file: 'simulation', name: 'import-simulation', path: null, theme: 'light', width: 1440 },
  { file: 'doublon', name: 'duplicate-group', path: null, theme: 'light', width: 1440 },
  {
    file: 'lettre',
    name: 'letter-template',
    path: '/letter-templates/follow-up',
    theme: 'light',
    width: 1440,
  },
  { file: 'rapport', name: 'sync-report', path: null, theme: 'light', width: 1440 },
  { file: 'outils', name: 'sync', path: '/sync', theme: 'dark', width: 1440 },
  { file: 'opi', name: 'opi-errors', path: null, theme: 'light', width: 1440 },
  { file: 'dossier', name: 'dossier', path: null, theme: 'dark', width: 1440 },
  { file: 'destruction', name: 'destruction', path: null, theme: 'light', width: 1440 },
  { file: 'execution', name: 'run', path: null, theme: 'light', width: 390 },
] as const

const themes = (['light', 'dark'] as const).filter((theme) => chosen(values.theme, theme))
const widths = [390, 1440].filter((width) => chosen(values.width, String(width)))

const browser = await startBrowser()
let taken = 0
try {
  if (values.readme) await photographForReadme()
  else await photographEveryState()
} finally {
  await browser.close()
}
process.stderr.write(`${taken} screenshots in ${values.readme ? readmeFolder : values.out}\n`)
process.exit()

async function photographEveryState(): Promise<void> {
  if (chosen(values.state, 'empty')) {
    const system = await emptySystem()
    await photographAll(system, 'empty', pages)
    await system.stop()
  }
  if (chosen(values.state, 'filled') || chosen(values.state, 'error')) {
    const system = await filledSystem((words) => process.stderr.write(`${words}\n`))
    const own = Object.entries(system.pages).map(
      ([name, path]): PageShot => ({ name, path, outside: name === 'invitation' }),
    )
    if (chosen(values.state, 'filled')) await photographAll(system, 'filled', [...pages, ...own])
    if (chosen(values.state, 'error')) await photographAll(system, 'error', [...pages, ...own], failing)
    await system.stop()
  }
}

/** The window as it opens, not the page to its end. */
async function photographForReadme(): Promise<void> {
  const system = await filledSystem((words) => process.stderr.write(`${words}\n`))
  for (const { name, path, theme, width, file } of readmeShots.filter(({ file }) =>
    chosen(values.only, file),
  ))
    await photograph(browser, {
      system,
      shot: { name: file, path: path ?? system.pages[name]! },
      theme,
      width,
      folder: readmeFolder,
      file,
      whole: false,
      spoil: async () => {},
    })
  await system.stop()
}

async function photographAll(
  system: PhotographedSystem,
  state: string,
  shots: readonly PageShot[],
  spoil: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  for (const shot of shots.filter(({ name }) => chosen(values.only, name)))
    for (const theme of themes)
      for (const width of widths)
        await photograph(browser, {
          system,
          shot,
          theme,
          width,
          folder: join(values.out, state),
          file: `${shot.name}-${theme}-${width}`,
          whole: true,
          spoil,
        })
}

interface Photograph {
  readonly system: PhotographedSystem
  readonly shot: PageShot
  readonly theme: 'light' | 'dark'
  readonly width: number
  readonly folder: string
  readonly file: string
  /** The page to its end, or the window as it opens. */
  readonly whole: boolean
  spoil(page: Page): Promise<void>
}

async function photograph(
  on: Browser,
  { system, shot, theme, width, folder, file, whole, spoil }: Photograph,
): Promise<void> {
  const context = await on.newContext({
    viewport: { width, height: width === 390 ? 844 : 900 },
    colorScheme: theme,
    locale: values.lang === 'en' ? 'en-GB' : 'fr-FR',
    // Somewhere else than the establishment: its zone must show all the same.
    timezoneId: 'America/Montreal',
    reducedMotion: 'reduce',
  })
  if (shot.outside !== true)
    await context.addCookies([
      { name: 'nocturne_session', value: system.cookie, url: system.url, httpOnly: true, sameSite: 'Lax' },
    ])
  const page = await context.newPage()
  try {
    await spoil(page)
    await page.goto(system.url + shot.path)
    await page.locator('h1').first().waitFor()
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
    await shot.prepare?.(page)
    mkdirSync(folder, { recursive: true })
    // As tall as the page: what is fixed to the window stays where people see it.
    const height = await page.evaluate<number>('document.documentElement.scrollHeight')
    if (whole && height > page.viewportSize()!.height) await page.setViewportSize({ width, height })
    await page.screenshot({ path: join(folder, `${file}.png`) })
    taken += 1
  } catch (error) {
    process.stderr.write(`${folder} ${file}: ${(error as Error).message}\n`)
    process.exitCode = 1
  } finally {
    await context.close()
  }
}

/** The session is known, whatever else is asked for fails. */
async function failing(page: Page): Promise<void> {
  await page.route(/\/api\/(?!session|sign-in-options|events|preferences)/, (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'about:blank',
        title: 'Erreur interne : le journal du serveur en dit plus',
        status: 500,
        code: 'INTERNAL',
      }),
    }),
  )
}
