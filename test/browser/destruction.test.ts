import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileStore } from '../../src/admissions/files/file-store.ts'
import {
  addApplication,
  addCampaign,
  addFormation,
  addPerson,
  addRow,
  addScene,
} from '../support/admissions-scene.ts'
import { type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { openPage } from './open-page.ts'

let browser: Browser
let database: TestDatabase
let node: ApiNode
const root = mkdtempSync(join(tmpdir(), 'nocturne-destruction-'))

beforeAll(async () => {
  ;[browser, database] = await Promise.all([startBrowser(), createTestDatabase()])
  const db = database.pool
  const past = await addScene(db, {
    campaign: { code: '2024', in_service: false, archived_at: '2025-01-02T20:00:00Z' },
  })
  const present = { ...past, campaignId: await addCampaign(db, { code: '2026' }) }
  const formation = await addFormation(db, past, 'LICENCE')
  const model = await addRow(db, 'attachment_model', { code: 'RELEVE', label: 'Relevé' })
  const store = fileStore(root)
  await store.begin()
  for (const [n, scene, code] of [
    [1, past, '2024'],
    [2, past, '2024'],
    [3, present, '2026'],
  ] as const) {
    const application = await addApplication(db, scene, await addPerson(db, scene, n), formation)
    const path = `${code}/${n}/releve.pdf`
    await store.write(path, 'contenu')
    const file = await addRow(db, 'stored_file', {
      path,
      name: 'releve.pdf',
      owner_kind: 'C',
      author: 'candidate',
    })
    await addRow(db, 'application_attachment', {
      application_id: application,
      model_id: model,
      file_id: file,
    })
  }
  node = await startApiServer(database, {
    realApplications: true,
    connections: { candidateFiles: root },
  })
  await db.query(`update batch set enabled = true where code = 'BATCH_DESTRUCT_DOSSIER'`)
})
afterAll(async () => {
  await browser?.close()
  await node?.stop()
  await database?.drop()
  rmSync(root, { recursive: true, force: true })
})

test('a campaign whose time has come is destroyed with its code typed, watched to its end, and its report read', async () => {
  const chief = await node.signIn({ roles: { admissions: 'administrator' }, login: 'testun-chef' })
  const { page, context, faults } = await openPage(browser, await node.listen(), chief)
  await page.goto('/destructions')
  await page.getByText('échue').waitFor()
  await page.getByRole('link', { name: 'Détruire maintenant' }).click()

  // What would go is counted before anything is typed.
  const dialog = page.getByRole('dialog')
  for (const words of ['2024', 'Comptes', 'Candidatures', 'Fichiers'])
    await dialog.getByText(words, { exact: true }).first().waitFor()
  const launch = dialog.getByRole('button', { name: 'Oui' })
  const typed = dialog.getByLabel('Pour confirmer, saisissez BATCH_DESTRUCT_DOSSIER')
  await typed.fill('BATCH_DESTRUCT')
  expect(await launch.isDisabled()).toBe(true)
  await typed.fill('BATCH_DESTRUCT_DOSSIER')
  await launch.click()
  await page.getByRole('link', { name: 'Suivre l’exécution' }).click()
  await page.getByText('FINISH').first().waitFor()

  await page.goto('/destructions')
  await page.getByRole('link', { name: '2024' }).first().click()
  await page.getByRole('heading', { name: 'Destruction de 2024' }).waitFor()
  await page.getByText('terminée', { exact: true }).waitFor()
  const row = (name: string) => page.getByRole('row', { name })
  expect(await row('Comptes').innerText()).toMatch(/2$/)
  expect(await row('Fichiers supprimés').innerText()).toMatch(/2$/)
  await page.getByText('testun-chef', { exact: true }).waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Télécharger (JSON)' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('destruction-2024.json')

  const { rows } = await database.pool.query('select dossier_no from admissions.account order by dossier_no')
  expect(rows).toEqual([{ dossier_no: 'T0000003' }])
  expect([existsSync(join(root, '2024')), existsSync(join(root, '2026/3/releve.pdf'))]).toEqual([false, true])

  await page.goto('/campaigns')
  await page.getByText('détruite', { exact: true }).waitFor()
  await page.getByText('en service', { exact: true }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})
