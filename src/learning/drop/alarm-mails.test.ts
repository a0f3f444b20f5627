import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { addReader } from '../../../test/support/alert-node.ts'
import { openSmtpInbox, type SmtpInbox } from '../../../test/support/smtp-inbox.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { type ManualClock, manualClock } from '../../platform/clock.ts'
import { type Mailer, smtpMailer } from '../../platform/mail.ts'
import { sendPostedMail } from '../../platform/outgoing-mail.ts'
import { type Settings, settingsStore } from '../../platform/settings.ts'
import { learningSettings } from '../application.ts'
import { learningDropState, pullLearningDrop } from './drop-place.ts'

/** The mails of learning.md 3.4, as they arrive at a real mail server. */
let database: TestDatabase
let inbox: SmtpInbox
let mailer: Mailer
let settings: Settings
let clock: ManualClock
let dataDirectory: string
let directory: string
beforeAll(async () => {
  database = await createTestDatabase()
  inbox = await openSmtpInbox()
  mailer = smtpMailer({ url: inbox.url, from: 'nocturne@example.org' })
})
afterAll(async () => {
  mailer.close()
  await inbox.close()
  await database.drop()
})
beforeEach(async () => {
  await database.pool.query(
    `truncate setting, outgoing_mail, drop_pull, drop_delivery, drop_sighting, drop_lock_event;
     delete from account`,
  )
  settings = settingsStore(database, learningSettings)
  clock = manualClock('2026-11-22T08:00:00Z')
  dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-alarm-mails-'))
  directory = join(dataDirectory, 'sync')
  mkdirSync(directory)
  await addReader(database, clock, { login: 'chef', administrator: true })
  await addReader(database, clock, { login: 'chief', administrator: true, locale: 'en' })
  await addReader(database, clock, { login: 'reader', grants: { learning: 'operator' } })
  await addReader(database, clock, { login: 'gone', administrator: true })
  await database.pool.query(`update account set enabled = false where login = 'gone'`)
})
afterEach(() => rmSync(dataDirectory, { recursive: true }))

const surroundings = () => ({ database, settings, clock, place: { dataDirectory, timeZone: 'Europe/Paris' } })

/** Leaves a lock, last written so many hours before the clock's present. */
function lock(name: string, text: string, hours: number): void {
  writeFileSync(join(directory, name), text)
  const seconds = clock.now().epochMilliseconds / 1000 - hours * 3600
  utimesSync(join(directory, name), seconds, seconds)
}

/** Pulls, and what has arrived then. */
async function mailsOfPull() {
  const before = inbox.mails.length
  await pullLearningDrop(surroundings(), { info() {}, warn() {} })
  await sendPostedMail(database, mailer, clock)
  return inbox.mails
    .slice(before)
    .map(({ to, subject, text }) => ({ to: to.join(), subject, text }))
    .sort((a, b) => (a.to < b.to ? -1 : 1))
}

const subjects = async () => (await mailsOfPull()).map(({ to, subject }) => `${to} ${subject}`)
const pass = (hours: number) => clock.set(clock.now().add({ hours }))

it('D02: an old alock.txt is told to every administrator in their language, once a day, and once when it is gone', async () => {
  lock('alock.txt', 'depot 4711\n', 4)
  const first = await mailsOfPull()
  expect(first.map(({ to, subject }) => `${to} ${subject}`)).toEqual([
    'chef@example.org Nocturne : verrou d’écriture trop ancien (alock.txt)',
    'chief@example.org Nocturne : write lock too old (alock.txt)',
  ])
  expect(first[0]!.text).toBe(
    `Le verrou alock.txt est là depuis trop longtemps : le système qui dépose les fichiers est probablement en défaut. Rien n’est récupéré tant qu’il est là.

Répertoire : ${directory}
Verrou posé par : depot 4711
Âge du verrou : 4 h 0 min
Constaté le : 22/11/2026 09:00:00
`,
  )
  expect(first[1]!.text).toContain('\nLock set by: depot 4711\nAge of the lock: 4 h 0 min\n')
  pass(23)
  expect(await subjects()).toEqual([])
  pass(1)
  expect(await subjects()).toEqual([
    'chef@example.org Nocturne : verrou d’écriture trop ancien (alock.txt)',
    'chief@example.org Nocturne : write lock too old (alock.txt)',
  ])
  pass(1)
  rmSync(join(directory, 'alock.txt'))
  const solved = await mailsOfPull()
  expect(solved.map(({ to, subject }) => `${to} ${subject}`)).toEqual([
    'chef@example.org Nocturne : résolu, verrou d’écriture trop ancien (alock.txt)',
    'chief@example.org Nocturne : solved, write lock too old (alock.txt)',
  ])
  expect(solved[0]!.text).toContain('\nRésolu le : 23/11/2026 10:00:00\n')
  expect(await subjects()).toEqual([])
})

it('recipients that are set are told instead of the administrators, in French', async () => {
  await settings.set('learning.drop.alarm-recipients', ['exploitation@example.org', 'si@example.org'], 'test')
  lock('lock.txt', 'another 12 2026-11-22T03:00:00Z\n', 4)
  expect(await subjects()).toEqual([
    'exploitation@example.org Nocturne : verrou de lecture trop ancien (lock.txt)',
    'si@example.org Nocturne : verrou de lecture trop ancien (lock.txt)',
  ])
})

it('a threshold that is set is the one that counts', async () => {
  await settings.set('learning.drop.stale-after-hours', 5, 'test')
  lock('alock.txt', '', 4)
  expect(await subjects()).toEqual([])
  pass(2)
  expect(await subjects()).toHaveLength(2)
})

it('D10: a directory that cannot be written to is told once, and once when it can', async () => {
  // Not writable for root either, whom permissions do not stop.
  await settings.set('learning.drop.directory', '/proc/self', 'test')
  await settings.set('learning.drop.alarm-recipients', ['si@example.org'], 'test')
  expect(await subjects()).toEqual(['si@example.org Nocturne : verrou lock.txt impossible à créer'])
  expect(await subjects()).toEqual([])
})

it('both locks at once are two alarms, and a fresh one is none', async () => {
  await settings.set('learning.drop.alarm-recipients', ['si@example.org'], 'test')
  lock('alock.txt', '', 1)
  expect(await subjects()).toEqual([])
  rmSync(join(directory, 'alock.txt'))
  lock('lock.txt', '', 4)
  expect(await subjects()).toEqual(['si@example.org Nocturne : verrou de lecture trop ancien (lock.txt)'])
  lock('alock.txt', '', 4)
  expect(await subjects()).toEqual(['si@example.org Nocturne : verrou d’écriture trop ancien (alock.txt)'])
  const { alarms, locks } = await learningDropState(surroundings())
  expect(alarms.map(({ kind, solvedAt }) => [kind, solvedAt])).toEqual([
    ['alock', null],
    ['lock', null],
  ])
  expect(locks.map(({ name, stale }) => [name, stale])).toEqual([
    ['lock.txt', true],
    ['alock.txt', true],
  ])
})

it('nobody to tell, or no mail server yet, loses nothing of the pull', async () => {
  await database.pool.query('delete from account')
  lock('lock.txt', '', 7)
  expect(await subjects()).toEqual([])
  expect((await learningDropState(surroundings())).alarms).toMatchObject([
    { kind: 'lock', ageSeconds: 7 * 3600, solvedAt: '2026-11-22T08:00:00.000Z' },
  ])
})
