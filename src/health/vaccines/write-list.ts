import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { GatheredList } from './gather-list.ts'
import type { SourceVaccine } from './vaccine-source.ts'

/** What a list changed (health.md 2.9, in the words of the run's detail). */
export interface ListCounts {
  readonly recus: number
  readonly nouveaux: number
  readonly modifies: number
  readonly inchanges: number
  readonly desactives: number
}

export interface WrittenList {
  readonly counts: ListCounts
  /** Why vaccines that the list lacks were left in use, or null. */
  readonly keptInUse: { readonly absent: number; readonly share: number } | null
}

/** A complete list that names fewer of the known vaccines is not believed in what it leaves out (health.md 2.9). */
const believedShare = 0.8

/**
 * Writes a list down, all in the caller's transaction. A vaccine changes where the hash of what the source says does;
 * columns that the service edited keep the service's value. One that a complete list no longer names goes out of use.
 */
export async function writeList(
  client: pg.PoolClient,
  written: { readonly reference: string; readonly runId: number; readonly now: string },
  list: GatheredList,
): Promise<WrittenList> {
  const { reference, runId, now } = written
  // Local edits of the same moment wait for the list, or the list for them.
  await client.query('lock table vaccine in share row exclusive mode')
  await client.query(
    `create temp table incoming_vaccine on commit drop as
     select incoming.*, from_source ->> 'name' as name
     from unnest($1::text[], $2::jsonb[], $3::text[]) as incoming (external_id, from_source, content_hash)`,
    [
      list.vaccines.map(({ externalId }) => externalId),
      list.vaccines.map((vaccine) => JSON.stringify(columnsOf(vaccine))),
      list.vaccines.map(hashOf),
    ],
  )
  const { rows } = await client.query<{ known: number; absent: number }>(
    `select count(*) as known, count(*) filter (where incoming.external_id is null) as absent
     from vaccine left join incoming_vaccine incoming using (external_id)
     where source = $1 and listed`,
    [reference],
  )
  const { known, absent } = rows[0]!
  const share = known === 0 ? 1 : (known - absent) / known
  const believed = list.complete && share >= believedShare
  const modified = (await client.query(updateChanged, [reference, runId, now])).rowCount ?? 0
  const created = (await client.query(insertNew, [reference, runId, now])).rowCount ?? 0
  const deactivated = believed && absent > 0 ? await takeOutOfUse(client, reference, now) : 0
  const received = list.vaccines.length
  const counts = {
    recus: received,
    nouveaux: created,
    modifies: modified,
    inchanges: received - created - modified,
    desactives: deactivated,
  }
  return { counts, keptInUse: list.complete && !believed ? { absent, share } : null }
}

/** What the source says, by the names of the columns. */
function columnsOf(vaccine: SourceVaccine): Readonly<Record<string, unknown>> {
  return {
    name: vaccine.name,
    short_description: vaccine.shortDescription,
    ucd_code: vaccine.ucdCode,
    cip_codes: vaccine.cipCodes,
    alternative_names: vaccine.alternativeNames,
    marketed_from: vaccine.marketedFrom,
    marketed_until: vaccine.marketedUntil,
    french: vaccine.french,
    valences: vaccine.valences,
    diseases: vaccine.diseases,
  }
}

function hashOf(vaccine: SourceVaccine): string {
  return createHash('sha256')
    .update(JSON.stringify(columnsOf(vaccine)))
    .digest('hex')
}

/** Each column's expression out of `from_source`; the names are those of the table. */
const textArray = (column: string) =>
  `array(select jsonb_array_elements_text(incoming.from_source -> '${column}'))`
const fromSource: Readonly<Record<string, string>> = {
  name: `incoming.from_source ->> 'name'`,
  short_description: `incoming.from_source ->> 'short_description'`,
  ucd_code: `incoming.from_source ->> 'ucd_code'`,
  cip_codes: textArray('cip_codes'),
  alternative_names: textArray('alternative_names'),
  marketed_from: `(incoming.from_source ->> 'marketed_from')::date`,
  marketed_until: `(incoming.from_source ->> 'marketed_until')::date`,
  french: `(incoming.from_source ->> 'french')::boolean`,
  valences: `incoming.from_source -> 'valences'`,
  diseases: `incoming.from_source -> 'diseases'`,
}
const columns = Object.keys(fromSource)

/** A list brings back what was out of use because an earlier one lacked it. */
const updateChanged = `
  update vaccine
  set ${columns.map((column) => `${column} = case when '${column}' = any (local_fields) then vaccine.${column} else ${fromSource[column]} end`).join(',\n      ')},
      active = case when 'active' = any (local_fields) then active else true end,
      listed = true, from_source = incoming.from_source, content_hash = incoming.content_hash,
      last_run_id = $2, changed_at = $3, version = version + 1
  from incoming_vaccine incoming
  where source = $1 and vaccine.external_id = incoming.external_id
    and (vaccine.content_hash <> incoming.content_hash or not listed)`

const insertNew = `
  insert into vaccine (source, external_id, ${columns.join(', ')}, from_source, content_hash, last_run_id, changed_at)
  select $1::text, external_id, ${columns.map((column) => fromSource[column]).join(', ')}, from_source, content_hash, $2::bigint,
         $3::timestamptz
  from incoming_vaccine incoming
  where not exists (select from vaccine where source = $1 and vaccine.external_id = incoming.external_id)
  order by name, external_id`

/** Out of use unless the service decided itself, which is not counted; past vaccinations keep pointing to it. */
async function takeOutOfUse(client: pg.PoolClient, reference: string, now: string): Promise<number> {
  const { rows } = await client.query<{ decidedHere: boolean }>(
    `update vaccine
     set listed = false, active = case when 'active' = any (local_fields) then active else false end,
         changed_at = $2, version = version + 1
     where source = $1 and listed
       and not exists (select from incoming_vaccine incoming where incoming.external_id = vaccine.external_id)
     returning 'active' = any (local_fields) as "decidedHere"`,
    [reference, now],
  )
  return rows.filter(({ decidedHere }) => !decidedHere).length
}
