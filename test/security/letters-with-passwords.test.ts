import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { usersSettings } from '../../src/learning/settings/users.ts'
import { isReached } from '../../src/learning/tools/users/match-account.ts'
import { makeUsersTool } from '../../src/learning/tools/users/users-tool.ts'
import { manualClock } from '../../src/platform/clock.ts'
import type { Mail, Mailer } from '../../src/platform/mail.ts'
import { postMails, sendPostedMail } from '../../src/platform/outgoing-mail.ts'
import { play } from '../support/learning.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// A letter that tells a password: to one address, and kept no longer than it takes to send it.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(() => database.pool.query('delete from outgoing_mail'))

const clock = manualClock('2026-11-22T08:00:00Z')

function mailer(send: (mail: Mail) => Promise<void>): Mailer {
  return { configured: true, send, verify: async () => {}, close() {} }
}

const stored = async () =>
  (await database.pool.query<{ text: string }>('select outgoing_mail::text as text from outgoing_mail')).rows

async function letters(username: string, email: string) {
  const { verdicts } = await play(
    database,
    makeUsersTool,
    `username;firstname;lastname;email;password\n${username};Camille;TESTUN;${email};Chev4l!agrafe\n`,
    { settings: { 'learning.users.send-passwords': true } },
  )
  return verdicts.flatMap(({ mails }) => mails ?? [])
}

test('once sent, nothing is left of what it said', async () => {
  expect(usersSettings.map(({ key }) => key)).toContain('learning.users.send-passwords')
  const mails = await letters('ctestun', 'ctestun@example.org')
  expect(mails).toHaveLength(1)
  await postMails(database.pool, mails, clock)
  const sent: Mail[] = []
  await sendPostedMail(
    database,
    mailer(async (mail) => void sent.push(mail)),
    clock,
  )
  expect(sent).toMatchObject([
    { to: ['ctestun@example.org'], text: expect.stringContaining('Chev4l!agrafe') },
  ])
  expect(await stored()).toEqual([{ text: expect.not.stringContaining('Chev4l') }])
})

test('nor once it is given up; until then it can be tried again', async () => {
  await postMails(database.pool, await letters('dtestun', 'dtestun@example.org'), clock)
  const refusing = mailer(async () => {
    throw new Error('refused')
  })
  const kept: boolean[] = []
  for (let attempt = 0; attempt < 7; attempt++) {
    await sendPostedMail(database, refusing, clock)
    kept.push((await stored())[0]!.text.includes('Chev4l'))
    clock.set(clock.now().add({ hours: 9 }))
  }
  expect(kept).toEqual([true, true, true, true, true, true, false])
})

test.each([
  'a@example.org, eve@example.net',
  'a@example.org;eve@example.net',
  'a@example.org <eve@example.net>',
  'eve@example.net(a@example.org)',
  '"a@example.org"@example.net',
  'amis: a@example.org, eve@example.net;',
])('goes nowhere at all when the address may be read as another, or as several: %s', (email) => {
  expect(isReached(email)).toBe(false)
})
