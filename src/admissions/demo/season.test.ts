import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { transaction } from '../../platform/database.ts'
import { writeSeasonFiles } from './attachments.ts'
import { drawOf } from './draw.ts'
import { addOffer } from './offer.ts'
import { fillSeason } from './season.ts'

const options = {
  now: Temporal.Instant.from('2026-11-22T08:00:00Z'),
  timeZone: 'Europe/Paris',
  accounts: 300,
  sisKind: 'A',
} as const

let database: TestDatabase
let other: TestDatabase
const folder = mkdtempSync(join(tmpdir(), 'nocturne-season-'))

beforeAll(async () => {
  database = await createTestDatabase()
  other = await createTestDatabase()
  for (const { pool } of [database, other]) await transaction(pool, (client) => fillSeason(client, options))
})
afterAll(async () => {
  await database?.drop()
  await other?.drop()
  rmSync(folder, { recursive: true, force: true })
})

async function count(what: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*) as count from admissions.${what}`,
  )
  return rows[0]!.count
}

test('every batch has work', async () => {
  const due = `campaign where archived_at < '2025-11-22' and destroyed_at is null`
  const found = {
    archivage: await count(`campaign where activation_asked < '2026-11-22' and activated_at is null`),
    destruct: await count(due),
    destructAccounts: await count(`account where campaign_id in (select id from admissions.${due})`),
    cleaned: await count(
      `account where not validated and valid_until < '2026-11-22' and not exists (select from admissions.candidate where account_id = account.id)`,
    ),
    keptWithData: await count(
      `account where not validated and valid_until < '2026-11-22' and exists (select from admissions.candidate where account_id = account.id)`,
    ),
    toPour: await count(`opi where state = 'to-pour'`),
    toWithdraw: await count(`opi where state = 'to-withdraw'`),
    failed: await count(`opi where state = 'error' and quarantined_at is null`),
    setAside: await count(`opi where quarantined_at is not null`),
    toSend: await count(`opi_attachment where state = 'to-send'`),
    ranks: await count(`decision where rank is not null and real_rank is distinct from rank`),
    unanswered: await count(`application where accepted is null and cancelled_at is null`),
    files: await count('stored_file'),
    forms: await count('form where in_service'),
  }
  for (const [what, many] of Object.entries(found)) expect.soft(many, what).toBeGreaterThan(0)
})

test('deadlines of favourable decisions are past, near and far', async () => {
  const { rows } = await database.pool.query<{ past: number; near: number; far: number; none: number }>(
    `select count(*) filter (where by < '2026-11-22') as past,
            count(*) filter (where by between '2026-11-22' and '2026-11-24') as near,
            count(*) filter (where by > '2026-11-24') as far,
            count(*) filter (where by is null) as none
     from (
       select coalesce(new_confirm_by, validated_at::date + confirm_days, confirm_by) as by
       from admissions.application
       join admissions.candidate on candidate.id = candidate_id
       join admissions.account on account.id = account_id
       join admissions.campaign on campaign.id = campaign_id and campaign.in_service
       join admissions.formation on formation.id = formation_id
       join lateral (select * from admissions.decision where application_id = application.id
                     order by id desc limit 1) as latest on latest.validated
       join admissions.decision_type on decision_type.id = latest.type_id and kind = 'FA'
       where accepted is null and cancelled_at is null) as awaited`,
  )
  for (const [what, many] of Object.entries(rows[0]!)) expect.soft(many, what).toBeGreaterThan(0)
})

const tables = [
  'campaign',
  'account',
  'candidate',
  'candidate_bac',
  'application',
  'decision',
  'application_attachment',
  'stored_file',
  'opi',
  'opi_attachment',
  'formation',
  'form_answer_candidate',
  'person_profile',
]

test('the same moment and the same seed give the same rows', async () => {
  for (const table of tables) {
    const digest = async ({ pool }: TestDatabase) =>
      (
        await pool.query(
          `select md5(string_agg(row::text, '|' order by row::text)) as digest from admissions.${table} as row`,
        )
      ).rows[0]
    expect(await digest(database), table).toEqual(await digest(other))
  }
})

test('87: a thousand formations have a thousand codes', async () => {
  await expect(
    transaction(other.pool, async (client) => {
      await client.query('truncate admissions.centre, admissions.formation cascade')
      await addOffer({
        db: client,
        ...options,
        now: options.now.toString(),
        today: '2026-11-22',
        applicationsEach: 2,
        formations: 1000,
        draw: drawOf(1),
      })
      const { rows } = await client.query(
        'select count(*) as count, min(code) as first, max(stage_code) as last from admissions.formation',
      )
      throw Object.assign(new Error('undone'), rows[0])
    }),
  ).rejects.toMatchObject({ message: 'undone', count: 1000, first: 'F001', last: 'ET999' })
})

test('attachments have files, small real ones, in the folder of their campaign', async () => {
  expect(await writeSeasonFiles(database.pool, folder, 20)).toBe(20)
})
