// biome-ignore-all lint/suspicious/noTemplateCurlyInString: marks of the mail templates
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { shippedTemplates } from '../../admissions/mails/shipped-templates.ts'

const base = '/api/admissions/mail-templates'
const one = `${base}/CANDIDATURE_RELANCE_FAVO`

let database: TestDatabase
let node: ApiNode
let chief: ApiClient
beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, { realApplications: true })
  chief = await node.signIn({ roles: { admissions: 'administrator' } })
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

test('a new installation has every template of the program, in its own words', async () => {
  const { body } = await chief.get(base)
  expect(body.items.map(({ code }: { code: string }) => code)).toEqual(
    shippedTemplates.map(({ code }) => code).sort(),
  )
  for (const item of body.items) {
    expect(item).toMatchObject({ inService: true, reworded: false, version: 0 })
    expect({ fr: item.fr, en: item.en }).toEqual(item.shipped)
  }
})

test('reworded, refused when stale or at fault, put back', async () => {
  const fr = {
    subject: 'Répondez : ${formation.libelle}',
    body: 'Bonjour ${candidat.prenom},\r\n\r\nAvant le ${echeance}.',
  }
  const saved = await chief.patch(one, { version: 0, fr, en: null })
  expect(saved.body).toMatchObject({ version: 1, reworded: true, en: null, fr: { subject: fr.subject } })
  expect(saved.body.fr.body).not.toContain('\r')
  expect((await chief.patch(one, { version: 1, fr })).body).toMatchObject({ version: 1 })
  const stale = await chief.patch(one, { version: 0, fr })
  expect(stale).toMatchObject({ status: 409, body: { code: 'STALE_VERSION' } })
  const wrong = await chief.patch(one, { version: 1, fr: { ...fr, body: 'Avant le ${date}.' } })
  expect(wrong).toMatchObject({
    status: 422,
    body: { code: 'INVALID_FIELDS', errors: [{ path: 'fr.body' }] },
  })
  expect((await chief.patch(one, { version: 1, inService: false })).body).toMatchObject({
    version: 2,
    inService: false,
    reworded: true,
  })
  const reset = await chief.post(`${one}/reset`, { version: 2 })
  expect(reset.body).toMatchObject({ version: 3, reworded: false, inService: false })
  expect(reset.body.en).toEqual(reset.body.shipped.en)
})

test('a preview about somebody who does not exist, with its faults', async () => {
  const { body } = await chief.post(`${one}/preview`, {
    language: 'fr',
    subject: '${dossier}',
    body: '<b>${candidat.nom}</b> avant le ${echeance}',
  })
  expect(body).toMatchObject({ mail: { subject: 'T0000001' }, faults: [] })
  expect(body.mail.text).toContain('<b>TESTUN</b> avant le mardi 30 juin 2026')
  expect(body.mail.html).toContain('&lt;b&gt;TESTUN&lt;/b&gt;')
  const wrong = await chief.post(`${one}/preview`, { language: 'fr', subject: '', body: '${if:dossier}' })
  expect(wrong.body).toMatchObject({ mail: null, faults: [{ path: 'subject' }, { path: 'body' }] })
  expect((await chief.get(`${base}/NONE`)).status).toBe(404)
})

test('a test mail to who asks; without a mail server it waits, and the answer says so', async () => {
  const asked = await chief.post(`${one}/test`, { language: 'en', subject: 'a', body: '${candidat.nom}' })
  expect(asked.body).toMatchObject({ leaves: false })
  const { rows } = await database.pool.query(
    `select mail -> 'to' ->> 0 as to, mail ->> 'text' ~ 'TESTUN' as about from outgoing_mail where occasion ~ ':test:'`,
  )
  expect(rows).toEqual([{ to: asked.body.to, about: true }])
  const wrong = await chief.post(`${one}/test`, { language: 'fr', subject: 'a', body: '${endif}' })
  expect(wrong).toMatchObject({ status: 422, body: { code: 'INVALID_FIELDS' } })
})
