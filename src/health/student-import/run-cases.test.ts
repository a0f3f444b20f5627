import { once } from 'node:events'
import { mkdtempSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type ImportEngine, startImportEngine } from '../../../test/support/import-engine.ts'
import { openSmtpInbox } from '../../../test/support/smtp-inbox.ts'
import { emptyBase } from '../../../test/support/student-base.ts'
import {
  addItems,
  enrolments,
  file,
  importBytes,
  line,
  students,
} from '../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine } from '../../../test/support/test-engine.ts'
import { smtpMailer } from '../../platform/mail.ts'
import { sendPostedMail } from '../../platform/outgoing-mail.ts'

// health.md 6.1, cases 36 to 38: logins, models, mails, the same file twice.

let database: TestDatabase
let engine: ImportEngine | null = null
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
afterEach(async () => {
  await engine?.stop()
  engine = null
  await forgetEngine(database)
  await emptyBase(database)
  await database.pool.query('delete from outgoing_mail; delete from setting')
})
afterAll(() => database.drop())

const importLines = (...lines: string[]) => importBytes(database, file(...lines))
const ine = '9990000011P'

describe('case 36: what must not be taken over', () => {
  test('IDENTIFIANT of another student, in any case: the line is applied without it, E_CAS, partial', async () => {
    await importLines(line({ IDENTIFIANT: 'testun1' }))
    const received = line({ NOM: 'TESTDEUX', COD_NNE: ine, IDENTIFIANT: 'TESTUN1', TELEPH: '0199000001' })
    const run = await importLines(received)
    expect(run.counts).toMatchObject({ created: 0, partial: 1 })
    expect(run.errorLog).toBe(`Identifiant déjà attribué à un autre étudiant : TESTUN1 pour : ${ine}\n`)
    expect(run.rejectedLines).toEqual(file(received))
    expect(await students(database)).toMatchObject([
      { login: 'testun1' },
      { family_name: 'TESTDEUX', login: null, phone: '0199000001' },
    ])
  })

  test('a model deactivated during the run: the lines that follow are E_MODELE, wholly left out', async () => {
    const lines = ['TESTUN', 'TESTDEUX', 'TESTTROIS', 'TESTQUATRE'].map((NOM, index) =>
      line({ NOM, COD_NNE: `999000001${index}A`, ADR1: 'x'.repeat(50) }),
    )
    let looks = 0
    const run = await importBytes(database, file(...lines), {
      setLines: 2,
      // Before it looks for the second time, at its second set, somebody deactivates the model.
      asks: async (text) => {
        if (text.includes('select active from import_model') && ++looks === 2)
          await database.pool.query(`update import_model set active = false where code = 'APOGEE'`)
      },
    })
    expect(run.counts).toMatchObject({ created: 2, rejected: 2 })
    expect(run.errorLog).toBe(
      ['9990000012A', '9990000013A']
        .map((one) => `Erreur lors de la mise à jour (modele importation) de : ${one} => modèle inactif\n`)
        .join(''),
    )
    expect((await students(database)).map((student) => student.family_name)).toEqual(['TESTUN', 'TESTDEUX'])
    expect(await enrolments(database)).toHaveLength(2)
  })

  test('`=HYPERLINK(...)` as NOM is stored as text', async () => {
    const NOM = '=HYPERLINK("http://example.invalid")'
    await importLines(line({ NOM }))
    expect(await students(database)).toMatchObject([{ family_name: NOM }])
  })
})

/** An address of this machine where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

const mailed = async () =>
  (await database.pool.query('select state, attempts from outgoing_mail order by id')).rows

describe('case 37: the report by mail', () => {
  const faulty = file(line(), line({ NOM: 'TESTDEUX', CODE_NATIO: '' }))

  test('subject, counters, errors, log and erreuLogs attached, erreurFile never', async () => {
    const inbox = await openSmtpInbox()
    const mail = smtpMailer({ url: inbox.url, from: 'nocturne@example.org' })
    engine = await startImportEngine(database, { start: '2026-03-02T04:00:24Z', mail })
    const run = await engine.manual(faulty, { reportTo: ['alice@example.org'] })
    expect(run).toMatchObject({ state: 'finished' })
    expect(inbox.mails).toHaveLength(1)
    const { to, subject, text, attachments } = inbox.mails[0]!
    expect({ to, subject }).toEqual({
      to: ['alice@example.org'],
      subject: 'Calcium - Import scolarité APOGEE du 02/03/2026 05:00 : 2 lignes, 1 rejets',
    })
    expect(text).toContain('Dossiers créés : 1\n')
    expect(text).toContain('Lignes rejetées : 1\n')
    expect(text).toContain("La donnée 'Nationalité' est absente pour : ligne 3\n")
    expect(attachments.map((one) => one.filename)).toEqual([
      'log_20260302_050024.txt',
      'erreuLogs_20260302_050024.txt',
    ])
    expect(attachments[0]!.content).toMatch(/Nombre de lignes traitées : 2\n$/)
    expect(attachments[1]!.content).toBe("La donnée 'Nationalité' est absente pour : ligne 3\n")
    expect(await mailed()).toEqual([{ state: 'sent', attempts: 1 }])
    mail.close()
    await inbox.close()
  })

  test('a file that is refused is told by mail as well', async () => {
    const inbox = await openSmtpInbox()
    const mail = smtpMailer({ url: inbox.url, from: 'nocturne@example.org' })
    engine = await startImportEngine(database, { mail })
    await engine.settings.set('health.import.recipients', ['registry@example.org'], 'test')
    expect(await engine.nightly()).toMatchObject({ state: 'failed', error: "Fichier d'import introuvable !" })
    expect(inbox.mails).toMatchObject([
      { to: ['registry@example.org'], text: expect.stringContaining('introuvable !') },
    ])
    mail.close()
    await inbox.close()
  })

  test('nobody has an address: no mail, no error', async () => {
    engine = await startImportEngine(database)
    expect(await engine.manual(faulty)).toMatchObject({ state: 'finished', error: null })
    expect(await mailed()).toEqual([])
  })

  test('the mail server is down: the run is finished, the mail goes out later', async () => {
    const port = await closedPort()
    const mail = smtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'nocturne@example.org' })
    engine = await startImportEngine(database, { mail })
    expect(await engine.manual(faulty, { reportTo: ['alice@example.org'] })).toMatchObject({
      state: 'finished',
      error: null,
    })
    expect(await mailed()).toEqual([{ state: 'pending', attempts: 1 }])

    const inbox = await openSmtpInbox(port)
    expect(await sendPostedMail(database, mail, engine.clock)).toEqual({ sent: 0, failed: 0 })
    engine.clock.set(engine.clock.now().add({ minutes: 1 }))
    expect(await sendPostedMail(database, mail, engine.clock)).toEqual({ sent: 1, failed: 0 })
    expect(inbox.mails).toMatchObject([{ to: ['alice@example.org'] }])
    expect(await mailed()).toEqual([{ state: 'sent', attempts: 2 }])
    mail.close()
    await inbox.close()
  })

  test('a log of a megabyte or more is not attached', async () => {
    const inbox = await openSmtpInbox()
    const mail = smtpMailer({ url: inbox.url, from: 'nocturne@example.org' })
    engine = await startImportEngine(database, { mail })
    const lines = Array.from({ length: 16_000 }, () => line({ PRENOM1: '' }))
    await engine.manual(file(...lines), { reportTo: ['alice@example.org'] })
    expect(inbox.mails[0]!.attachments.map((one) => one.filename)).toEqual([
      expect.stringMatching(/^erreuLogs_/),
    ])
    expect(inbox.mails[0]!.text.match(/La donnée/g)).toHaveLength(200)
    expect(inbox.mails[0]!.text).toContain('… et 15800 autres messages')
    mail.close()
    await inbox.close()
  })

  test('two runs in the same second: the names of the second have `_2`', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'nocturne-import-'))
    for (const _ of [1, 2]) await importBytes(database, faulty, { directory })
    expect(readdirSync(directory).sort()).toEqual([
      'Calcium.csv',
      'erreuLogs_20260302_050024.txt',
      'erreuLogs_20260302_050024_2.txt',
      'erreurFile_20260302_050024.csv',
      'erreurFile_20260302_050024_2.csv',
      'log_20260302_050024.txt',
      'log_20260302_050024_2.txt',
    ])
  })
})

describe('case 38: the same file twice', () => {
  const people = ['TESTUN', 'TESTDEUX'].map((NOM) => line({ NOM, ADR1: '12 RUE DES ESSAIS', CODEBRS: 'N' }))

  test('the second time all is unchanged, there is no erreurFile, the base is as it was', async () => {
    await importLines(...people)
    const before = [await students(database), await enrolments(database)]
    const again = await importLines(...people)
    expect(again).toMatchObject({ errorLog: null, rejectedLines: null })
    expect(again.counts).toEqual({ created: 0, updated: 0, unchanged: 2, partial: 0, rejected: 0, blank: 0 })
    expect(again.log).toContain('Dossiers créés : 0\n')
    expect(again.log).toContain('Dossiers mis à jour : 0\n')
    expect([await students(database), await enrolments(database)]).toEqual(before)
  })

  test('a student who is missing from the new file is left untouched', async () => {
    await importLines(...people)
    const before = await students(database)
    await importLines(people[0]!)
    expect(await students(database)).toEqual(before)
  })
})
