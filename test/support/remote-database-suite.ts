import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  openRemoteDatabase,
  type RemoteDatabase,
  type RemoteFailure,
} from '../../src/platform/remote-database.ts'

/** What a database of another system does whichever it is; `url` is of a user who may create tables there. */
export function remoteDatabaseSuite(dialect: RemoteDatabase['dialect'], url: () => string): void {
  const table = `remote_${randomBytes(4).toString('hex')}`
  let db: RemoteDatabase

  beforeAll(async () => {
    db = await openRemoteDatabase(url())
    await db.execute(`create table ${table} (
      id int primary key, code varchar(5), amount decimal(10, 2), big bigint, born date, at timestamp null, used boolean)`)
    await db.execute(`insert into ${table} (id, code, amount, big, born) values (?, ?, ?, ?, ?)`, [
      1,
      `é'\\"`,
      '12.50',
      9007199254740993n,
      '2001-02-03',
    ])
  })
  afterAll(async () => {
    await db.execute(`drop table ${table}`)
    await db.close()
    await db.close()
  })

  const failure = (work: Promise<unknown>) =>
    work.then(
      () => expect.fail('it succeeded'),
      (error: RemoteFailure) => error,
    )

  test('values are plain: large whole numbers, decimals and dates as text', async () => {
    expect(db.dialect).toBe(dialect)
    expect(
      await db.query(
        `select id, code, amount, big, born, at, '?' as mark from ${table} where "id" = ? -- ?`,
        [1],
      ),
    ).toEqual([
      {
        id: 1,
        code: `é'\\"`,
        amount: '12.50',
        big: '9007199254740993',
        born: '2001-02-03',
        at: null,
        mark: '?',
      },
    ])
    expect(await db.query(`select count(*) as n from ${table}`)).toEqual([{ n: '1' }])
  })

  test('rows that match are counted, changed or not', async () => {
    const same = await db.execute(`update ${table} set code = code where id in (?, ?)`, [1, 2])
    expect(same).toEqual({ affected: 1 })
  })

  test('a transaction that fails leaves nothing', async () => {
    await expect(
      db.transaction(async (tx) => {
        await tx.execute(`insert into ${table} (id) values (?)`, [70])
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    const kept = await db.transaction(async (tx) => {
      await tx.execute(`insert into ${table} (id) values (?)`, [71])
      return (await tx.query<{ id: number }>(`select id from ${table} where id > 69`)).map(({ id }) => id)
    })
    expect(kept).toEqual([71])
    await db.execute(`delete from ${table} where id = 71`)
  })

  test('a stream gives every row, stops where its reader stops, and lets the connection serve again', async () => {
    const numbers =
      dialect === 'postgres'
        ? 'select i from generate_series(1, ?) i'
        : 'with recursive n as (select 1 as i union all select i + 1 from n where i < ?) select i from n'
    if (dialect === 'mysql') await db.execute('set session max_recursive_iterations = 100000')
    let sum = 0
    for await (const { i } of db.stream<{ i: number | string }>(numbers, [5_000])) sum += Number(i)
    expect(sum).toBe(12_502_500)
    for await (const { i } of db.stream<{ i: number | string }>(numbers, [50_000]))
      if (Number(i) === 10) break
    expect(await db.query('select 1 as one')).toEqual([{ one: 1 }])
    await db.transaction(async (tx) => {
      for await (const row of tx.stream(numbers, [3])) expect(row).toBeDefined()
      expect(await tx.query('select 2 as two')).toEqual([{ two: 2 }])
    })
  })

  test('a value too long is rejected, not cut, and nothing of it is told', async () => {
    const told = await failure(
      db.execute(`insert into ${table} (id, code) values (?, ?)`, [80, 'SECRET-NAME']),
    )
    expect(told).toMatchObject({ name: 'RemoteFailure', kind: 'rejected' })
    expect(told.message).not.toMatch(/SECRET/)
    const twice = await failure(db.execute(`insert into ${table} (id) values (?)`, [1]))
    expect(twice.kind).toBe('rejected')
    const missing = await failure(db.query('select * from no_such_view'))
    expect(missing.kind).toBe('rejected')
    expect(missing.message).toMatch(/no_such_view/)
  })

  test('a wrong password is refused, without a word of it', async () => {
    const wrong = new URL(url())
    wrong.password = 'mot-de-passe-faux'
    const told = await failure(openRemoteDatabase(wrong.href))
    expect(told.kind).toBe('refused')
    expect(told.message).not.toMatch(/mot-de-passe-faux/)
  })

  test('nobody there, nobody who answers, an answer that does not come', async () => {
    const nobody = new URL(url())
    nobody.port = '1'
    expect((await failure(openRemoteDatabase(nobody.href))).kind).toBe('unreachable')

    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const mute = new URL(url())
    mute.port = String((silent.address() as { port: number }).port)
    expect((await failure(openRemoteDatabase(mute.href, { connectTimeoutMs: 50 }))).kind).toBe('timeout')
    silent.close()

    const slow = await openRemoteDatabase(url(), { readTimeoutMs: 50 })
    const sleep = dialect === 'postgres' ? 'select pg_sleep(5)' : 'select sleep(5)'
    expect((await failure(slow.query(sleep))).kind).toBe('timeout')
    expect((await failure(slow.query('select 1'))).kind).toBe('timeout')
    await slow.close()
  })

  test('a connection that is lost while rows are read is broken, not the end of the rows', async () => {
    const reader = await openRemoteDatabase(url())
    const [me] = await reader.query<{ id: number }>(
      dialect === 'postgres' ? 'select pg_backend_pid() as id' : 'select connection_id() as id',
    )
    const endless =
      dialect === 'postgres'
        ? 'select i, repeat(md5(i::text), 100) as w from generate_series(1, 1000000) i'
        : 'select a.TABLE_NAME, repeat(b.COLUMN_NAME, 100) as w from information_schema.COLUMNS a, information_schema.COLUMNS b'
    let told: RemoteFailure | null = null
    try {
      let seen = 0
      for await (const _ of reader.stream(endless))
        if (++seen === 10)
          await db.query(dialect === 'postgres' ? 'select pg_terminate_backend(?)' : 'kill ?', [
            Number(me!.id),
          ])
    } catch (error) {
      told = error as RemoteFailure
    }
    expect(told).toMatchObject({ name: 'RemoteFailure', kind: 'broken' })
    await reader.close()
  })
}
