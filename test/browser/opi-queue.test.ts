import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOpiTables } from '../../src/admissions/opi/target/suite/opi-target-suite.ts'
import { openRemoteDatabase } from '../../src/platform/remote-database.ts'
import { addApplication, addFormation, addPerson, addScene } from '../support/admissions-scene.ts'
import { type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { openPage } from './open-page.ts'

// From an error to the wish in the establishment's tables: the queue read, the cause mended, tried again, poured, reloaded.

let browser: Browser
let database: TestDatabase
let target: TestDatabase
let node: ApiNode

beforeAll(async () => {
  browser = await startBrowser()
  database = await createTestDatabase()
  target = await createTestDatabase()
  const remote = await openRemoteDatabase(target.url)
  await createOpiTables(remote)
  await remote.close()
  node = await startApiServer(database, {
    realApplications: true,
    connections: { sisKind: 'A', opiUrl: target.url },
  })
  await database.pool.query(`update batch set enabled = true where code = 'BATCH_ASYNC_OPI'`)
  await node.installation.settings.set('admissions.opi.used', true, 'test')
})

afterAll(async () => {
  await browser?.close()
  await node?.stop()
  await database?.drop()
  await target?.drop()
})

test('a queue with errors: cause read, formation mended, tried again, poured, reloaded', async () => {
  const now = node.engine.clock.now()
  const day = now.toString().slice(0, 10)
  const scene = await addScene(database.pool, { campaign: { start_on: day, end_on: '2999-12-31' } })
  const fine = await addFormation(database.pool, scene, 'L1INFO')
  const bare = await addFormation(database.pool, scene, 'L1MATH', { cge_code: null })
  const accepted = { accepted: true, answered_at: now.toString() }
  const add = async (n: number, formation: number, values: Record<string, unknown>) => {
    const person = await addPerson(database.pool, scene, n)
    const id = await addApplication(database.pool, scene, person, formation, accepted)
    const names = ['application_id', ...Object.keys(values)]
    await database.pool.query(
      `insert into admissions.opi (${names.join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
      [id, ...Object.values(values)],
    )
    return person
  }
  await add(1, fine, { state: 'to-pour' })
  const failed = await add(2, bare, {
    state: 'error',
    cause: 'no-cge',
    cause_detail: 'L1MATH',
    attempts: 2,
    next_try: now.add({ hours: 20 }).toString(),
  })
  const aside = await add(3, bare, {
    state: 'error',
    cause: 'no-cge',
    attempts: 5,
    quarantined_at: now.toString(),
  })
  const namesake = await add(4, fine, { state: 'to-pour' })
  await target.pool.query(
    `insert into ind_opi (cod_opi_int_epo, lib_nom_pat_ind_opi, lib_pr1_ind_opi, date_nai_ind_opi)
     values ('AP00000004', 'TESTUN4', 'ZOE', '2005-03-14')`,
  )
  const wishes = async () => {
    const { rows } = await target.pool.query(
      `select cod_opi_int_epo || ' ' || cod_etp as wish from voeux_ins join ind_opi using (cod_ind_opi) order by 1`,
    )
    return rows.map(({ wish }) => wish)
  }
  const chief = await node.signIn({ roles: { admissions: 'administrator' } })
  const { page, faults } = await openPage(browser, await node.listen(), chief)
  await page.goto('/opi')
  const row = (person: { dossierNo: string }) => page.getByRole('row', { name: new RegExp(person.dossierNo) })
  await row(failed).getByText('ERREUR').waitFor()
  await page.getByRole('button', { name: '1 En quarantaine' }).click()
  await row(aside).getByText('n’est plus réessayé', { exact: false }).waitFor()
  await row(failed).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '2 En erreur' }).click()
  await row(failed).getByText('Formation sans centre de gestion').waitFor()

  // Mended where the formation is.
  await database.pool.query(`update admissions.formation set cge_code = 'CG1' where id = $1`, [bare])
  await page.getByRole('button', { name: /^Réessayer les 2/ }).click()
  await page.getByText('2 OPI seront versés').waitFor()

  const launch = async () => {
    await page.getByRole('link', { name: 'BATCH_ASYNC_OPI' }).first().click()
    await page.getByRole('button', { name: 'Lancer immédiatement' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Oui' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  await launch()
  await page.getByText('ERROR').first().waitFor()
  expect(await wishes()).toEqual(['ECT0000001 L1INFO', 'ECT0000002 L1MATH', 'ECT0000003 L1MATH'])

  // The namesake: a person decides.
  await page.goto('/opi?state=error')
  await page.getByRole('button', { name: `Décider pour le dossier ${namesake.dossierNo}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('AP00000004', { exact: false }).waitFor()
  await dialog.getByRole('button', { name: 'Aucune : créer une fiche à part' }).click()
  await dialog.waitFor({ state: 'detached' })
  await launch()
  await page.getByText('FINISH').first().waitFor()
  expect(await wishes()).toHaveLength(4)

  // The establishment purges its tables: everything is poured anew.
  await target.pool.query('truncate ind_opi, voeux_ins cascade')
  await page.goto('/opi')
  await page.getByRole('button', { name: 'Toute la campagne' }).click()
  await page.getByRole('menuitem', { name: 'Recharger…' }).click()
  await dialog.getByText('4 OPI (4 candidats)', { exact: false }).waitFor()
  await dialog.getByRole('textbox').fill('2026')
  await dialog.getByRole('button', { name: 'Recharger' }).click()
  await page.getByRole('button', { name: '4 À verser' }).waitFor()
  await launch()
  await page.goto('/opi')
  await page.getByRole('button', { name: '4 Versés' }).waitFor()
  expect(await wishes()).toHaveLength(4)
  expect(faults).toEqual([])
})
