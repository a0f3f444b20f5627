import type { Queryable } from '../../../platform/database.ts'
import { linkedRecords } from './group-of-records.ts'
import { groupPairs, type OpenPair, type PairGroup } from './pair-groups.ts'

export type Tier = 'certain' | 'probable' | 'possible'
export type ListedState = 'new' | 'later' | 'ignored'

export interface PairRow {
  readonly id: number
  readonly a: number
  readonly b: number
  readonly score: number
  readonly tier: Tier
  readonly state: 'new' | 'later' | 'ignored' | 'merged' | 'obsolete'
  readonly reasons: readonly { readonly code: string; readonly points: number }[]
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly decisionReason: string | null
  readonly foundAt: Date
  readonly version: number
}

/** Who a record is about, in a list. */
export interface ListedRecord {
  readonly id: number
  readonly familyName: string
  readonly firstName: string
  readonly birthDate: string
}

export interface ListedGroup {
  readonly pair: PairRow
  readonly pairs: number
  readonly records: readonly ListedRecord[]
}

export interface GroupsQuery {
  readonly state: ListedState
  readonly tier: Tier | null
  /** The last group of the page before. */
  readonly after: { readonly score: number; readonly id: number } | null
  readonly size: number
}

/** So many pairs for one place of a page are looked at: most groups are one pair. */
const pairsPerGroup = 3

/**
 * A page of groups, best score first. Walks the pairs in that order by their index, and keeps those that are the head
 * of their group: what a page costs does not depend on how many pairs there are.
 */
export async function readGroups(
  db: Queryable,
  query: GroupsQuery,
): Promise<{
  readonly items: ListedGroup[]
  readonly next: { readonly score: number; readonly id: number } | null
}> {
  const found: { pair: PairRow; pairs: number; recordIds: readonly number[] }[] = []
  let cursor = query.after
  let ended = false
  while (found.length <= query.size && !ended) {
    const pairs = await readPairs(db, { ...query, after: cursor, size: query.size * pairsPerGroup })
    ended = pairs.length < query.size * pairsPerGroup
    cursor = pairs.at(-1) ?? cursor
    const groups = query.state === 'ignored' ? null : await groupsOf(db, pairs)
    for (const pair of pairs) {
      if (groups === null) {
        found.push({ pair, pairs: 1, recordIds: [pair.a, pair.b] })
        continue
      }
      const group = groups.find(({ head }) => head.id === pair.id)
      if (group !== undefined && group.head.state === query.state)
        found.push({ pair, pairs: group.pairs.length, recordIds: group.records })
    }
  }
  const page = found.slice(0, query.size)
  const people = await readListed(
    db,
    page.flatMap(({ recordIds }) => recordIds),
  )
  const last = page.at(-1)?.pair
  return {
    items: page.map(({ pair, pairs, recordIds }) => ({
      pair,
      pairs,
      records: recordIds.map((id) => people.get(id)!).filter(Boolean),
    })),
    next: found.length > query.size && last !== undefined ? { score: last.score, id: last.id } : null,
  }
}

const pairColumns = `
  pair.id, pair.a, pair.b, pair.score, pair.tier, pair.state, pair.reasons, pair.decided_by as "decidedBy",
  pair.decided_at as "decidedAt", pair.decision_reason as "decisionReason", pair.found_at as "foundAt", pair.version`

/** Pairs of live records only: a merge settles the others. */
async function readPairs(db: Queryable, { state, tier, after, size }: GroupsQuery): Promise<PairRow[]> {
  // The condition on the state is that of the index.
  const among = state === 'ignored' ? `pair.state = 'ignored'` : `pair.state in ('new', 'later')`
  const { rows } = await db.query<PairRow>(
    `select ${pairColumns}
     from duplicate_pair pair
     join student one on one.id = pair.a and one.merged_into is null
     join student other on other.id = pair.b and other.merged_into is null
     where ${among} and pair.state = $1
       and ($2::text is null or pair.tier = $2)
       -- The first condition is one of the index, the second leaves out what the page before showed.
       and ($3::smallint is null or pair.score <= $3)
       and ($3::smallint is null or pair.score < $3 or pair.id > $4)
     order by pair.score desc, pair.id
     limit $5`,
    [state, tier, after?.score ?? null, after?.id ?? null, size],
  )
  return rows
}

/** The groups that these pairs belong to. */
async function groupsOf(
  db: Queryable,
  pairs: readonly { readonly a: number; readonly b: number }[],
): Promise<PairGroup<OpenPair>[]> {
  const members = await linkedRecords(db, [...new Set(pairs.flatMap(({ a, b }) => [a, b]))])
  const { rows } = await db.query<OpenPair>(
    `select id, a, b, score, state from duplicate_pair
     where state in ('new', 'later') and a = any($1) and b = any($1)`,
    [members],
  )
  return groupPairs(rows)
}

async function readListed(db: Queryable, ids: readonly number[]): Promise<Map<number, ListedRecord>> {
  const { rows } = await db.query<ListedRecord>(
    `select id, family_name as "familyName", first_name as "firstName", birth_date as "birthDate"
     from student where id = any($1)`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** How many pairs of each state are in each tier: for the tabs and filters. */
export async function countPairs(
  db: Queryable,
): Promise<{ readonly state: ListedState; readonly tier: Tier; readonly pairs: number }[]> {
  const { rows } = await db.query<{ state: ListedState; tier: Tier; pairs: number }>(
    `select state, tier, count(*)::int as pairs from duplicate_pair
     where state in ('new', 'later', 'ignored') group by 1, 2 order by 1, 2`,
  )
  return rows
}

/** One pair, whatever its state; null: there is none. */
export async function readPair(db: Queryable, id: number): Promise<PairRow | null> {
  const { rows } = await db.query<PairRow>(
    `select ${pairColumns} from duplicate_pair pair where pair.id = $1`,
    [id],
  )
  return rows[0] ?? null
}

/** Undecided pairs among these records, best first. */
export async function readPairsAmong(db: Queryable, recordIds: readonly number[]): Promise<PairRow[]> {
  const { rows } = await db.query<PairRow>(
    `select ${pairColumns} from duplicate_pair pair
     where pair.a = any($1) and pair.b = any($1) and pair.state in ('new', 'later')
     order by pair.score desc, pair.id`,
    [recordIds],
  )
  return rows
}
