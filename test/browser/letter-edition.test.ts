import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { addFollowUp, addStudent, statesOf } from '../support/follow-ups.ts'
import { readPdf } from '../support/read-pdf.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { openPage } from './open-page.ts'

// A letter is worded on screen, printed by REL_COU, downloaded, read back by another program, and taken back.

let browser: Browser
let database: TestDatabase
let node: ApiNode

beforeAll(async () => {
  ;[browser, database] = await Promise.all([startBrowser(), createTestDatabase()])
  node = await startApiServer(database, { realApplications: true })
})
afterAll(async () => {
  await browser?.close()
  await node?.stop()
  await database?.drop()
})

const worded = 'Prenez rendez-vous avant les vacances, avec votre carnet.'

test('what an administrator words is what the PDF says; the edition taken back, its follow-ups wait again', async () => {
  const today = node.engine.clock.now().toZonedDateTimeISO('Europe/Paris').toPlainDate().toString()
  for (const first_name of ['Zoé', 'Léo'])
    await addFollowUp(database, {
      student_id: await addStudent(database, { first_name }),
      due_on: today,
      letter_text: `Votre vaccination, ${first_name}, est à compléter.`,
    })
  const before = await statesOf(database)
  const chief = await node.signIn({ roles: { health: 'administrator' }, login: 'testun-chef' })
  const { page, faults } = await openPage(browser, await node.listen(), chief)

  await page.goto('/letter-templates/follow-up')
  const picture = page.getByRole('img', { name: /^Page 1 sur/ })
  await picture.waitFor()
  expect(await picture.getByText('Prenez rendez-vous avant', { exact: false }).count()).toBe(0)
  await page.getByLabel('Texte', { exact: true }).fill(`Bonjour {prenom},\n\n{texte}\n\n${worded}`)
  // Before anything is saved.
  await picture.getByText('Prenez rendez-vous avant', { exact: false }).waitFor()
  await page.getByLabel('Expéditeur').fill('Service TEST\n1 RUE DE L ESSAI\n01000 ESSAIVILLE')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await page.getByText('Version 1 enregistrée', { exact: false }).waitFor()

  await page.getByRole('link', { name: 'Gestion des relances' }).last().click()
  await page.getByRole('link', { name: 'Lancer REL_COU' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Oui' }).click()
  await page.getByText('FINISH').first().waitFor()
  expect(await statesOf(database)).toEqual(
    Object.fromEntries(Object.keys(before).map((id) => [id, `letter-printed ${today}`])),
  )

  await page.goto('/follow-ups?tab=editions')
  const row = page.getByRole('row', { name: /REL_COU.*2 lettres, 2 pages/ })
  const downloading = page.waitForEvent('download')
  await row.getByRole('link', { name: /^REL_COU_/ }).click()
  const { pages } = await readPdf(readFileSync(await (await downloading).path()))
  const letters = pages.map(({ texts }) => texts.map(({ text }) => text).join(' '))
  expect(letters).toHaveLength(2)
  for (const first_name of ['Zoé', 'Léo'])
    expect(letters.find((letter) => letter.includes(`Bonjour ${first_name},`))).toMatch(
      new RegExp(`Service TEST .*Votre vaccination, ${first_name}, est à compléter\\. ${worded}`),
    )
  await page.reload()
  await row.getByText('par testun-chef').waitFor()

  await row.getByRole('button', { name: /^Annuler cette édition, REL_COU/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Annuler l’édition' }).click()
  await page.getByText('2 relances remises dans leur état d’avant').waitFor()
  await row.getByText('Annulée par testun-chef').waitFor()
  await page.getByRole('tab', { name: 'Relances' }).click()
  await page.getByRole('row', { name: /TESTUN Zoé.*Échue/ }).waitFor()
  expect(Object.values(await statesOf(database))).toEqual(['due', 'due'])
  expect(faults).toEqual([])
})
