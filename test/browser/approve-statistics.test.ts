import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../support/api-server.ts'
import { startBrowser } from '../support/chromium.ts'
import { openStatisticsReceiver, type StatisticsReceiver } from '../support/statistics-receiver.ts'
import { senderFiles, testAuthority } from '../support/test-certificates.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { until } from '../support/test-engine.ts'
import { openPage } from './open-page.ts'

let browser: Browser
let database: TestDatabase
let node: ApiNode
let receiver: StatisticsReceiver

beforeAll(async () => {
  const authority = await testAuthority()
  const { files, signs } = senderFiles(await authority.issue('service-test'), authority.certificate)
  const opened = await Promise.all([
    startBrowser(),
    createTestDatabase(),
    openStatisticsReceiver({
      server: await authority.issue('localhost'),
      ca: authority.certificate,
      signs: () => signs,
    }),
  ])
  ;[browser, database, receiver] = opened
  await database.pool.query(
    `insert into identity_statistic (student_id, year, sex, birth_year, age, age_band, nationality_group,
       establishment_code, component_code, cursus, scholarship, first_entry, enrolments, consultations)
     select n, extract(year from now() at time zone 'Europe/Paris' - interval '8 months'),
       (array['F', 'M'])[n % 2 + 1], 2004, 21, (array['18-20', '21-23', '24-26'])[n % 3 + 1],
       case when n % 40 = 0 then 'UE' else 'FR' end, '0990001X', 'SCI', (array['L', 'M'])[n % 2 + 1], false, false, 1,
       n % 4
     from generate_series(1, 300) as n`,
  )
  node = await startApiServer(database, {
    realApplications: true,
    configuration: {
      statisticsCertificate: files.certificate,
      statisticsKey: files.key,
      statisticsCa: files.ca,
      statisticsSigningKey: files.signingKey,
    },
  })
  const { settings } = node.installation
  await settings.set('health.statistics.url', receiver.url, 'test')
  await settings.set('health.statistics.hosts', ['localhost'], 'test')
})
afterAll(async () => {
  await browser?.close()
  await node?.stop()
  await receiver?.close()
  await database?.drop()
})

test('the administrator looks at what would leave, approves it, puts the batch in service and launches it: one record arrives', async () => {
  const chief = await node.signIn({ administrator: true, login: 'testun-chef' })
  const { page, context, faults } = await openPage(browser, await node.listen(), chief)

  // Before anybody has looked, the batch stays out and says what to do.
  await page.goto('/batches?edit=STAT_DASHBOARD')
  const window = page.getByRole('dialog')
  await window.getByLabel('En service').check()
  await window.getByRole('button', { name: 'Enregistrer' }).click()
  await window.getByText('ouvrez d’abord l’aperçu d’un envoi').waitFor()
  await window.getByLabel('En service').uncheck()
  await window.getByRole('button', { name: 'Annuler' }).click()

  await page.goto('/statistics')
  await page.getByText('Rien ne part encore').waitFor()
  await page.getByRole('button', { name: 'Préparer un aperçu' }).click()
  const table = page.getByRole('table', { name: 'Nationalité × Cursus' })
  await table.getByText('masqué').first().waitFor()
  await table
    .getByRole('row', { name: /^Total/ })
    .getByText('300')
    .waitFor()
  expect(receiver.requests).toEqual([])
  await page.getByRole('button', { name: 'Approuver' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Approuver' }).click()
  await page.getByText('aperçu approuvé').first().waitFor()
  await page.getByRole('link', { name: 'Statistiques' }).last().click()
  await page.getByText('Prêt à envoyer').waitFor()

  await page.goto('/batches?edit=STAT_DASHBOARD')
  await window.getByLabel('En service').check()
  await window.getByRole('button', { name: 'Enregistrer' }).click()
  await window.waitFor({ state: 'detached' })
  await page.goto('/batches')
  await page.locator('[data-batch="STAT_DASHBOARD"]').click()
  await page.getByRole('button', { name: 'Lancer immédiatement' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Oui' }).click()
  await until(async () => receiver.records.length > 0)

  await page.goto('/statistics')
  await page.getByRole('cell', { name: 'R-1' }).waitFor()
  // The receiver has verified the signature, and asked for the certificate.
  expect(receiver.records).toMatchObject([{ client: 'service-test', algorithm: 'EdDSA' }])
  expect(receiver.requests).toHaveLength(1)
  expect(faults).toEqual([])
  await context.close()
})
