import { chmodSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { headerBytes, studentLine } from '../../src/health/demo/student-file.ts'
import { encodeLatin1 } from '../../src/health/student-import/line/latin1.ts'
import { startBrowser } from '../support/chromium.ts'
import { type CommandProcess, startCommand } from '../support/command-line.ts'
import { openPage } from './open-page.ts'

// What the README promises a newcomer, from an empty folder: `./nocturne start`, its one-time link, a real browser.

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser?.close())

const french = {
  locale: 'fr-FR',
  system: 'fr_FR.UTF-8',
  login: 'Identifiant',
  name: 'Nom affiché',
  password: 'Mot de passe',
  enter: 'Enregistrer et entrer',
  directory: 'Répertoire d’import (import.repertoire)',
  saveDirectory: 'Enregistrer « Répertoire d’import (import.repertoire) »',
  enabled: 'En service',
  time: 'Heure de lancement',
  monday: 'Lundi',
  none: 'Aucun',
  save: 'Enregistrer',
  wording: 'Tous les lun à 04h15',
  launch: 'Lancer immédiatement',
  question: 'Etes vous sûr de vouloir lancer le batch IMP_QUO maintenant?',
  yes: 'Oui',
  follow: 'Suivre l’exécution',
  model: 'Choix du modèle d’importation',
  simulate: 'Simulation',
  importWhat: /^Importer : 2 créations/,
  rejects: '3 lignes sont rejetées.',
} as const

const english = {
  locale: 'en-GB',
  system: 'en_GB.UTF-8',
  login: 'Login',
  name: 'Displayed name',
  password: 'Password',
  enter: 'Save and enter',
  directory: 'Import directory (import.repertoire)',
  saveDirectory: 'Save “Import directory (import.repertoire)”',
  enabled: 'In service',
  time: 'Launch time',
  monday: 'Monday',
  none: 'None',
  save: 'Save',
  wording: 'Every Mon at 04:15',
  launch: 'Launch now',
  question: 'Are you sure you want to launch batch IMP_QUO now?',
  yes: 'Yes',
  follow: 'Follow the run',
  model: 'Import model',
  simulate: 'Dry run',
  importWhat: /^Import: 2 creations/,
  rejects: '3 lines are rejected.',
} as const

type Words = { readonly [Key in keyof typeof french]: string | RegExp } & {
  readonly locale: 'fr-FR' | 'en-GB'
  readonly system: string
}

const nightFile = Buffer.concat([headerBytes, latin1(1, 2, 3, 4, 5)])

/** Two new students, and three faults: a field too many, no name, a date that does not exist. */
const badLines = [
  studentLine(21).replace(/\r\n$/, ';TROP\r\n'),
  withField(studentLine(22), 4, ''),
  withField(studentLine(23), 10, '31/02/2001'),
]
const faultyFile = Buffer.concat([headerBytes, latin1(11, 12), encodeLatin1(badLines.join(''))])

function latin1(...students: readonly number[]): Uint8Array {
  return encodeLatin1(students.map((n) => studentLine(n)).join(''))
}

function withField(line: string, index: number, value: string): string {
  const fields = line.split(';')
  fields[index] = value
  return fields.join(';')
}

// One language a run proves the way; both under SOAK.
test.each(
  (
    [
      ['in French', french],
      ['in English', english],
    ] as const
  ).slice(0, process.env.SOAK ? 2 : 1),
)(
  'a new user signs in, plans IMP_QUO, launches and watches it, imports a faulty file and saves what to correct, %s',
  async (_language, words: Words) => {
    const folder = mkdtempSync(join(tmpdir(), 'nocturne-morning-'))
    // Under root the database's server runs as another user, who has to get through.
    chmodSync(folder, 0o755)
    const program = startCommand(['start'], {
      environment: { NOCTURNE_DATA_DIR: join(folder, 'data'), NOCTURNE_HTTP_PORT: '0', LANG: words.system },
      directory: folder,
    })
    try {
      const link = await oneTimeLink(program)
      const { page, faults } = await openPage(browser, new URL(link).origin, null, { locale: words.locale })

      await becomeAdministrator(page, link, words)
      await setImportDirectory(page, folder, words)
      await plan(page, words)
      await launchAndWatch(page, folder, words)
      await importFaultyFile(page, folder, words)
      expect(faults).toEqual([])
    } finally {
      program.kill('SIGTERM')
      await program.ended
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

async function oneTimeLink(program: CommandProcess): Promise<string> {
  await program.says('/invitation/')
  return /http:\/\/\S+\/invitation\/\S+/.exec(program.output())![0]
}

async function becomeAdministrator(page: Page, link: string, words: Words): Promise<void> {
  await page.goto(link)
  await page.getByLabel(words.login).fill('testun')
  await page.getByLabel(words.name).fill('Camille Testun')
  await page.getByLabel(words.password, { exact: true }).fill('un long chemin de ronde')
  await page.getByRole('button', { name: words.enter }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/invitation'))
  // The link has served.
  const again = await page.request.get(`/api${new URL(link).pathname.replace('invitation', 'invitations')}`)
  expect(again.status()).toBe(404)
}

async function setImportDirectory(page: Page, folder: string, words: Words): Promise<void> {
  await page.goto('/settings')
  await page.getByLabel(words.directory).fill(folder)
  await page.getByRole('button', { name: words.saveDirectory }).click()
  await page.getByRole('button', { name: words.saveDirectory }).waitFor({ state: 'detached' })
}

async function plan(page: Page, words: Words): Promise<void> {
  await page.goto('/batches')
  const row = page.locator('[data-batch="IMP_QUO"]')
  await row.dblclick()
  const window = page.getByRole('dialog')
  await window.getByLabel(words.enabled).check()
  await window.getByLabel(words.time).fill('04:15')
  await window.getByRole('button', { name: words.none, exact: true }).click()
  await window.getByLabel(words.monday).check()
  await window.getByText(String(words.wording)).waitFor()
  await window.getByRole('button', { name: words.save }).click()
  await window.waitFor({ state: 'detached' })
  await row.getByText(String(words.wording)).waitFor()
}

async function launchAndWatch(page: Page, folder: string, words: Words): Promise<void> {
  const path = join(folder, 'Calcium.csv')
  writeFileSync(path, nightFile)
  // As if dropped a minute ago: a file that has just changed is waited for.
  const minuteAgo = Date.now() / 1000 - 60
  utimesSync(path, minuteAgo, minuteAgo)
  await page.locator('[data-batch="IMP_QUO"]').click()
  await page.getByRole('button', { name: words.launch }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(String(words.question)).waitFor()
  await dialog.getByRole('button', { name: words.yes }).click()
  // Without a reload.
  await page
    .locator('[data-batch="IMP_QUO"]')
    .getByText(/FINISH - (Deb|Start)/)
    .waitFor()
  await page.getByRole('link', { name: words.follow }).click()
  await page.waitForURL(/\/runs\/\d+$/)
  await page.getByText('5 lignes = 5 créées').waitFor()
}

async function importFaultyFile(page: Page, folder: string, words: Words): Promise<void> {
  await page.goto('/imports')
  await page.getByLabel(words.model).first().click()
  await page.getByRole('option', { name: /APOGEE/ }).click()
  const path = join(folder, 'nouveaux.csv')
  writeFileSync(path, faultyFile)
  await page.locator('input[type="file"]').setInputFiles(path)
  await page.getByRole('button', { name: words.simulate, exact: true }).click()
  await page.getByText(words.rejects).first().waitFor()
  await page.getByRole('button', { name: words.importWhat }).click()
  await page.waitForURL(/\/imports\/\d+$/)
  const [retry] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /erreurFile_/ }).click(),
  ])
  const saved = join(folder, 'retry.csv')
  await retry.saveAs(saved)
  expect(readFileSync(saved)).toEqual(Buffer.concat([headerBytes, encodeLatin1(badLines.join(''))]))
}
