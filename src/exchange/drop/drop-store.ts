import type { Queryable } from '../../platform/database.ts'
import type { Sighting, SortedDrop } from './readiness.ts'
import type { DropEntry } from './scan-drop.ts'

/** The rows of migration 0096. Instants are milliseconds since 1970; nanoseconds travel as text. */

export interface Delivery {
  readonly id: number
  readonly name: string
  readonly bytes: number
  readonly modifiedNs: bigint
  readonly state: 'claimed' | 'staged'
  readonly leftBehind: boolean
  readonly mark: string | null
}

export async function addDelivery(
  db: Queryable,
  directory: string,
  file: Pick<DropEntry, 'name' | 'bytes' | 'modifiedNs'>,
  nowMs: number,
): Promise<Delivery> {
  const { rows } = await db.query<{ id: number }>(
    `insert into drop_delivery (directory, name, bytes, modified_ns, state, claimed_at)
     values ($1, $2, $3, $4, 'claimed', to_timestamp($5 / 1000.0)) returning id`,
    [directory, storable(file.name), file.bytes, file.modifiedNs.toString(), nowMs],
  )
  const { name, bytes, modifiedNs } = file
  return { id: rows[0]!.id, name, bytes, modifiedNs, state: 'claimed', leftBehind: false, mark: null }
}

export async function dropDelivery(db: Queryable, id: number): Promise<void> {
  await db.query('delete from drop_delivery where id = $1', [id])
}

/** The file changed under our hands, or is only reached where it lies. */
export async function updateClaim(
  db: Queryable,
  id: number,
  now: { readonly bytes: number; readonly modifiedNs: bigint; readonly leftBehind?: boolean },
): Promise<void> {
  await db.query(
    `update drop_delivery
     set bytes = $2, modified_ns = $3, left_behind = coalesce($4, left_behind), state = 'claimed', mark = null
     where id = $1`,
    [id, now.bytes, now.modifiedNs.toString(), now.leftBehind ?? null],
  )
}

export async function markStaged(db: Queryable, id: number, sha256: string, mark: string): Promise<void> {
  await db.query(`update drop_delivery set state = 'staged', sha256 = $2, mark = $3 where id = $1`, [
    id,
    sha256,
    mark,
  ])
}

export async function endDelivery(
  db: Queryable,
  id: number,
  state: 'delivered' | 'quarantined',
  nowMs: number,
  reason: string | null = null,
): Promise<void> {
  await db.query(
    `update drop_delivery set state = $2, ended_at = to_timestamp($3 / 1000.0), reason = $4 where id = $1`,
    [id, state, nowMs, reason],
  )
}

export async function settleLeftBehind(db: Queryable, id: number, leftBehind: boolean): Promise<void> {
  await db.query('update drop_delivery set left_behind = $2 where id = $1', [id, leftBehind])
}

/** Files that pulls before this one began to take. */
export async function deliveriesUnderWay(db: Queryable, directory: string): Promise<Delivery[]> {
  const { rows } = await db.query<Omit<Delivery, 'modifiedNs'> & { modifiedNs: string }>(
    `select id, name, bytes, modified_ns::text as "modifiedNs", state, left_behind as "leftBehind", mark
     from drop_delivery where directory = $1 and state in ('claimed', 'staged') order by id`,
    [directory],
  )
  return rows.map((row) => ({ ...row, modifiedNs: BigInt(row.modifiedNs) }))
}

export interface LeftBehind {
  readonly id: number
  /** Else it was refused. */
  readonly delivered: boolean
  readonly name: string
  readonly bytes: number
  readonly modifiedNs: bigint
}

/** Files that were taken, or refused, where they lie. */
export async function filesLeftBehind(db: Queryable, directory: string): Promise<LeftBehind[]> {
  const { rows } = await db.query<Omit<LeftBehind, 'modifiedNs'> & { modifiedNs: string }>(
    `select id, state = 'delivered' as delivered, name, bytes, modified_ns::text as "modifiedNs"
     from drop_delivery where directory = $1 and left_behind and ended_at is not null order by id`,
    [directory],
  )
  return rows.map((row) => ({ ...row, modifiedNs: BigInt(row.modifiedNs) }))
}

export async function readSightings(db: Queryable, directory: string): Promise<Map<string, Sighting>> {
  const { rows } = await db.query<{ name: string; bytes: number; modifiedNs: string; since: Date }>(
    `select name, bytes, modified_ns::text as "modifiedNs", since from drop_sighting where directory = $1`,
    [directory],
  )
  return new Map(
    rows.map(({ name, bytes, modifiedNs, since }) => [
      name,
      { bytes, modifiedNs: BigInt(modifiedNs), sinceMs: since.getTime() },
    ]),
  )
}

/** Remembers how the files lie that are left for later; the others are forgotten. */
export async function saveSightings(
  db: Queryable,
  directory: string,
  { waiting }: Pick<SortedDrop, 'waiting'>,
  nowMs: number,
): Promise<void> {
  const seen = waiting.map(({ entry }) => entry).filter((entry) => entry.kind === 'file')
  await db.query(
    `with seen as (
       select * from unnest($2::text[], $3::bigint[], $4::bigint[]) as seen (name, bytes, modified_ns)
     ), gone as (
       delete from drop_sighting where directory = $1 and name not in (select name from seen)
     )
     insert into drop_sighting (directory, name, bytes, modified_ns, since)
     select distinct on (name) $1, name, bytes, modified_ns, to_timestamp($5 / 1000.0) from seen
     on conflict (directory, name) do update
       set bytes = excluded.bytes, modified_ns = excluded.modified_ns,
           since = case when drop_sighting.bytes = excluded.bytes
                         and drop_sighting.modified_ns = excluded.modified_ns
                        then drop_sighting.since else excluded.since end`,
    [
      directory,
      seen.map((entry) => storable(entry.name)),
      seen.map((entry) => entry.bytes),
      seen.map((entry) => entry.modifiedNs.toString()),
      nowMs,
    ],
  )
}

/** Names come from outside: what PostgreSQL cannot store must not stop the others. */
function storable(name: string): string {
  return name.toWellFormed().replaceAll('\u0000', '')
}
