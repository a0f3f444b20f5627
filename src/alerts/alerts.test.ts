import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  type AlertNode,
  type AlertNodeOptions,
  addReader,
  forgetAlertsOfTest,
  startAlertNode,
} from '../../test/support/alert-node.ts'
import { openSmtpInbox, type SmtpInbox } from '../../test/support/smtp-inbox.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { forgetEngine, gate, testBatch, until } from '../../test/support/test-engine.ts'

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

const failing = (message = 'le serveur distant ne répond pas') =>
  testBatch('FAILING', {
    label: { fr: 'Essai', en: 'Trial' },
    run: async () => {
      throw new Error(message)
    },
  })

const subjects = () => inbox.mails.map((mail) => mail.subject.replaceAll('\u00a0', ' '))

async function launch(node: AlertNode, code: string): Promise<number> {
  const outcome = await node.engine.requestRun({
    code,
    trigger: 'manual',
    requestedBy: 'alice',
    parameters: {},
  })
  if (!outcome.ok) throw new Error(outcome.refusal.message.en)
  await node.engine.waitForRun(outcome.runId)
  return outcome.runId
}

test('a failed run is mailed once, in the language of each, with a link and without its error', async () => {
  const node = await start([failing('dossier de Zoé TESTUN : née le 14/03/2005')])
  await addReader(database, node.engine.clock, { login: 'anne', administrator: true })
  await addReader(database, node.engine.clock, {
    login: 'ben',
    locale: 'en',
    grants: { core: 'reader' },
    wants: { kinds: ['failed'] },
  })
  await node.engine.advanceTo('2026-03-28T21:30:00Z')
  await node.tell()
  await node.tell()
  expect(inbox.mails).toHaveLength(2)
  const [french, english] = inbox.mails
  const id = /\(exécution (\d+)\)/.exec(french!.subject)![1]
  expect(french!.to).toEqual(['anne@example.org'])
  expect(french!.subject).toBe(`Nocturne\u00a0: FAILING en échec (exécution ${id})`)
  expect(french!.text.trimEnd()).toBe(`L’exécution ${id} de FAILING (Essai) a échoué.

Survenu le\u00a0: 28/03/2026 22:30:00
Prévu le\u00a0: 28/03/2026 22:30:00
État\u00a0: ERROR
Nœud\u00a0: ${(await node.engine.waitForRun(Number(id))).nodeName}

Le détail, le journal et la suite à donner\u00a0:
https://nocturne.example.org/runs/${id}

-- 
Message automatique de Nocturne. Ce qui vous est envoyé se règle sur la page «\u00a0Mon compte\u00a0» (https://nocturne.example.org/account).`)
  expect(french!.html).toContain(`<a href="https://nocturne.example.org/runs/${id}">`)
  expect(english!.to).toEqual(['ben@example.org'])
  expect(english!.subject).toBe(`Nocturne: FAILING failed (run ${id})`)
  for (const mail of inbox.mails) expect(mail.text + mail.html).not.toMatch(/TESTUN|Zoé|2005/)
})

test('what a batch returned or logged of a person is in no alert', async () => {
  const node = await start([failing('Zoé TESTUN')])
  await addReader(database, node.engine.clock, { login: 'anne', administrator: true })
  await launch(node, 'FAILING')
  await node.tell()
  const { rows } = await database.pool.query<{ text: string }>(
    `select alert::text as text from alert union all select alert_group::text from alert_group
     union all select outgoing_mail::text from outgoing_mail`,
  )
  expect(rows).toHaveLength(3)
  for (const { text } of rows) expect(text).not.toMatch(/TESTUN|Zoé/)
})

test('a run that the stop of its node cut short is interrupted', async () => {
  const hold = gate()
  const node = await start([testBatch('LONG', { run: hold.pass })])
  await addReader(database, node.engine.clock, { login: 'anne', administrator: true })
  await node.engine.requestRun({ code: 'LONG', trigger: 'manual', requestedBy: 'alice', parameters: {} })
  await hold.arrived(1)
  await node.engine.stop()
  await node.tell()
  expect(subjects()).toEqual([expect.stringMatching(/^Nocturne : LONG interrompu \(exécution \d+\)$/)])
})

test('a held file, once', async () => {
  const node = await start({ core: [], health: [testBatch('IMP', { run: hold })] })
  async function hold({ run }: { run: { id: number } }) {
    await database.pool.query(
      `insert into file_exchange (run_id, application, tool, batch_code, parameters, file_name, label, dry_run, state,
                                  lines, updated, rejected)
       values ($1, 'health', 'students', 'IMP', '{}', 'TESTUN_Zoe.csv', '1', false, 'held', 1200, 800, 400)`,
      [run.id],
    )
    return {}
  }
  await addReader(database, node.engine.clock, {
    login: 'anne',
    grants: { health: 'administrator' },
    wants: { kinds: ['held'] },
  })
  const id = await launch(node, 'IMP')
  await node.tell()
  await node.tell()
  expect(subjects()).toEqual([`Nocturne : IMP en attente d’approbation (exécution ${id})`])
  expect(inbox.mails[0]!.text).toContain('(lignes\u00a0: 1200, rejetées\u00a0: 400)')
  expect(inbox.mails[0]!.text).toContain(`https://nocturne.example.org/imports/${id}`)
  expect(inbox.mails[0]!.text).not.toContain('TESTUN')
})

test('a start missed while no node was alive, whether or not it is caught up later', async () => {
  const first = await start([testBatch('NIGHTLY', { catchUp: { policy: 'skip' } })])
  await addReader(database, first.engine.clock, { login: 'anne', administrator: true })
  const { clock } = first.engine
  await first.stop()
  nodes = []
  clock.set('2026-03-29T08:00:00Z')
  const node = await start([testBatch('NIGHTLY', { catchUp: { policy: 'skip' } })], { start: clock })
  await node.engine.tick()
  await node.tell()
  await node.tell()
  expect(subjects().filter((subject) => !subject.includes('bilan'))).toEqual([
    'Nocturne : NIGHTLY n’est pas parti',
  ])
  const mail = inbox.mails.find((one) => one.text.includes('instants'))!
  expect(mail.text).toContain('NIGHTLY (NIGHTLY) n’est pas parti\u00a0: prévu le 28/03/2026 22:30:00.')
})

test('a batch that no scheduler launches is a missed start too, told once with the row that says so later', async () => {
  const node = await start([testBatch('NIGHTLY', { catchUp: { policy: 'skip' } })], {
    engine: { scheduler: false },
  })
  await addReader(database, node.engine.clock, { login: 'anne', administrator: true })
  // The machine sleeps, wakes up at 22:29, and looks go on.
  for (const minute of ['29', '34', '39']) {
    node.engine.clock.advanceTo(`2026-03-28T21:${minute}:00Z`)
    await node.tell()
  }
  expect(subjects()).toEqual([])
  node.engine.clock.advanceTo('2026-03-28T21:41:00Z')
  await node.tell()
  expect(inbox.mails[0]!.text).toContain('prévu le 28/03/2026 22:30:00, aucun nœud ne l’a lancé.')
  // A scheduler comes back and records it as missed.
  await node.engine.tick()
  await node.tell()
  expect(subjects()).toEqual(['Nocturne : NIGHTLY n’est pas parti'])
})

test('a run far longer than its habit is told of while it lasts, and not again when it ends', async () => {
  let hold = gate()
  hold.open()
  const node = await start([testBatch('LONG', { run: (context) => hold.pass(context) })])
  await addReader(database, node.engine.clock, {
    login: 'anne',
    grants: { core: 'reader' },
    wants: { kinds: ['slow'] },
  })
  for (let run = 0; run < 5; run++) await launch(node, 'LONG')
  hold = gate()
  const outcome = await node.engine.requestRun({
    code: 'LONG',
    trigger: 'manual',
    requestedBy: 'alice',
    parameters: {},
  })
  if (!outcome.ok) throw new Error('refused')
  await hold.arrived(1)
  node.engine.clock.advanceTo('2026-03-28T10:01:00Z')
  await node.tell()
  expect(subjects()).toEqual([])
  node.engine.clock.advanceTo('2026-03-28T10:01:05Z')
  await node.tell()
  hold.open()
  await node.engine.waitForRun(outcome.runId)
  await node.tell()
  expect(subjects()).toEqual([`Nocturne : LONG plus long que d’habitude (exécution ${outcome.runId})`])
  expect(inbox.mails[0]!.text).toContain('dure depuis 01min 05sec\u00a0; d’habitude 00min 00sec.')
})

test('a run that was far too long and finished between two looks is told of', async () => {
  let hold = gate()
  hold.open()
  const node = await start([testBatch('LONG', { run: (context) => hold.pass(context) })])
  await addReader(database, node.engine.clock, {
    login: 'anne',
    grants: { core: 'reader' },
    wants: { kinds: ['slow'] },
  })
  for (let run = 0; run < 5; run++) await launch(node, 'LONG')
  hold = gate()
  const launched = launch(node, 'LONG')
  await hold.arrived(1)
  node.engine.clock.advanceTo('2026-03-28T10:20:00Z')
  hold.open()
  await launched
  await node.tell()
  expect(inbox.mails[0]!.text).toContain('a duré 20min 00sec')
})

test('two nodes that look at the same time send one mail', async () => {
  const one = await start([failing()])
  const other = await start([failing()], { start: one.engine.clock })
  await addReader(database, one.engine.clock, { login: 'anne', administrator: true })
  await launch(one, 'FAILING')
  await Promise.all([one.tell(), other.tell(), one.tell(), other.tell()])
  expect(subjects()).toHaveLength(1)
})

test('a look cut short writes nothing, and the next one tells all of it once', async () => {
  const node = await start([failing()])
  await addReader(database, node.engine.clock, { login: 'anne', administrator: true })
  await launch(node, 'FAILING')
  // The look has written its alert and waits at the mail: there it loses its connection.
  const blocker = await database.pool.connect()
  await blocker.query('begin; lock table outgoing_mail in exclusive mode')
  const cut = node.alerts.runOnce().catch((error: Error) => error)
  await until(async () => {
    const { rows } = await database.pool.query<{ ended: boolean }>(
      `select pg_terminate_backend(pid) as ended from pg_stat_activity
       where wait_event_type = 'Lock' and query like 'insert into outgoing_mail%' and datname = current_database()`,
    )
    return rows.length > 0
  })
  expect(await cut).toBeInstanceOf(Error)
  await blocker.query('rollback')
  blocker.release()
  expect((await database.pool.query('select from alert')).rowCount).toBe(0)
  await node.tell()
  await node.tell()
  expect(subjects()).toHaveLength(1)
})

test('what ended while nobody looked is told when somebody does', async () => {
  const first = await start([failing()])
  await addReader(database, first.engine.clock, { login: 'anne', administrator: true })
  await launch(first, 'FAILING')
  const { clock } = first.engine
  await first.stop()
  clock.set('2026-03-28T16:00:00Z')
  nodes = []
  const node = await start([failing()], { start: clock })
  await node.tell()
  expect(subjects()).toHaveLength(1)
})

test('what ended before this installation began to alert is history', async () => {
  const node = await start([failing()])
  await launch(node, 'FAILING')
  await database.pool.query('truncate alert, alert_group, alert_watch cascade')
  await addReader(database, node.engine.clock, { login: 'anne', administrator: true })
  node.engine.clock.advanceTo('2026-03-28T10:00:01Z')
  await node.tell()
  expect(subjects()).toEqual([])
})

test('a notice of the end wakes the duty: nobody waits for the poll', async () => {
  const node = await start([failing()], { woken: true })
  await addReader(database, node.engine.clock, { login: 'anne', administrator: true })
  await launch(node, 'FAILING')
  await until(async () => inbox.mails.length === 1)
})

test('the same failure of a batch is mailed at once, then counted and told once an hour', async () => {
  const node = await start([{ ...failing(), schedule: null }])
  await addReader(database, node.engine.clock, { login: 'anne', administrator: true })
  const { clock } = node.engine
  for (const minute of ['00', '15', '30', '45']) {
    clock.advanceTo(`2026-03-28T11:${minute}:00Z`)
    await launch(node, 'FAILING')
    await node.tell()
  }
  expect(subjects()).toHaveLength(1)
  clock.advanceTo('2026-03-28T12:00:00Z')
  await node.tell()
  await node.tell()
  expect(subjects().slice(1)).toEqual(['Nocturne : FAILING en échec, encore 3 fois'])
  expect(inbox.mails[1]!.text).toContain(
    'FAILING (Essai)\u00a0: 4 fois dans la journée pour la même cause, du 28/03/2026 12:00:00 au 28/03/2026 12:45:00.',
  )
  // The next day it is news again.
  clock.advanceTo('2026-03-28T23:00:00Z')
  await launch(node, 'FAILING')
  await node.tell()
  expect(subjects()).toHaveLength(3)
})

test('another cause the same day is mailed at once', async () => {
  let message = 'ligne 12 : délai dépassé'
  const node = await start([
    testBatch('FAILING', {
      run: async () => {
        throw new Error(message)
      },
    }),
  ])
  await addReader(database, node.engine.clock, { login: 'anne', administrator: true })
  for (const next of ['ligne 7 : délai dépassé', 'espace disque épuisé']) {
    await launch(node, 'FAILING')
    await node.tell()
    message = next
  }
  await launch(node, 'FAILING')
  await node.tell()
  expect(subjects()).toHaveLength(2)
})

test('each is told only what they asked for, of applications that they may read at that moment', async () => {
  const node = await start({ core: [], health: [failing()], admissions: [testBatch('FINE')] })
  const { clock } = node.engine
  const wants = { kinds: ['failed'] } as const
  const former = await addReader(database, clock, { login: 'former', grants: { health: 'reader' }, wants })
  await addReader(database, clock, { login: 'health', grants: { health: 'reader' }, wants })
  await addReader(database, clock, { login: 'other', grants: { admissions: 'administrator' }, wants })
  await addReader(database, clock, { login: 'never-asked', grants: { health: 'administrator' } })
  await addReader(database, clock, {
    login: 'only-held',
    grants: { health: 'reader' },
    wants: { kinds: ['held'] },
  })
  await addReader(database, clock, {
    login: 'only-learning',
    administrator: true,
    wants: { ...wants, applications: ['learning'] },
  })
  const closed = await addReader(database, clock, { login: 'closed', administrator: true })
  await database.pool.query('update account set enabled = false where id = $1', [closed])
  await database.pool.query('delete from account_grant where account_id = $1', [former])
  await launch(node, 'FAILING')
  await node.tell()
  expect(inbox.mails.flatMap((mail) => mail.to)).toEqual(['health@example.org'])
})

test('the technical administrators are told everything, and once where an account has the same address', async () => {
  const node = await start([failing()])
  await addReader(database, node.engine.clock, { login: 'anne', administrator: true, locale: 'en' })
  await node.settings.set('core.alerts.mail', ['Anne@example.org', 'dsi@example.org'], 'test')
  await launch(node, 'FAILING')
  await node.tell()
  expect(inbox.mails.map((mail) => [mail.to[0], mail.subject.includes('failed')])).toEqual([
    ['anne@example.org', true],
    ['dsi@example.org', false],
  ])
})
