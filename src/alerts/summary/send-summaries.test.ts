import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  type AlertNode,
  type AlertNodeOptions,
  addReader,
  forgetAlertsOfTest,
  startAlertNode,
} from '../../../test/support/alert-node.ts'
import { openSmtpInbox, type SmtpInbox } from '../../../test/support/smtp-inbox.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine, testBatch } from '../../../test/support/test-engine.ts'

let database: TestDatabase
let inbox: SmtpInbox
let nodes: AlertNode[] = []
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  inbox = await openSmtpInbox()
})
afterEach(async () => {
  for (const node of nodes) await node.stop()
  nodes = []
  await inbox.close()
  await forgetEngine(database)
  await forgetAlertsOfTest(database)
})
afterAll(() => database.drop())

/** Two batches at 22:30, one of which fails with a message that quotes a person. */
const nightly = {
  health: [
    testBatch('IMP_QUO', {
      label: { fr: 'Import quotidien', en: 'Daily import' },
      run: async () => {
        throw new Error('dossier de Zoé TESTUN')
      },
    }),
  ],
  learning: [testBatch('COURS', { label: { fr: 'Cours', en: 'Courses' } })],
  core: [],
}
const fine = { core: [testBatch('FINE')] }

/** From the eve of the spring change on. */
async function start(
  batches: AlertNodeOptions['batches'],
  options: Partial<AlertNodeOptions> = {},
): Promise<AlertNode> {
  const node = await startAlertNode(database, {
    start: '2026-03-28T10:00:00Z',
    batches,
    smtpUrl: inbox.url,
    ...options,
  })
  nodes.push(node)
  return node
}

const visible = (text: string) => text.replaceAll('\u00a0', '~').trimEnd()

test('on the morning of the spring change each gets the summary at their civil hour, in their language, of what they may see', async () => {
  const node = await start(nightly)
  const { clock } = node.engine
  const summary = { summary: true }
  await addReader(database, clock, { login: 'anne', grants: { health: 'reader' }, wants: summary })
  await addReader(database, clock, {
    login: 'ben',
    administrator: true,
    locale: 'en',
    wants: { ...summary, summaryTime: '08:00' },
  })
  await node.engine.advanceTo('2026-03-28T21:30:00Z')
  clock.advanceTo('2026-03-29T05:29:00Z')
  await node.tell()
  expect(inbox.mails).toHaveLength(0)
  clock.advanceTo('2026-03-29T05:30:00Z')
  await node.tell()
  clock.advanceTo('2026-03-29T06:00:00Z')
  await node.tell()
  await node.tell()
  expect(inbox.mails.map((mail) => mail.to[0])).toEqual(['anne@example.org', 'ben@example.org'])
  const { rows } = await database.pool.query<{ id: number }>(
    `select id from batch_run where batch_code = 'IMP_QUO'`,
  )
  const { id } = rows[0]!
  const [french, english] = inbox.mails
  expect(visible(french!.subject)).toBe(
    'Nocturne~: bilan de la nuit du samedi 28 au dimanche 29 mars 2026, 1 point à regarder',
  )
  expect(visible(french!.text)).toBe(`Bilan de la nuit du samedi 28 au dimanche 29 mars 2026

Du 28/03/2026 06:30:00 au 29/03/2026 07:30:00~: 1 exécution.

À regarder

- IMP_QUO (Import quotidien)~: en échec, le 28/03/2026 22:30:00 (exécution ${id})
  https://nocturne.example.org/runs/${id}

Ce qui a tourné

- IMP_QUO (Import quotidien)~: 1 en échec

Prochaines exécutions

- IMP_QUO (Import quotidien)~: 29/03/2026 22:30:00

La nuit en détail~:
https://nocturne.example.org/

-- 
Message automatique de Nocturne. Ce qui vous est envoyé se règle sur la page «~Mon compte~» (https://nocturne.example.org/account).`)
  expect(english!.subject).toBe(
    'Nocturne: summary of the night of Saturday 28 to Sunday 29 March 2026, 1 matter to look at',
  )
  expect(english!.text).toContain('- COURS (Courses): 1 finished\n- IMP_QUO (Daily import): 1 failed')
  for (const mail of inbox.mails) expect(mail.text + mail.html).not.toMatch(/TESTUN|Zoé/)
})

test('two nodes send one summary a morning', async () => {
  const one = await start(nightly)
  const other = await start(nightly, { start: one.engine.clock })
  await addReader(database, one.engine.clock, {
    login: 'anne',
    administrator: true,
    wants: { summary: true },
  })
  await one.engine.advanceTo('2026-03-28T21:30:00Z')
  for (const time of ['2026-03-29T05:30:00Z', '2026-03-29T05:31:00Z']) {
    one.engine.clock.advanceTo(time)
    await Promise.all([one.tell(), other.tell()])
  }
  expect(inbox.mails).toHaveLength(1)
})

test('after a quiet night only those are written to who asked for it', async () => {
  const node = await start(fine)
  const { clock } = node.engine
  await addReader(database, clock, { login: 'anne', administrator: true })
  await addReader(database, clock, {
    login: 'ben',
    grants: { core: 'reader' },
    wants: { summary: true, summaryWhenQuiet: true },
  })
  await node.engine.advanceTo('2026-03-28T21:30:00Z')
  clock.advanceTo('2026-03-29T05:30:00Z')
  await node.tell()
  expect(inbox.mails.map((mail) => mail.to[0])).toEqual(['ben@example.org'])
  expect(inbox.mails[0]!.text).toContain('Rien à signaler.')
  expect(inbox.mails[0]!.text).toContain('- FINE (FINE)\u00a0: 1 terminée')
})

test.each([
  ['11:59', '2026-03-29T09:59:00Z', 1],
  ['12:01', '2026-03-29T10:01:00Z', 0],
])('everything down at the hour and back at %s', async (_time, back, mails) => {
  const first = await start(nightly)
  const { clock } = first.engine
  await addReader(database, clock, { login: 'anne', administrator: true, wants: { summary: true } })
  await first.engine.advanceTo('2026-03-28T21:30:00Z')
  await first.tell()
  await first.stop()
  clock.set(back)
  nodes = []
  const node = await start(nightly, { start: clock })
  await node.tell()
  expect(inbox.mails).toHaveLength(mails)
})

test('nothing falls between two summaries: the second begins where the first ended', async () => {
  const node = await start(nightly)
  const { clock } = node.engine
  await addReader(database, clock, {
    login: 'anne',
    grants: { health: 'reader' },
    wants: { summary: true },
  })
  await node.engine.advanceTo('2026-03-28T21:30:00Z')
  clock.advanceTo('2026-03-29T06:10:00Z')
  await node.tell()
  await node.engine.requestRun({ code: 'IMP_QUO', trigger: 'manual', requestedBy: 'anne', parameters: {} })
  await node.engine.advanceTo('2026-03-29T06:20:00Z')
  await node.tell()
  await node.engine.advanceTo('2026-03-29T20:30:00Z')
  clock.advanceTo('2026-03-30T05:30:00Z')
  await node.tell()
  expect(inbox.mails).toHaveLength(2)
  expect(visible(inbox.mails[1]!.text)).toContain('Du 29/03/2026 08:10:00 au 30/03/2026 07:30:00~:')
  expect(visible(inbox.mails[1]!.text)).toContain('IMP_QUO (Import quotidien)~: en échec 2 fois')
})

test('rejected lines, held files and repeats are told; a batch that ran well since is said so', async () => {
  const node = await start(nightly)
  const { clock } = node.engine
  await addReader(database, clock, { login: 'anne', administrator: true, wants: { summary: true } })
  await node.engine.advanceTo('2026-03-28T21:30:00Z')
  await database.pool.query(`
    insert into batch_run (batch_code, application, state, trigger, queued_at, started_at, ended_at)
      select 'IMP_QUO', 'health', 'finished', 'manual', at, at, at
      from (values ('2026-03-29T01:00:00Z'::timestamptz), ('2026-03-29T02:00:00Z')) as run (at);
    insert into file_exchange (run_id, application, tool, batch_code, parameters, file_name, label, dry_run, state,
                               lines, updated, rejected)
      select id, 'health', 'students', batch_code, '{}', 'TESTUN.csv', '1', false,
             case when row_number() over (order by id) = 1 then 'applied' else 'held' end, 1200, 1188, 12
      from batch_run where state = 'finished' and batch_code = 'IMP_QUO'`)
  clock.advanceTo('2026-03-29T05:30:00Z')
  await node.tell()
  const { rows } = await database.pool.query<{ id: number }>(
    `select id from batch_run where batch_code = 'IMP_QUO' order by id`,
  )
  const [failed, applied, held] = rows.map((row) => row.id)
  const text = visible(inbox.mails[0]!.text)
  expect(text).toContain(
    `en échec, le 28/03/2026 22:30:00 (exécution ${failed})~; depuis, l’exécution ${held} s’est bien terminée`,
  )
  expect(text).toContain(`En attente d’approbation\n\n- IMP_QUO (Import quotidien)~: exécution ${held}\n`)
  expect(text).toContain(
    `Lignes rejetées\n\n- IMP_QUO (Import quotidien)~: 12 sur 1200 (exécution ${applied})\n`,
  )
  expect(text).not.toContain('TESTUN')
})

test('who lost every role is written to no more', async () => {
  const node = await start(nightly)
  const { clock } = node.engine
  await addReader(database, clock, { login: 'anne', wants: { summary: true, summaryWhenQuiet: true } })
  clock.advanceTo('2026-03-29T05:30:00Z')
  await node.tell()
  expect(inbox.mails).toHaveLength(0)
})
