import { Temporal } from 'temporal-polyfill'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openStatisticsReceiver, type StatisticsReceiver } from '../../../test/support/statistics-receiver.ts'
import { type Authority, senderFiles, testAuthority } from '../../../test/support/test-certificates.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine, startTestEngine, type TestEngine, until } from '../../../test/support/test-engine.ts'
import type { SenderFiles } from '../../batch/run-context.ts'
import type { RunRecord } from '../../batch/run-record.ts'
import { settingsStore } from '../../platform/settings.ts'
import { healthSettings } from '../settings.ts'
import { approvePush, buildNow, storePush } from '../statistics/push-store.ts'
import statDashboard from './stat-dashboard.ts'

let database: TestDatabase
let engine: TestEngine
let authority: Authority
let stranger: Authority
let receiver: StatisticsReceiver
let known: ReturnType<typeof senderFiles>
let signs: string
const settings = () => settingsStore(database, healthSettings)
const sql = (text: string, values: unknown[] = []) => database.pool.query(text, values)

beforeAll(async () => {
  database = await createTestDatabase()
  authority = await testAuthority()
  stranger = await testAuthority('Autorité INCONNUE')
  known = senderFiles(await authority.issue('service-test'), authority.certificate)
  await fillStatistics()
})
beforeEach(async () => {
  signs = known.signs
  receiver = await openStatisticsReceiver({
    server: await authority.issue('localhost'),
    ca: authority.certificate,
    signs: () => signs,
  })
  await sql('delete from statistic_push')
  await settings().set('health.statistics.url', receiver.url, 'test')
  await settings().set('health.statistics.hosts', ['localhost'], 'test')
  await start(known.files)
})
afterEach(async () => {
  await engine.stop()
  await forgetEngine(database)
  await receiver.close()
})
afterAll(() => database.drop())

async function start(files: SenderFiles): Promise<void> {
  await engine?.stop()
  engine = await startTestEngine(database, '2026-03-02T05:00:00Z', [statDashboard], {
    settings: settings(),
    place: { timeZone: 'Europe/Paris', dataDirectory: '/nowhere', senderFiles: files },
  })
}

/** 260 students whose every identifier is unlike anything else. */
async function fillStatistics(): Promise<void> {
  await sql(
    `insert into student (id, ine, student_code, login, nir_encrypted, family_name, first_name, name_key, first_name_key,
       sex, birth_date, nationality_code, email, postal_code, town, phone, newest_year)
     select 7000000 + n, lpad((912345000 + n)::text, 10, '0') || 'X', 'ETU' || (81000 + n), 'logintest' || n, null,
       'NOMTESTUN' || n, 'PRENOMTEST' || n, 'NOMTESTUN' || n, 'PRENOMTEST' || n, (array['F', 'M'])[n % 2 + 1],
       date '2003-03-07' + n, '100', 'mail' || n || '@example.invalid', '9' || lpad(n::text, 4, '7'),
       'VILLETEST' || n, '0199' || lpad(n::text, 6, '8'), 2025
     from generate_series(1, 260) as n`,
  )
  await sql(
    `insert into identity_statistic (student_id, year, sex, birth_year, age, age_band, nationality_group,
       establishment_code, component_code, cursus, scholarship, first_entry, enrolments, consultations, appointments,
       missed_appointments)
     select id, 2025, sex, 2003, 22, (array['18-20', '21-23', '24-26'])[least(n / 100, 2) + 1],
       case when n % 90 = 0 then 'UE' else 'FR' end, '0990001X', 'SCI',
       (array['L', 'M', 'TEXTE LIBRE'])[least(n / 100, 2) + 1], false, false, 1, n % 3, n % 2, n % 2 * (n % 5) / 4
     from (select id, sex, (id - 7000000)::int as n from student) as numbered`,
  )
}

async function approve(): Promise<void> {
  const now = engine.clock.now()
  const built = await buildNow(database.pool, { now, timeZone: 'Europe/Paris', threshold: 11, sender: null })
  const id = await storePush(database.pool, built, { now, previewedBy: 'chef' })
  expect(await approvePush(database.pool, id, 'chef', now)).toBe(true)
}

async function launch(parameters: Record<string, unknown> = {}): Promise<number> {
  const outcome = await engine.requestRun({
    code: 'STAT_DASHBOARD',
    trigger: 'manual',
    requestedBy: 'alice',
    parameters,
  })
  if (!outcome.ok) throw new Error(outcome.refusal.message.en)
  return outcome.runId
}

/** In service, launched, and waited for; its back-off takes no time. */
async function send(): Promise<RunRecord> {
  await approve()
  expect(await engine.setEnabled('STAT_DASHBOARD', true, 'chef')).toMatchObject({ ok: true })
  return await again()
}

async function again(): Promise<RunRecord> {
  return await ended(await launch())
}

async function ended(runId: number): Promise<RunRecord> {
  let over = false
  const run = engine.waitForRun(runId).finally(() => {
    over = true
  })
  await until(async () => {
    engine.clock.advanceTo(engine.clock.now().add({ seconds: 1 }))
    return over
  })
  return await run
}

const pushes = async () =>
  (
    await sql(
      `select id, state, attempts, receipt, error from statistic_push where state <> 'previewed' order by built_at`,
    )
  ).rows

describe('putting it in service', () => {
  const why = async () => {
    const outcome = await engine.setEnabled('STAT_DASHBOARD', true, 'chef')
    return outcome.ok ? null : outcome.refusal.message.fr
  }

  test('is refused until address, allowed host, keys and an approved preview are there', async () => {
    await settings().reset('health.statistics.url', 'test')
    expect(await why()).toContain('health.statistics.url')
    await settings().set('health.statistics.url', 'https://ailleurs.example.org/x', 'test')
    expect(await why()).toContain('ailleurs.example.org n’est pas dans la liste')
    await settings().set('health.statistics.url', receiver.url, 'test')
    expect(await why()).toContain('ouvrez d’abord l’aperçu')
    await approve()
    // What was approved was another set of figures.
    await sql(`update statistic_push set schema_version = 'old' || schema_version`)
    expect(await why()).toContain('ouvrez d’abord l’aperçu')
    await sql(`update statistic_push set schema_version = substr(schema_version, 4)`)
    expect(await why()).toBeNull()
    await engine.setEnabled('STAT_DASHBOARD', false, 'chef')
    await start({ ...known.files, signingKey: null })
    expect(await why()).toContain('NOCTURNE_STATISTICS_SIGNING_KEY')
    await start({ ...known.files, certificate: '/nowhere/client.pem' })
    expect(await why()).toContain('ne se lit pas')
  })

  test('is refused with a certificate that has expired, or a key of another', async () => {
    const expired = senderFiles(await authority.issue('vieux', { expired: true }), null)
    await start(expired.files)
    expect(await why()).toContain('a expiré')
    await start({ ...known.files, key: expired.files.key })
    expect(await why()).toContain('n’est pas celle du certificat')
  })
})

test('one signed record, by mutual TLS, under its key; nothing of anybody in it', async () => {
  const run = await send()
  expect(run).toMatchObject({ state: 'finished', detail: { accuse: 'R-1' } })
  expect(receiver.records).toMatchObject([{ client: 'service-test', algorithm: 'EdDSA' }])
  expect(receiver.records[0]!.key).toBe((await pushes())[0].id)
  const { payload } = receiver.records[0]!
  expect(payload).toMatchObject({ schema_version: '1', year: 2025, until: '2026-03-02', threshold: 11 })
  const text = JSON.stringify(payload)
  expect(Buffer.byteLength(text)).toBe(run.detail!.octets)
  expect(text.match(/"masque":true/g)).toHaveLength(run.detail!.masquees as number)
  const { rows } = await sql(
    `select id, ine, left(ine, 10) as ine10, student_code, login, family_name, first_name, birth_date::text, email,
            postal_code, town, phone from student`,
  )
  expect(rows).toHaveLength(260)
  for (const row of rows) for (const value of Object.values(row)) expect(text).not.toContain(String(value))
  expect(text).not.toContain('TEXTE LIBRE')
  // Every count is a multiple of 5, and no positive one can be of fewer than eleven people.
  for (const [, value] of text.matchAll(/"value":(\d+)/g)) {
    expect(Number(value) % 5).toBe(0)
    if (value !== '0') expect(Number(value)).toBeGreaterThanOrEqual(10)
  }
})

test('signed with a P-256 key: ES256', async () => {
  const sender = senderFiles(await authority.issue('service-test'), authority.certificate, 'p256')
  signs = sender.signs
  await start(sender.files)
  await send()
  expect(receiver.records).toMatchObject([{ algorithm: 'ES256' }])
})

test('twice in a row: unchanged figures are not sent again, changed ones are', async () => {
  await send()
  expect(await again()).toMatchObject({ state: 'finished', detail: { accuse: 'R-1' } })
  // A week later too: it is the figures that count, not their date.
  engine.clock.advanceTo(engine.clock.now().add({ hours: 24 * 7 }))
  expect(await again()).toMatchObject({ state: 'finished', detail: { accuse: 'R-1' } })
  expect(receiver.requests).toHaveLength(1)
  await sql(`update identity_statistic set consultations = consultations + 3`)
  expect(await again()).toMatchObject({ state: 'finished', detail: { accuse: 'R-2' } })
  await sql(`update identity_statistic set consultations = consultations - 3`)
})

test('a lower threshold than was ever approved sends nothing; a higher one withdraws what waits', async () => {
  expect((await send()).state).toBe('finished')
  const lower = await ended(await launch({ seuil: 5 }))
  expect(lower.error).toContain('au seuil de 5 ou moins')
  expect(receiver.records).toHaveLength(1)
  await sql(`update statistic_push set state = 'failed' where state = 'sent'`)
  const higher = await ended(await launch({ seuil: 20 }))
  expect(higher.state).toBe('finished')
  expect((await pushes()).map(({ state }) => state)).toEqual(['refused', 'sent'])
  expect(receiver.records.map(({ payload }) => (payload as { threshold: number }).threshold)).toEqual([
    11, 20,
  ])
})

test('21: 500 then 200: one record at the other side, under one key', async () => {
  receiver.answer(500)
  expect(await send()).toMatchObject({ state: 'finished' })
  expect(receiver.requests).toHaveLength(2)
  expect(new Set(receiver.requests.map((request) => request.key)).size).toBe(1)
  expect(receiver.records).toHaveLength(1)
  expect(await pushes()).toMatchObject([{ state: 'sent', attempts: 2 }])
})

test('21: 429 and 503 three times: failed, ERROR; the next run sends the same row under the same key', async () => {
  receiver.answer(429, 503, 429)
  expect(await send()).toMatchObject({ state: 'failed', error: 'le serveur a répondu HTTP 429' })
  const [failed] = await pushes()
  expect(failed).toMatchObject({ state: 'failed', attempts: 3 })
  expect(await again()).toMatchObject({ state: 'finished' })
  expect(await pushes()).toMatchObject([{ id: failed.id, state: 'sent' }])
  expect(receiver.records.map((record) => record.key)).toEqual([failed.id])
})

test('21: received, but the answer was lost: sent again under the same key, 409 says that it is there', async () => {
  receiver.answer('lost')
  expect(await send()).toMatchObject({ state: 'finished', detail: { accuse: 'déjà reçu (HTTP 409)' } })
  expect(receiver.records).toHaveLength(1)
  expect(await pushes()).toMatchObject([{ state: 'sent', attempts: 2 }])
})

test('a crash while it was being sent: sent again under the same key', async () => {
  await send()
  await sql(`update statistic_push set state = 'sending', receipt = null where state = 'sent'`)
  expect(await again()).toMatchObject({ state: 'finished' })
  expect(receiver.records).toHaveLength(1)
  expect(await pushes()).toMatchObject([{ state: 'sent', receipt: 'déjà reçu (HTTP 409)' }])
})

test('21: a redirect is refused and never followed; another refusal is kept to be looked into', async () => {
  receiver.answer(302)
  expect(await send()).toMatchObject({ state: 'failed', error: expect.stringContaining('jamais suivie') })
  expect(receiver.requests.map((request) => request.path)).toEqual(['/statistics'])
  receiver.answer(422)
  expect(await again()).toMatchObject({ state: 'failed', error: 'le serveur a refusé l’envoi (HTTP 422)' })
  expect(await pushes()).toMatchObject([{ state: 'refused' }, { state: 'refused' }])
  expect(receiver.records).toEqual([])
})

describe('21: whoever cannot prove that it is the receiver gets nothing', () => {
  async function sendTo(other: StatisticsReceiver): Promise<RunRecord> {
    await settings().set('health.statistics.url', other.url, 'test')
    try {
      return await send()
    } finally {
      expect(other.requests).toEqual([])
      await other.close()
    }
  }
  const impostor = async (options: Partial<Parameters<typeof openStatisticsReceiver>[0]>) =>
    await openStatisticsReceiver({
      server: await authority.issue('localhost'),
      ca: authority.certificate,
      signs: () => signs,
      ...options,
    })

  test('its certificate has expired', async () => {
    const other = await impostor({ server: await authority.issue('localhost', { expired: true }) })
    expect(await sendTo(other)).toMatchObject({
      state: 'failed',
      error: 'le certificat du serveur des statistiques a expiré',
    })
    expect(await pushes()).toMatchObject([{ state: 'failed', attempts: 1 }])
  })

  test('another authority certifies it', async () => {
    const other = await impostor({ server: await stranger.issue('localhost') })
    expect(await sendTo(other)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('NOCTURNE_STATISTICS_CA'),
    })
  })

  test('its certificate is of another name', async () => {
    const other = await impostor({ server: await authority.issue('x', { host: 'ailleurs.example.org' }) })
    expect(await sendTo(other)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('autre nom'),
    })
  })

  test('it speaks nothing newer than TLS 1.1', async () => {
    const other = await impostor({ maxVersion: 'TLSv1.1' })
    expect(await sendTo(other)).toMatchObject({ state: 'failed', error: expect.stringContaining('TLS') })
  })
})

test('a receiver that does not know our authority lets nothing in', async () => {
  await start(senderFiles(await stranger.issue('inconnu'), authority.certificate).files)
  expect(await send()).toMatchObject({ state: 'failed' })
  expect(receiver.requests).toEqual([])
})

test('year and day are those of the establishment', async () => {
  const now = Temporal.Instant.from('2026-08-31T22:30:00Z')
  const at = { now, threshold: 11, sender: null }
  const paris = await buildNow(database.pool, { ...at, timeZone: 'Europe/Paris' })
  expect(paris.payload).toMatchObject({ year: 2026, until: '2026-09-01' })
  const cayenne = await buildNow(database.pool, { ...at, timeZone: 'America/Cayenne' })
  expect(cayenne.payload).toMatchObject({ year: 2025, until: '2026-08-31' })
})

test('an empty database: nothing is sent, and said', async () => {
  await sql('create table kept as select * from identity_statistic')
  await sql('delete from identity_statistic')
  expect(await send()).toMatchObject({
    state: 'finished',
    detail: { cellules: 0, masquees: 0, accuse: null },
  })
  expect(receiver.requests).toEqual([])
  await sql('insert into identity_statistic select * from kept; drop table kept')
})

test('cancelled while it waits for another attempt: it stops, and the next run takes it up again', async () => {
  await approve()
  await engine.setEnabled('STAT_DASHBOARD', true, 'chef')
  receiver.answer(500)
  const runId = await launch()
  await until(async () => receiver.requests.length === 1)
  await engine.cancelRun(runId, 'alice')
  expect(await engine.waitForRun(runId)).toMatchObject({ state: 'cancelled' })
  expect(await again()).toMatchObject({ state: 'finished' })
  expect(receiver.records).toHaveLength(1)
})
