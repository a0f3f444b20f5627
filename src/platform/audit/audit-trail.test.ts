import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { openDatabase, transaction } from '../database.ts'
import { recordAudit } from './audit-trail.ts'
import { searchAudit } from './search-audit.ts'
import { verifyAudit } from './verify-audit.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** What the owner of the database can do, triggers or not. */
async function tamper(sql: string): Promise<void> {
  await transaction(database.pool, async (client) => {
    await client.query(
      'alter table audit_event disable trigger all; alter table audit_head disable trigger all',
    )
    await client.query(sql)
    await client.query(
      'alter table audit_event enable trigger all; alter table audit_head enable trigger all',
    )
  })
}

const emptied = `delete from audit_event; delete from audit_head;
  insert into audit_head (last_id, last_hash) values (0, sha256('nocturne'))`

beforeEach(async () => {
  await tamper(emptied)
})

async function record(count: number): Promise<void> {
  for (let n = 1; n <= count; n++)
    await recordAudit(database.pool, {
      actor: n % 2 === 0 ? 'alice' : 'cli:bob',
      action: n % 3 === 0 ? 'batch.plan-saved' : 'sign-in.succeeded',
      subject: `account:${n}`,
      address: '192.0.2.1',
      detail: { n, words: 'é « » "' },
    })
}

test('an empty trail is in order', async () => {
  expect(await verifyAudit(database.pool)).toEqual({ ok: true, entries: 0, brokenAt: null, lastHash: null })
})

test('entries make one chain, in the order of their times, whoever wrote them', async () => {
  const other = openDatabase(database.url)
  const writers = [database.pool, other.pool, database.pool, other.pool]
  await Promise.all(
    writers.map(async (pool, writer) => {
      for (let n = 0; n < 25; n++)
        await transaction(pool, async (client) => {
          await recordAudit(client, { actor: `writer-${writer}`, action: 'test.one', detail: { n } })
          await recordAudit(client, { actor: `writer-${writer}`, action: 'test.two', detail: { n } })
        })
    }),
  )
  await other.close()
  const verdict = await verifyAudit(database.pool)
  expect(verdict).toMatchObject({ ok: true, entries: 200, brokenAt: null })
  expect(verdict.lastHash).toMatch(/^[0-9a-f]{64}$/)
  const { rows } = await database.pool.query(
    'select count(*) as ids, bool_and(at >= earlier) as ordered from (select at, lag(at, 1, at) over (order by id) as earlier from audit_event)',
  )
  expect(rows).toEqual([{ ids: 200, ordered: true }])
  expect((await database.pool.query('select from audit_pending')).rowCount).toBe(0)
})

test('a transaction that is rolled back leaves no entry, and one that lasts delays nobody', async () => {
  const long = await database.pool.connect()
  await long.query('begin')
  await recordAudit(long, { actor: 'alice', action: 'test.long' })
  await recordAudit(database.pool, { actor: 'bob', action: 'test.short' })
  await long.query('rollback')
  long.release()
  const { items } = await searchAudit(database.pool, {}, { size: 10 })
  expect(items.map(({ id, action }) => [id, action])).toEqual([[1, 'test.short']])
})

test('what strangers type is stored, whatever it holds', async () => {
  await recordAudit(database.pool, {
    actor: '\u0000\ud800',
    action: 'sign-in.failed',
    detail: { login: 'a\u0000\udfff' },
  })
  const { items } = await searchAudit(database.pool, {}, { size: 1 })
  expect(items[0]).toMatchObject({ actor: '��', detail: { login: 'a��' } })
  expect((await verifyAudit(database.pool)).ok).toBe(true)
})

test('entries can be neither changed, removed nor truncated', async () => {
  await record(1)
  for (const sql of [
    `update audit_event set actor = 'mallory'`,
    'delete from audit_event',
    'truncate audit_event',
    'update audit_head set last_id = 0',
    'delete from audit_head',
    'truncate audit_head',
  ])
    await expect(database.pool.query(sql), sql).rejects.toThrow('append-only')
})

test.each([
  ['a changed actor', `update audit_event set actor = 'mallory' where id = 4`, 4],
  ['a changed detail', `update audit_event set detail = '{"n": 5}' where id = 4`, 4],
  ['a changed time', `update audit_event set at = at + interval '1 microsecond' where id = 4`, 4],
  ['a removed entry', 'delete from audit_event where id = 4', 4],
  ['removed first entries', 'delete from audit_event where id <= 2', 1],
  ['a cut tail', 'delete from audit_event where id >= 6', 6],
  ['an emptied trail', 'delete from audit_event', 1],
  ['a lost head', 'delete from audit_head', 1],
  [
    'an entry added behind the head',
    `insert into audit_event select 8, at, actor, action, subject, application, address, detail, hash,
       audit_hash(hash, 8, at, actor, action, subject, application, address, detail) from audit_event where id = 7`,
    8,
  ],
  [
    'a changed entry with its own hash made anew',
    `update audit_event set actor = 'mallory',
       hash = audit_hash(previous_hash, id, at, 'mallory', action, subject, application, address, detail)
     where id = 4`,
    5,
  ],
  [
    'an entry slipped in with the following ones moved on',
    `update audit_event set id = id + 100 where id >= 4;
     update audit_event set id = id - 99 where id >= 104;
     insert into audit_event select 4, at, 'mallory', action, subject, application, address, detail, hash,
       audit_hash(hash, 4, at, 'mallory', action, subject, application, address, detail) from audit_event where id = 3;
     update audit_head set last_id = 8`,
    5,
  ],
])('the verification finds %s', async (_what, sql, brokenAt) => {
  await record(7)
  await tamper(sql)
  expect(await verifyAudit(database.pool)).toMatchObject({ ok: false, brokenAt })
})

test('a chain written anew as a whole is found out by a hash that was noted elsewhere', async () => {
  await record(3)
  const noted = { id: 3, hash: (await verifyAudit(database.pool)).lastHash! }
  await tamper(emptied)
  await record(4)
  expect(await verifyAudit(database.pool)).toMatchObject({ ok: true })
  expect(await verifyAudit(database.pool, noted)).toMatchObject({ ok: false, brokenAt: 3 })
})

test('the search filters by actor, action, subject and time, page by page, newest first', async () => {
  await record(7)
  const ids = async (
    ...asked: Parameters<typeof searchAudit> extends [unknown, ...infer Rest] ? Rest : never
  ) => {
    const { items, next } = await searchAudit(database.pool, ...asked)
    return [items.map((item) => item.id), next]
  }
  expect(await ids({}, { size: 3 })).toEqual([[7, 6, 5], 5])
  expect(await ids({}, { size: 3, before: 2 })).toEqual([[1], null])
  expect(await ids({ actor: 'ALI' }, { size: 10 })).toEqual([[6, 4, 2], null])
  expect(await ids({ actor: '%' }, { size: 10 })).toEqual([[], null])
  expect(await ids({ action: 'batch.' }, { size: 10 })).toEqual([[6, 3], null])
  expect(await ids({ action: 'batch' }, { size: 10 })).toEqual([[], null])
  expect(await ids({ action: 'batch.plan-saved', actor: 'bob' }, { size: 10 })).toEqual([[3], null])
  expect(await ids({ subject: 'account:5' }, { size: 10 })).toEqual([[5], null])
  expect(await ids({ subject: 'account:' }, { size: 2 })).toEqual([[7, 6], 6])
  const { items } = await searchAudit(database.pool, {}, { size: 10 })
  const { rows } = await database.pool.query<{ at: string }>('select at::text from audit_event where id = 3')
  expect(await ids({ from: rows[0]!.at }, { size: 10 })).toEqual([[7, 6, 5, 4, 3], null])
  expect(await ids({ to: rows[0]!.at }, { size: 10 })).toEqual([[2, 1], null])
  expect(await ids({ from: '2999-01-01T00:00:00Z' }, { size: 10 })).toEqual([[], null])
  expect(await ids({ to: '2999-01-01T00:00:00Z' }, { size: 2 })).toEqual([[7, 6], 6])
  expect(items[0]).toMatchObject({ id: 7, actor: 'cli:bob', detail: { n: 7, words: 'é « » "' } })
})
