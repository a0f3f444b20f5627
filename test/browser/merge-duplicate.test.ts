import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { addDuplicateScene, addPair, addStudent, dumpOf } from '../support/duplicate-scene.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { openPage } from './open-page.ts'

// A duplicate is reviewed and merged by a physician, found in the journal, and taken back.

let browser: Browser
let database: TestDatabase
let node: ApiNode

beforeAll(async () => {
  browser = await startBrowser()
  database = await createTestDatabase()
  node = await startApiServer(database, {
    configuration: { encryptionKeys: [Buffer.alloc(32, 3).toString('base64')] },
  })
})

afterAll(async () => {
  await browser?.close()
  await node?.stop()
  await database?.drop()
})

test('a duplicate is compared, merged in three steps, found in the journal and taken back', async () => {
  const scene = await addDuplicateScene(database)
  const twins = [
    await addStudent(database, { family_name: 'TESTDEUX', first_name: 'Marie' }),
    await addStudent(database, { family_name: 'TESTDEUX', first_name: 'Marine' }),
  ] as const
  await addPair(database, ...twins, { score: 50, tier: 'possible' })
  const before = await dumpOf(database)
  const origin = await node.listen()
  const physician = await node.signIn({ roles: { health: 'operator' }, rights: ['medical'] })
  const { page, faults } = await openPage(browser, origin, physician)

  await page.goto('/duplicates')
  const link = page.getByRole('link', { name: 'Comparer les dossiers de TESTUN Zoé, TESTUN Zoe' })
  await link.waitFor()
  expect(await page.getByRole('row').count()).toBe(3)
  await link.click()
  await page.getByRole('row', { name: /Prénom \(diffère\) Zoé Zoe/ }).waitFor()
  await page.getByText('même date de naissance').waitFor()

  await page.getByRole('button', { name: 'Fusionner', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Fusionner deux dossiers' })
  await dialog.getByRole('radio', { name: /^TESTUN Zoé/ }).click()
  await dialog.getByRole('button', { name: 'Suivant' }).click()
  await dialog.getByRole('radiogroup', { name: 'Prénom', exact: true }).getByLabel('Zoe').check()
  await dialog.getByRole('button', { name: 'Suivant' }).click()
  await dialog.getByText('1 consultation', { exact: true }).waitFor()
  await dialog.getByText(/Inscription présente dans les deux \(2025-2026 0990001X SCI\)/).waitFor()
  const merge = dialog.getByRole('button', { name: 'Fusionner les deux dossiers' })
  expect(await merge.isDisabled()).toBe(true)
  await dialog.getByRole('checkbox', { name: /c’est une seule personne/ }).check()
  await merge.click()

  await page.waitForURL('**/merges')
  await page.getByRole('row', { name: /TESTUN Zoe .*1 consultation/ }).waitFor()
  const { rows } = await database.pool.query('select merged_into from student where id = $1', [
    scene.absorbed,
  ])
  expect(rows).toEqual([{ merged_into: scene.kept }])

  await page.getByRole('button', { name: 'Annuler la fusion de TESTUN Zoe' }).click()
  const undoing = page.getByRole('dialog', { name: 'Annuler la fusion' })
  await undoing
    .getByText(`Le dossier n° ${scene.absorbed} redevient un dossier à part`, { exact: false })
    .waitFor()
  await undoing.getByRole('button', { name: 'Annuler la fusion' }).click()
  await page.getByText(/^annulée par/).waitFor()
  const after = await dumpOf(database)
  for (const table of ['student', 'consultation', 'enrolment', 'student_ine_alias', 'duplicate_pair'])
    expect(after[table], table).toEqual(before[table])
  expect(faults).toEqual([])
})
