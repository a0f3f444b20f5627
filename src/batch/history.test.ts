import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { type HistoryFilter, readHistory } from './history.ts'
import type { RunRecord } from './run-record.ts'
import type { RunState, Trigger } from './run-state.ts'

let database: TestDatabase
let all: RunRecord[]

/** 600 runs, one every 20 minutes from 1 January, of three batches in two applications. */
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(
    `insert into batch (code, application, planned, enabled, time_zone, catch_up, catch_up_minutes, cursor_at,
                        changed_at, changed_by)
     select code, application, true, true, 'Europe/Paris', 'run', 720, '2026-01-01', '2026-01-01', 'test'
     from (values ('A', 'core'), ('B', 'health'), ('C', 'health')) b (code, application)`,
  )
  await database.pool.query(
    `insert into batch_run (batch_code, application, state, trigger, queued_at, started_at, ended_at)
     select batch, case batch when 'A' then 'core' else 'health' end, state, trigger, at,
            case when state <> 'skipped' then at end, at
     from (select ('{A,B,C}'::text[])[n % 3 + 1] as batch,
                  ('{finished,finished,finished,failed,skipped,cancelled,interrupted}'::text[])[n % 7 + 1] as state,
                  ('{schedule,schedule,manual,api,catch-up}'::text[])[n % 5 + 1] as trigger,
                  '2026-01-01T00:00:00Z'::timestamptz + n * interval '20 minutes' as at
           from generate_series(0, 599) n) run`,
  )
  all = [...(await readHistory(database.pool, {}, { size: 1000 })).runs]
})
afterAll(() => database.drop())

const scopes: HistoryFilter[] = [
  {},
  { application: 'health' },
  { batch: 'A' },
  { batch: 'B', application: 'health' },
  { applications: ['health'] },
  { applications: ['core', 'health', 'learning'] },
  { applications: ['core'], batch: 'B' },
  { applications: ['core'], application: 'core' },
  { applications: [] },
]
const states: (readonly RunState[])[] = [[], ['failed'], ['failed', 'interrupted'], ['running']]
const triggers: (readonly Trigger[])[] = [[], ['manual'], ['manual', 'api']]
const periods: HistoryFilter[] = [
  {},
  { from: '2026-01-05T00:00:00Z' },
  { to: '2026-01-03T10:30:00Z' },
  { from: '2026-01-04T00:00:00Z', to: '2026-01-04T12:00:00Z' },
  { from: '2027-01-01T00:00:00Z' },
]
const filters = scopes.flatMap((scope) =>
  states.flatMap((state) =>
    triggers.flatMap((trigger) =>
      periods.map((period): HistoryFilter => ({ ...scope, ...period, states: state, triggers: trigger })),
    ),
  ),
)

function matches(run: RunRecord, filter: HistoryFilter): boolean {
  return (
    (filter.batch === undefined || run.batchCode === filter.batch) &&
    (filter.application === undefined || run.application === filter.application) &&
    (filter.applications === undefined || filter.applications.includes(run.application)) &&
    (!filter.states?.length || filter.states.includes(run.state)) &&
    (!filter.triggers?.length || filter.triggers.includes(run.trigger)) &&
    (filter.from === undefined || Date.parse(run.queuedAt) >= Date.parse(filter.from)) &&
    (filter.to === undefined || Date.parse(run.queuedAt) < Date.parse(filter.to))
  )
}

test('every run is listed, newest first', () => {
  expect(all).toHaveLength(600)
  expect(all.map((run) => run.id)).toEqual(all.map((run) => run.id).sort((a, b) => b - a))
})

test('every combination of filters gives, page after page, what a reading of all rows would', async () => {
  for (const filter of filters) {
    const ids: number[] = []
    let before: number | undefined
    for (;;) {
      const page = await readHistory(database.pool, filter, {
        size: 100,
        ...(before === undefined ? {} : { before }),
      })
      ids.push(...page.runs.map((run) => run.id))
      if (page.next === null) break
      before = page.next
    }
    const expected = all.filter((run) => matches(run, filter)).map((run) => run.id)
    expect({ filter, ids }).toEqual({ filter, ids: expected })
  }
})

test('a page of fifteen says whether there is another', async () => {
  const first = await readHistory(database.pool, { batch: 'A' })
  expect([first.runs.length, first.next]).toEqual([15, first.runs.at(-1)!.id])
  const last = await readHistory(database.pool, { batch: 'A' }, { before: 16 })
  expect(last.next).toBeNull()
})

test('88: years of runs every few minutes: a page is read by an index, whatever is asked of it', async () => {
  await database.pool.query(
    `insert into batch_run (batch_code, application, state, trigger, queued_at, started_at, ended_at)
     select 'A', 'core', 'finished', 'schedule', at, at, at
     from generate_series(0, 29999) n, lateral (select '2026-01-10T00:00:00Z'::timestamptz + n * interval '5 minutes' as at) run;
     analyze batch_run`,
  )
  const asked: { text: string; values: unknown[] }[] = []
  const db = {
    query: (text: string, values: unknown[]) => {
      asked.push({ text, values })
      return Promise.resolve({ rows: [] })
    },
  }
  const filters = [{}, { batch: 'A' }, { application: 'core' }, { batch: 'A', states: ['failed'] }] as const
  for (const filter of filters) await readHistory(db as never, filter, { size: 100 })
  expect(asked).toHaveLength(filters.length)
  for (const { text, values } of asked) {
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/Index.* Scan.* on batch_run/)
    expect(plan).not.toMatch(/Seq Scan on batch_run/)
  }
})
