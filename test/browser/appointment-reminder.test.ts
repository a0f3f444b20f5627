import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../support/api-server.ts'
import { appointmentScene } from '../support/appointments.ts'
import { startBrowser } from '../support/chromium.ts'
import { openSmtpInbox, type SmtpInbox } from '../support/smtp-inbox.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { openPage } from './open-page.ts'

// A motive is set up on screen, RAPPEL_RDV is launched from its page, the student's mail arrives, the page says so.

let browser: Browser
let database: TestDatabase
let node: ApiNode
let inbox: SmtpInbox

beforeAll(async () => {
  browser = await startBrowser()
  database = await createTestDatabase()
  inbox = await openSmtpInbox()
  node = await startApiServer(database, {
    realApplications: true,
    configuration: { smtpUrl: inbox.url, mailFrom: 'sante@example.org' },
  })
  await database.pool.query(`update batch set enabled = true where code = 'RAPPEL_RDV'`)
})

afterAll(async () => {
  await browser?.close()
  await node?.stop()
  await inbox?.close()
  await database?.drop()
})

test('from the motive to the mail, and back to the page', async () => {
  const scene = appointmentScene(database)
  const student = await scene.student('camille.testun@example.org')
  const { page, faults } = await openPage(
    browser,
    await node.listen(),
    await node.signIn({ roles: { health: 'administrator' } }),
  )
  await page.goto('/appointment-motives')
  await page.getByRole('button', { name: 'Ajouter un motif' }).click()
  const dialog = page.getByRole('dialog', { name: 'Nouveau motif' })
  await dialog.getByLabel('Libellé', { exact: false }).first().fill('Dépistage')
  await dialog.getByLabel('Libellé public').fill('Entretien')
  await dialog.getByLabel('Rappeler les rendez-vous par courriel').check()
  await dialog.getByLabel('Objet').fill('Votre {motif}')
  await dialog
    .getByText('Le motif peut être médical : il ne s’écrit pas dans un courriel.', { exact: false })
    .waitFor()
  await dialog.getByLabel('Objet').fill('{libelle_public} du {date}')
  await dialog.getByText(/^Entretien du \p{L}+ \d/u).waitFor()
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await page.getByRole('switch', { name: 'Rappel pour Dépistage' }).waitFor()

  const startsAt = node.engine.clock.now().add({ hours: 26 }).round('minute').toString()
  const { rows } = await database.pool.query<{ id: number }>('select id from appointment_motive')
  await scene.appointment({ student, motive: rows[0]!.id, startsAt })
  await page.getByRole('link', { name: 'Rendez-vous', exact: true }).first().click()
  const row = page.getByRole('row', { name: /TESTUN ZOÉ/ })
  await row.getByText('Au prochain envoi').waitFor()

  await page.getByRole('link', { name: 'RAPPEL_RDV' }).click()
  await page.getByRole('button', { name: 'Lancer immédiatement' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Oui' }).click()
  await page.getByText('FINISH').first().waitFor()
  await page.goto('/appointments')
  await row.getByText('Envoyé le', { exact: false }).waitFor()
  expect(inbox.mails).toMatchObject([
    {
      to: ['camille.testun@example.org'],
      subject: expect.stringMatching(/^Entretien du \p{L}+ \d/u),
      text: expect.stringMatching(/^Bonjour Zoé,\n\nNous vous rappelons votre rendez-vous du /),
    },
  ])
  expect(faults).toEqual([])
})
