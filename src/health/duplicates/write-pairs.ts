import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { copyRows } from '../../platform/copy-rows.ts'
import { copyText } from '../../platform/copy-text.ts'
import type { ComparedRecord } from './compared-record.ts'
import { fingerprint } from './fingerprint.ts'
import { explainPair, tierOf } from './score.ts'

/** Two records that may be one person, to be shown to people. */
export interface FoundPair {
  readonly a: ComparedRecord
  readonly b: ComparedRecord
  /** Brings up to date what is known of the pair, but does not bring it before people's eyes by itself. */
  readonly onlyIfKnown?: boolean
}

/** What became of the pairs found. */
export interface WrittenPairs {
  /** New, or back: found again after having been obsolete, or ignored with a score that has risen by ten. */
  readonly fresh: number
  /** Undecided already. */
  readonly again: number
  /** Ignored by somebody, and they stay so. */
  readonly ignored: number
}

/** Pairs sent at once. */
const chunk = 2_000

/** A score must rise by so much to bring an ignored pair back (health.md 2.6). */
const riseThatCounts = 10

/** Makes the table in which the pairs of this transaction are gathered (`duplicate_found`), empty. */
export async function gatherPairs(client: pg.PoolClient): Promise<void> {
  await client.query(`
    create temporary table if not exists duplicate_found
      (a bigint, b bigint, score smallint, tier text, reasons jsonb, fingerprint text, only_if_known boolean)
      on commit drop;
    truncate duplicate_found`)
}

/** Sends pairs to it, each once. `between` is called after every few thousand. */
export async function sendPairs(
  client: pg.PoolClient,
  pairs: Iterable<FoundPair>,
  between: (sent: number) => Promise<void> | void = () => {},
): Promise<void> {
  let rows: string[] = []
  let sent = 0
  for (const pair of pairs) {
    rows.push(pairRow(pair))
    if (rows.length < chunk) continue
    await copyRows(client, 'duplicate_found', rows)
    sent += rows.length
    rows = []
    await between(sent)
  }
  await copyRows(client, 'duplicate_found', rows)
}

function pairRow({ a, b, onlyIfKnown = false }: FoundPair): string {
  const reasons = explainPair(a, b)
  const score = reasons.reduce((points, reason) => points + reason.points, 0)
  return `${[
    Math.min(a.id, b.id),
    Math.max(a.id, b.id),
    score,
    tierOf(score),
    copyText(JSON.stringify(reasons)),
    fingerprint(a, b),
    onlyIfKnown ? 't' : 'f',
  ].join('\t')}\n`
}

/**
 * Makes `duplicate_pair` what the gathered pairs say, by the states of health.md 2.6: new and later ones are brought up
 * to date, ignored ones stay unless they have become ten points more alike, obsolete ones come back, merged ones are
 * final. A pair that is as it was is not written. `now` null: the database's time, as all that an import writes.
 */
export async function writePairs(
  client: pg.PoolClient,
  runId: number,
  now: Temporal.Instant | null,
): Promise<WrittenPairs> {
  await client.query('create index on duplicate_found (a, b)')
  await client.query('analyze duplicate_found')
  // Somebody has merged one of the two since they were compared.
  await client.query(`
    delete from duplicate_found found using student
    where student.id in (found.a, found.b) and student.merged_into is not null`)
  const again = await client.query(
    `select from duplicate_found found join duplicate_pair pair using (a, b) where pair.state in ('new', 'later')`,
  )
  await client.query(bringUpToDate, [runId])
  const back = await client.query(bringBack, [runId, riseThatCounts, now?.toString()])
  const added = await client.query(addNew, [runId, now?.toString()])
  const { rows } = await client.query<{ ignored: number }>(
    `select count(*) as ignored from duplicate_found found join duplicate_pair pair using (a, b)
     where pair.state = 'ignored'`,
  )
  return {
    fresh: back.rowCount! + added.rowCount!,
    again: again.rowCount!,
    ignored: rows[0]!.ignored,
  }
}

const newValues = `
  score = found.score, tier = found.tier, reasons = found.reasons, fingerprint = found.fingerprint,
  last_run_id = $1, version = pair.version + 1`

const bringUpToDate = `
  update duplicate_pair pair
  set ${newValues}
  from duplicate_found found
  where pair.a = found.a and pair.b = found.b and pair.state in ('new', 'later')
    and (pair.score, pair.fingerprint, pair.reasons) is distinct from (found.score, found.fingerprint, found.reasons)`

const bringBack = `
  update duplicate_pair pair
  set ${newValues}, state = 'new', found_at = coalesce($3::timestamptz, now()), decided_by = null, decided_at = null, decision_reason = null
  from duplicate_found found
  where pair.a = found.a and pair.b = found.b and not found.only_if_known
    and (pair.state = 'obsolete'
      or pair.state = 'ignored' and pair.fingerprint <> found.fingerprint and found.score >= pair.score + $2)`

const addNew = `
  insert into duplicate_pair (a, b, score, tier, reasons, fingerprint, first_run_id, last_run_id, found_at)
  select a, b, score, tier, reasons, fingerprint, $1, $1, coalesce($2::timestamptz, now())
  from duplicate_found
  where not only_if_known
  on conflict (a, b) do nothing`

/**
 * Undecided pairs that the search looked for and did not find become obsolete, and those of which a record has been
 * merged away. `changed`: the students whose pairs were looked for; null: all were. Gives how many.
 */
export async function retirePairs(
  client: pg.PoolClient,
  runId: number,
  changed: readonly number[] | null,
): Promise<number> {
  await client.query('create temporary table duplicate_changed (id bigint) on commit drop')
  if (changed !== null)
    await copyRows(
      client,
      'duplicate_changed',
      changed.map((id) => `${id}\n`),
    )
  await client.query('analyze duplicate_changed')
  const { rowCount } = await client.query(
    `update duplicate_pair pair
     set state = 'obsolete', last_run_id = $1, version = version + 1
     where state in ('new', 'later')
       and not exists (select from duplicate_found found where found.a = pair.a and found.b = pair.b)
       and ($2
         or a in (select id from duplicate_changed)
         or b in (select id from duplicate_changed)
         or exists (select from student where id in (pair.a, pair.b) and merged_into is not null))`,
    [runId, changed === null],
  )
  return rowCount!
}
