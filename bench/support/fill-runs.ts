import type pg from 'pg'

const applications = ['core', 'health', 'admissions', 'learning']

export const filledBatches = 60

/** The application of the batch `B<n>`. */
export function applicationOfFilled(n: number): string {
  return applications[n % applications.length]!
}

/** Five years of runs. Most finish; some states and triggers are rare, some batches seldom run. */
export async function fillRuns(pool: pg.Pool, runs: number): Promise<void> {
  await pool.query(
    `insert into batch (code, application, planned, enabled, time_zone, catch_up, catch_up_minutes, cursor_at,
                        changed_at, changed_by)
     select 'B' || n, ($2::text[])[n % 4 + 1], true, true, 'Europe/Paris', 'run', 720, '2026-01-01', '2026-01-01',
            'bench'
     from generate_series(0, $1::int - 1) n`,
    [filledBatches, applications],
  )
  // The indexes are built at the end, as they are much faster so; the rows need no checks of their batch.
  const client = await pool.connect()
  await client.query('set session_replication_role = replica')
  await client.query(`set maintenance_work_mem = '512MB'`)
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
     from pg_index where indrelid = 'batch_run'::regclass
       and not exists (select from pg_constraint where conindid = indexrelid)`,
  )
  for (const index of indexes) await client.query(`drop index ${index.name}`)
  const chunk = 500_000
  for (let first = 0; first < runs; first += chunk) {
    await client.query(
      `insert into batch_run (batch_code, application, state, trigger, queued_at, started_at, ended_at, node_id,
                              node_name, detail)
       select 'B' || b, ($4::text[])[b % 4 + 1], state, trigger, at,
              case when state <> 'skipped' then at end, at, gen_random_uuid(), 'node', '{"created": 12}'
       from (
         select n, at, floor(power(random(), 2) * $5)::int as b,
                case when p < 0.93 then 'finished' when p < 0.96 then 'failed' when p < 0.98 then 'skipped'
                     when p < 0.9995 then 'interrupted' else 'cancelled' end as state,
                case when q < 0.9 then 'schedule' when q < 0.96 then 'manual' when q < 0.98 then 'api'
                     when q < 0.99 then 'cli' when q < 0.998 then 'file' when q < 0.9999 then 'catch-up'
                     else 'retry' end as trigger
         from (
           select n, random() as p, random() as q,
                  '2021-01-01'::timestamptz + n * ('1825 days'::interval / $3::int) as at
           from generate_series($1::int, $2::int) n
         ) drawn
       ) run`,
      [first + 1, Math.min(first + chunk, runs), runs, applications, filledBatches],
    )
  }
  for (const index of indexes) await client.query(index.definition)
  client.release(true)
  await pool.query('vacuum analyze batch_run')
}
