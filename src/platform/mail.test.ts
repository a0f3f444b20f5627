import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MoodyServer, openMoodyServer } from '../../test/support/smtp-moods.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { manualClock } from './clock.ts'
import { type Mail, needsStartTls, smtpMailer } from './mail.ts'
import { postMail, readPostedMail, sendPostedMail } from './outgoing-mail.ts'
import { SendError } from './send-failure.ts'

// What SMTP errors mean, against a server that really answers so.

let server: MoodyServer
let database: TestDatabase
beforeAll(async () => {
  server = await openMoodyServer()
  database = await createTestDatabase()
})
afterAll(async () => {
  await server?.close()
  await database?.drop()
})

const letter: Mail = { to: ['testun@example.org'], subject: 'Essai', text: 'Bonjour' }

async function failureOf(url: string, mail: Mail = letter) {
  const mailer = smtpMailer({ url, from: 'nocturne@example.org' })
  try {
    await mailer.send(mail)
    return null
  } catch (error) {
    if (!(error instanceof SendError)) throw error
    return error.failure
  } finally {
    mailer.close()
  }
}

test.each([
  ['the greeting refuses us', { at: 'greeting', say: '554 5.7.1 no' }, 'unreachable', '554 5.7.1 (CONN)'],
  ['421 before anything', { at: 'greeting', say: '421 4.3.2 later' }, 'unreachable', '421 4.3.2 (CONN)'],
  ['our sender is refused', { at: 'mail', say: '550 5.7.1 no' }, 'unreachable', '550 5.7.1 (MAIL FROM)'],
  ['the server is full', { at: 'mail', say: '452 4.3.1 full' }, 'temporary', '452 4.3.1 (MAIL FROM)'],
  ['greylisting', { at: 'rcpt', say: '450 4.2.0 later' }, 'temporary', '450 4.2.0 (RCPT TO)'],
  ['nobody of that name', { at: 'rcpt', say: '550 5.1.1 who?' }, 'permanent', '550 5.1.1 (RCPT TO)'],
  ['421 at the recipient', { at: 'rcpt', say: '421 4.7.0 bye' }, 'unreachable', '421 4.7.0 (RCPT TO)'],
  ['no data now', { at: 'data', say: '451 4.3.0 later' }, 'temporary', '451 4.3.0 (DATA)'],
  ['the content is refused', { at: 'end', say: '554 5.6.0 no' }, 'permanent', '554 5.6.0 (DATA)'],
  ['the content is not taken yet', { at: 'end', say: '451 4.3.0 later' }, 'temporary', '451 4.3.0 (DATA)'],
  ['the connection falls before the message', { at: 'rcpt', drop: true }, 'unreachable', 'ECONNECTION'],
  ['the connection falls after its last byte', { at: 'end', drop: true }, 'doubtful', 'ECONNECTION'],
] as const)('%s', async (_, mood, kind, reason) => {
  server.meet(mood)
  expect(await failureOf(server.url)).toEqual({ kind, reason })
})

test('nobody listens: unreachable', async () => {
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as { port: number }
  closed.close()
  await once(closed, 'close')
  expect(await failureOf(`smtp://127.0.0.1:${port}`)).toEqual({ kind: 'unreachable', reason: 'ECONNREFUSED' })
})

test('what must travel encrypted does not go to a relay that offers no TLS', async () => {
  server.meet('take')
  // A name of this machine that is none of the loopback's: from here to there is a network as any other.
  const url = `smtp://0.0.0.0:${server.port}`
  const taken = server.mails.length
  expect(await failureOf(url, { ...letter, requireTls: true })).toMatchObject({ kind: 'unreachable' })
  expect(server.mails).toHaveLength(taken)
  expect(await failureOf(url)).toBeNull()
  expect(await failureOf(server.url, { ...letter, requireTls: true })).toBeNull()
})

test.each([
  ['smtp://relay.example.org:587', true],
  ['smtp://192.0.2.7', true],
  ['smtps://relay.example.org', false],
  ['smtp://localhost:25', false],
  ['smtp://127.0.0.1:25', false],
  ['smtp://[::1]:25', false],
  ['smtp://127.0.0.1.example.org', true],
])('%s: STARTTLS insisted on: %s', (url, expected) => {
  expect(needsStartTls(url)).toBe(expected)
})

test('headers: made by a machine, one identity; a comma in an address makes no second recipient', async () => {
  server.meet('take')
  const before = server.mails.length
  const mail = { ...letter, messageId: '<essai.1@example.org>', replyTo: 'rdv@example.org' }
  expect(await failureOf(server.url, { ...mail, subject: 'Essai\r\nBcc: autre@example.org' })).toBeNull()
  const { source, recipients } = server.mails[before]!
  expect(recipients).toEqual(['testun@example.org'])
  expect(source).toContain('Auto-Submitted: auto-generated')
  expect(source).toContain('Message-ID: <essai.1@example.org>')
  expect(source).toContain('Reply-To: rdv@example.org')
  expect(source).not.toMatch(/^Bcc:/m)
  await failureOf(server.url, { ...letter, to: ['testun@example.org, autre@example.org'] })
  expect(server.mails.flatMap((one) => one.recipients)).not.toContain('autre@example.org')
})

test('reports: 5xx is not tried again, 4xx is, a doubtful one is not, nor one whose sender died', async () => {
  const clock = manualClock('2026-11-22T08:00:00Z')
  const mailer = smtpMailer({ url: server.url, from: 'nocturne@example.org' })
  const states = async () => {
    const { rows } = await database.pool.query<{ occasion: string; state: string }>(
      'select occasion, state from outgoing_mail order by id',
    )
    return Object.fromEntries(rows.map((row) => [row.occasion, row.state]))
  }
  for (const name of ['refused', 'later', 'doubtful', 'interrupted'])
    await postMail(database.pool, name, { ...letter, to: [`${name}@example.org`] }, clock)
  await database.pool.query(
    `update outgoing_mail set state = 'sending', sending_since = $1 where occasion = 'interrupted'`,
    [clock.now().toString()],
  )
  server.meetBy((to) =>
    to.startsWith('refused')
      ? { at: 'rcpt', say: '550 5.1.1 who?' }
      : to.startsWith('later')
        ? { at: 'rcpt', say: '450 4.2.0 later' }
        : { at: 'taken', drop: true },
  )
  expect(await sendPostedMail(database, mailer, clock)).toEqual({ sent: 0, failed: 3 })
  expect(await states()).toEqual({
    refused: 'failed',
    later: 'pending',
    doubtful: 'unknown',
    interrupted: 'sending',
  })
  server.meet('take')
  clock.advanceTo('2026-11-22T08:31:00Z')
  expect(await sendPostedMail(database, mailer, clock)).toEqual({ sent: 1, failed: 0 })
  expect(await states()).toEqual({
    refused: 'failed',
    later: 'sent',
    doubtful: 'unknown',
    interrupted: 'unknown',
  })
  expect(await readPostedMail(database.pool)).toMatchObject({ pending: 0, failed: 1, doubtful: 2 })
  const taken = server.mails.flatMap((mail) => mail.recipients)
  expect(taken.filter((to) => to === 'doubtful@example.org')).toHaveLength(1)
  mailer.close()
})
