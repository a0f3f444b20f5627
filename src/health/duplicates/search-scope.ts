import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'

/** A change of what the scores or the candidates depend on must raise it: the next search is then a complete one. */
const rulesVersion = 1

/** Parameters of DOUBLONS as far as the pairs found depend on them. */
export interface SearchRules {
  readonly threshold: number
  readonly blockMax: number
}

/** What a search compares. */
export interface SearchScope {
  /** PostgreSQL's text of an instant: pairs of which a record changed at or after it. Null: all pairs. */
  readonly since: string | null
  /** From when on changes are left to the next search. */
  readonly asOf: string
}

const completeEveryDays = 30

/**
 * The scope of the search that begins now, on a connection whose snapshot is still to be taken. All pairs, unless the
 * last search was made by the same rules and all pairs were compared in the last thirty days (health.md 2.6).
 */
export async function searchScope(
  client: pg.PoolClient,
  rules: SearchRules,
  incremental: boolean,
  now: Temporal.Instant,
): Promise<SearchScope> {
  const { rows: instants } = await client.query<{ as_of: string }>(oldestTransaction)
  const asOf = instants[0]!.as_of
  if (!incremental) return { since: null, asOf }
  const { rows } = await client.query<{ since: string; rules: string; recent: boolean }>(
    `select max(as_of)::text as since,
            (array_agg(rules order by run_id desc))[1] as rules,
            coalesce(max(as_of) filter (where complete) >= $1::timestamptz - make_interval(days => $2), false) as recent
     from duplicate_search having count(*) > 0`,
    [now.toString(), completeEveryDays],
  )
  const last = rows[0]
  const usable = last?.recent && last.rules === rulesText(rules)
  return { since: usable ? last.since : null, asOf }
}

/**
 * `student.changed_at` is about the beginning of the transaction that changed him. One that is still open when our
 * snapshot is taken will show its changes later, under that earlier time: we must look from there next time. A minute
 * earlier, for the programs that write their own clock's time: looking twice does no harm.
 */
const oldestTransaction = `
  select (least(now(), min(xact_start)) - interval '1 minute')::text as as_of
  from pg_stat_activity
  where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`

/** To be written with the pairs, in their transaction. */
export async function rememberSearch(
  client: pg.PoolClient,
  runId: number,
  { since, asOf }: SearchScope,
  rules: SearchRules,
): Promise<void> {
  await client.query(
    `insert into duplicate_search (run_id, as_of, complete, rules) values ($1, $2, $3, $4)
     on conflict (run_id) do update set as_of = excluded.as_of, complete = excluded.complete, rules = excluded.rules`,
    [runId, asOf, since === null, rulesText(rules)],
  )
}

function rulesText({ threshold, blockMax }: SearchRules): string {
  return `v${rulesVersion} seuil_min=${threshold} bloc_max=${blockMax}`
}
