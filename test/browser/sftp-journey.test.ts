import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { putFile } from '../support/command-files.ts'
import { connectSftp, type SftpClient } from '../support/sftp-client.ts'
import { type SftpServer, startSftpServer } from '../support/sftp-server.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { openPage } from './open-page.ts'

// Issue 4, Done-when 2: files dropped by SFTP are seen to arrive, pulled, simulated and run; the rejected lines are taken
// away, corrected, dropped again, and nothing is rejected any more.

let browser: Browser
let database: TestDatabase
let node: ApiNode
let server: SftpServer
let agent: SftpClient

beforeAll(async () => {
  browser = await startBrowser()
  database = await createTestDatabase()
  node = await startApiServer(database, { realApplications: true })
  const directory = join(node.installation.place.dataDirectory, 'sync')
  mkdirSync(directory)
  server = await startSftpServer(directory)
  agent = await connectSftp(server)
})

afterAll(async () => {
  agent?.end()
  await server?.stop()
  await browser?.close()
  await node?.stop()
  await database?.drop()
})

const courses = `shortname;fullname;category
BIO101;Biologie cellulaire;Sciences
CHI101;Chimie générale;Sciences
`
const users = `username;idnumber;firstname;lastname;email
camille;E1;Camille;TESTUN;camille@example.org
sacha;E2;Sacha;TESTDEUX;sacha@example.org
dominique;E3;Dominique;TESTTROIS;dominique@example.org
`
const enrolmentHeader = 'cmd;cid;uid;rolename;enrol\n'
const badEnrolments = 'add;BIO101;dominque;student;manual\nadd;CHI101;camille;etudiant;manual\n'
const enrolments = `${enrolmentHeader}add;BIO101;camille;student;manual\nadd;BIO101;sacha;student;manual\n${badEnrolments}`
const mended = `${enrolmentHeader}add;BIO101;dominique;student;manual\nadd;CHI101;camille;student;manual\n`

/** As `put -p` does it: the file keeps its date, that of an export an hour ago. */
async function deliver(name: string, text: string): Promise<void> {
  await agent.put(`${name}.part`, text)
  await agent.date(`${name}.part`, Math.floor(Date.now() / 1000) - 3600)
  await agent.rename(`${name}.part`, name)
}

const stored = (shelf: string, name: string) =>
  readFileSync(join(node.installation.place.dataDirectory, 'learning', 'files', shelf, name))

const rowOf = (page: Page, table: string, name: string | RegExp): Locator =>
  page.getByRole('table', { name: table }).getByRole('row', { name })

/** The sum of the lines, whose terms stand apart on the page by their style alone. */
const sum = (page: Page, words: string): Locator =>
  page.getByText(new RegExp(`^${words.replaceAll(/ ([=+]) /g, '\\s*[$1]\\s*')}$`))

async function saved(page: Page, link: Locator): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

test('an agent drops files by SFTP; they are seen, pulled, simulated, run, corrected, dropped again: nothing is rejected', async () => {
  const origin = await node.listen()
  const administrator = await node.signIn({ administrator: true })
  const { page, faults } = await openPage(browser, origin, administrator)

  await page.goto('/drop')
  await page.getByText('Le répertoire est vide').waitFor()
  await agentDelivers(page)
  await pull(page)
  await runCoursesAfterSimulation(page)
  await runUsersAtOnce(page)
  await simulateAndRunEnrolments(page)
  await readReport(page)
  await correctAndDropAgain(page)

  expect(faults).toEqual([])
})

/** Under its lock, one file slowly: the page says of each why it waits, and a pull takes nothing. */
async function agentDelivers(page: Page): Promise<void> {
  await agent.put('alock.txt', '')
  await deliver('uploadcourses.csv', courses)
  await deliver('userimport.csv', users)
  const slow = await agent.open('enrols.csv.part')
  await slow.write(enrolments.slice(0, 40))

  await page.getByText('Un agent dépose des fichiers : la récupération attend qu’il ait fini.').waitFor()
  const inDirectory = (name: string) => rowOf(page, 'Dans le répertoire', new RegExp(`^${name} `))
  await inDirectory('uploadcourses.csv').getByText('le répertoire est verrouillé').waitFor()
  await inDirectory('userimport.csv').getByRole('link', { name: 'Utilisateurs' }).waitFor()
  await inDirectory('enrols.csv.part').getByText('nom provisoire (.part, .tmp, .filepart)').waitFor()
  await page.getByRole('button', { name: 'Récupérer maintenant' }).click()
  await page
    .getByRole('table', { name: 'Dernières récupérations' })
    .getByText(/alock\.txt/)
    .first()
    .waitFor()
  expect(await agent.list('/')).toEqual(expect.arrayContaining(['uploadcourses.csv', 'userimport.csv']))

  await slow.write(enrolments.slice(40, 90))
  await slow.write(enrolments.slice(90))
  await slow.close()
  await agent.date('enrols.csv.part', Math.floor(Date.now() / 1000) - 3600)
  await agent.rename('enrols.csv.part', 'enrols.csv')
  await inDirectory('enrols.csv').getByText('le répertoire est verrouillé').waitFor()
  await agent.remove('alock.txt')
  await page.getByText('3 fichiers seront pris à la prochaine récupération.').waitFor()
  await inDirectory('enrols.csv').getByText('la prochaine récupération le prendra').waitFor()
}

async function pull(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Récupérer maintenant' }).click()
  await rowOf(page, 'Dernières récupérations', /enrols\.csv, uploadcourses\.csv, userimport\.csv/).waitFor()
  await page.getByText('Le répertoire est vide').waitFor()
  expect(await agent.exists('enrols.csv')).toBe(false)
}

async function runCoursesAfterSimulation(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Outils de synchronisation' }).click()
  const tool = rowOf(page, 'Les outils', /^Création et mise à jour de cours/)
  await tool.getByText('1 fichier prêt').waitFor()
  await tool.getByRole('link', { name: 'Création et mise à jour de cours' }).click()
  await page.getByText('Prendrait : uploadcourses.csv').waitFor()
  await page.getByRole('button', { name: 'Simuler l’opération' }).click()
  await page.getByText('Ce fichier ferait 2 créations.').waitFor()
  await page.getByRole('button', { name: 'Exécuter : 2 créations' }).click()
  await page.getByText('Terminé', { exact: true }).waitFor()
  await page.getByText('2 créations.', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Retour aux outils' }).click()
  await tool.getByText('déjà traité').waitFor()
  await tool.getByText('Traité', { exact: true }).waitFor()
}

async function runUsersAtOnce(page: Page): Promise<void> {
  await rowOf(page, 'Les outils', /^Utilisateurs/)
    .getByRole('link', { name: 'Utilisateurs' })
    .click()
  await page.getByRole('heading', { level: 1, name: 'Utilisateurs' }).waitFor()
  await page.getByRole('button', { name: 'Charger et exécuter' }).click()
  const question = page.getByRole('dialog', { name: 'Charger et exécuter' })
  await question.getByText('sans simulation préalable', { exact: false }).waitFor()
  await question.getByRole('button', { name: 'Exécuter' }).click()
  await page.getByText('3 créations.', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Retour aux outils' }).click()
}

async function simulateAndRunEnrolments(page: Page): Promise<void> {
  const tool = rowOf(page, 'Les outils', /^Inscriptions/)
  await tool.getByRole('link', { name: 'Inscriptions' }).click()
  await page.getByRole('heading', { level: 1, name: 'Inscriptions' }).waitFor()
  // The choice is in the address, which the radio follows.
  await page.getByRole('radio', { name: 'enrols.csv', exact: true }).click()
  await page.getByRole('radio', { name: 'enrols.csv', exact: true, checked: true }).waitFor()
  await page.getByRole('button', { name: 'Simuler l’opération' }).click()
  await page.getByText('Simulation terminée, rien n’a été écrit').waitFor()
  await page.getByText('Ce fichier ferait 2 créations.').waitFor()
  await sum(page, '4 lues = 2 créées + 0 mise à jour + 0 inchangée + 2 rejetées').waitFor()
  await page.getByText('2 lignes à revoir.', { exact: true }).waitFor()
  const rejects = page.getByRole('heading', { name: 'Premiers rejets, par cause' }).locator('..')
  await rejects.getByText('Utilisateur inconnu', { exact: true }).waitFor()
  await rejects.getByText('Rôle inconnu', { exact: true }).waitFor()
  await rejects.getByText(/«\sdominque\s»/).waitFor()

  await page.getByRole('button', { name: 'Exécuter : 2 créations' }).click()
  await page.getByText('Terminé, avec des lignes à revoir').waitFor()
  await page.getByText('2 lignes à revoir : elles sont dans le fichier de reprise.').waitFor()
}

/** The full report, line by line; report and retry file as they lie on the server. */
async function readReport(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Rapport complet' }).click()
  await page.waitForURL(/\/sync-reports\/\d+$/)
  await page.getByText('2 créations.', { exact: true }).waitFor()
  const rejected = rowOf(page, 'Ligne par ligne', /^4 rejetée/)
  await rejected.getByText(/«\sdominque\s»/).waitFor()

  const report = await saved(page, page.getByRole('link', { name: /_report_enrols\.sync_enrols\.txt/ }))
  expect(report.bytes).toEqual(stored('reports', report.name))
  expect(report.bytes.toString('utf8')).toContain('dominque')
  const retry = await saved(page, page.getByRole('link', { name: /tryback/ }).first())
  expect(retry.bytes).toEqual(stored('retries', retry.name))
  expect(retry.bytes.toString('utf8')).toBe(enrolmentHeader + badEnrolments)
}

async function correctAndDropAgain(page: Page): Promise<void> {
  const text = `${enrolmentHeader}${badEnrolments}`
    .replace('dominque', 'dominique')
    .replace('etudiant', 'student')
  expect(text).toBe(mended)
  await page.getByRole('link', { name: 'Répertoire de dépôt', exact: true }).first().click()
  await page.getByText('Le répertoire est vide').waitFor()
  await deliver('enrols.csv', text)
  await page.getByText('1 fichier sera pris à la prochaine récupération.').waitFor()
  await page.getByRole('button', { name: 'Récupérer maintenant' }).click()
  await page.getByText('Le répertoire est vide').waitFor()

  await page.getByRole('link', { name: 'Outils de synchronisation' }).click()
  const tool = rowOf(page, 'Les outils', /^Inscriptions/)
  await tool.getByText('À revoir').waitFor()
  await tool.getByText('1 fichier prêt').waitFor()
  await tool.getByRole('link', { name: 'Inscriptions' }).click()
  await page.getByRole('button', { name: 'Simuler l’opération' }).click()
  await page.getByRole('button', { name: 'Exécuter : 2 créations' }).click()
  await page.getByText('Terminé', { exact: true }).waitFor()
  await sum(page, '2 lues = 2 créées + 0 mise à jour + 0 inchangée + 0 rejetée').waitFor()
  await page.getByRole('link', { name: 'Retour aux outils' }).click()
  await page.getByText('Rien à revoir').waitFor()
  await tool.getByText('Traité', { exact: true }).waitFor()
  const { rows } = await database.pool.query<{ shortname: string; username: string }>(
    `select c.shortname, u.username
     from learning.enrolment e
     join learning.enrol_method m on m.id = e.enrol_method_id
     join learning.course c on c.id = m.course_id
     join learning.app_user u on u.id = e.user_id
     order by c.shortname, u.username`,
  )
  expect(rows.map(({ shortname, username }) => `${shortname} ${username}`)).toEqual([
    'BIO101 camille',
    'BIO101 dominique',
    'BIO101 sacha',
    'CHI101 camille',
  ])
}

test('« Corriger et redéposer » : from the report the corrected file goes back to its tool, ready to simulate', async () => {
  const origin = await node.listen()
  const operator = await node.signIn({ roles: { learning: 'operator' } })
  const header = 'username;idnumber;firstname;lastname;email\n'
  await putFile(operator, `${header}claude;E8;;TESTQUATRE;claude@example.org\n`, 'comptes.csv')
  const asked = await operator.post('/api/learning/tools/users/runs', {
    file: { shelf: 'commands', name: 'comptes.csv' },
    dryRun: false,
  })
  await node.engine.waitForRun(asked.body.runId)
  const { page, faults } = await openPage(browser, origin, operator)

  // The run of the batch leads to the report of its file.
  await page.goto(`/runs/${asked.body.runId}`)
  await page.getByRole('link', { name: 'comptes.csv', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'comptes.csv' }).waitFor()
  await page.getByText('Aucune ligne n’a pu être appliquée.').waitFor()
  const again = page.getByRole('region', { name: 'Corriger et redéposer' })
  const retry = await saved(page, again.getByRole('link', { name: /^comptes_tryback_/ }))
  await again.locator('input[type="file"]').setInputFiles({
    name: retry.name,
    mimeType: 'text/csv',
    buffer: Buffer.from(retry.bytes.toString('utf8').replace('E8;;', 'E8;Claude;')),
  })
  await page.getByRole('radio', { name: retry.name, checked: true }).waitFor()
  await page.getByRole('button', { name: 'Simuler l’opération' }).click()
  await page.getByRole('button', { name: 'Exécuter : 1 création' }).click()
  await page.getByText('Terminé', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Relancer cet outil' }).click()
  await page.getByRole('radio', { name: /^Utiliser le fichier local/, checked: true }).waitFor()
  expect(faults).toEqual([])
})
