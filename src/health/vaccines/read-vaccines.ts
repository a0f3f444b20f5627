import type { Queryable } from '../../platform/database.ts'
import type { NamedId } from './vaccine-source.ts'

/** What the service may change of a vaccine; an import leaves what it changed. */
export const localFields = [
  'name',
  'shortDescription',
  'ucdCode',
  'cipCodes',
  'alternativeNames',
  'active',
] as const
export type LocalField = (typeof localFields)[number]

export const columnOf: Readonly<Record<LocalField, string>> = {
  name: 'name',
  shortDescription: 'short_description',
  ucdCode: 'ucd_code',
  cipCodes: 'cip_codes',
  alternativeNames: 'alternative_names',
  active: 'active',
}

export interface Vaccine {
  readonly id: number
  readonly source: string
  readonly externalId: string
  readonly name: string
  readonly shortDescription: string | null
  readonly ucdCode: string | null
  readonly cipCodes: string[]
  readonly alternativeNames: string[]
  readonly marketedFrom: string | null
  readonly marketedUntil: string | null
  readonly french: boolean | null
  readonly valences: NamedId[]
  readonly diseases: NamedId[]
  readonly active: boolean
  /** False where the last complete list of its source lacked it. */
  readonly listed: boolean
  readonly localFields: LocalField[]
  /** What the source says of the fields that were changed here. */
  readonly fromSource: Readonly<Record<string, unknown>>
  readonly changedAt: string
  readonly version: number
}

interface VaccineRow extends Omit<Vaccine, 'localFields' | 'fromSource' | 'changedAt'> {
  readonly local_columns: string[]
  readonly from_source: Readonly<Record<string, unknown>>
  readonly changed_at: Date
}

const vaccineColumns = `
  id, source, external_id as "externalId", name, short_description as "shortDescription", ucd_code as "ucdCode",
  cip_codes as "cipCodes", alternative_names as "alternativeNames", marketed_from as "marketedFrom",
  marketed_until as "marketedUntil", french, valences, diseases, active, listed, local_fields as local_columns,
  from_source, changed_at, version`

function vaccineOf({ local_columns, from_source, changed_at, ...row }: VaccineRow): Vaccine {
  const local = localFields.filter((field) => local_columns.includes(columnOf[field]))
  return {
    ...row,
    localFields: local,
    fromSource: Object.fromEntries(
      local.map((field) => [field, field === 'active' ? row.listed : from_source[columnOf[field]]]),
    ),
    changedAt: changed_at.toISOString(),
  }
}

export interface VaccineQuery {
  /** Part of a name, an alternative name, a code or a disease. */
  readonly search: string | null
  readonly active: boolean | null
  /** Where the page before ended. */
  readonly after: string | null
  readonly size: number
}

/** A page of vaccines, by name; `next` is what to give as `after`. */
export async function readVaccines(
  db: Queryable,
  query: VaccineQuery,
): Promise<{ items: Vaccine[]; next: string | null }> {
  const [, afterId, afterName] = /^(\d{1,15})\.(.*)$/s.exec(query.after ?? '') ?? []
  const { rows } = await db.query<VaccineRow>(
    `select ${vaccineColumns} from vaccine
     where ($1::text is null or name ilike $1 or ucd_code ilike $1 or external_id ilike $1
         or array_to_string(alternative_names || cip_codes, ' ') ilike $1
         or exists (select from jsonb_array_elements(diseases) disease where disease ->> 'name' ilike $1))
       and ($2::boolean is null or active = $2)
       and ($3::text is null or (lower(name), id) > ($3, $4::bigint))
     order by lower(name), id
     limit $5`,
    [
      query.search === null ? null : `%${query.search.replace(/[\\%_]/g, '\\$&')}%`,
      query.active,
      afterName ?? null,
      afterId ?? null,
      query.size + 1,
    ],
  )
  const items = rows.slice(0, query.size).map(vaccineOf)
  const last = items.at(-1)
  return {
    items,
    next: rows.length > query.size && last ? `${last.id}.${last.name.toLowerCase()}` : null,
  }
}

export async function findVaccine(
  db: Queryable,
  id: number,
  lock: '' | 'for update' = '',
): Promise<Vaccine | null> {
  const { rows } = await db.query<VaccineRow>(`select ${vaccineColumns} from vaccine where id = $1 ${lock}`, [
    id,
  ])
  return rows[0] === undefined ? null : vaccineOf(rows[0])
}
