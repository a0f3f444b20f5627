import type { Queryable } from '../../platform/database.ts'
import { invalidField, refused } from '../edit-refusal.ts'

export interface Nomenclature {
  readonly id: number
  readonly code: string
  readonly label: string
  readonly twoLevels: boolean
  readonly items: number
  readonly inactive: number
}

export interface NomenclatureItem {
  readonly id: number
  readonly code: string
  readonly label: string
  readonly active: boolean
  readonly parentId: number | null
  readonly parentCode: string | null
}

/** All code lists, by code. */
export async function readNomenclatures(db: Queryable): Promise<Nomenclature[]> {
  const { rows } = await db.query<Nomenclature>(
    `select nomenclature.id, nomenclature.code, nomenclature.label, two_levels as "twoLevels",
            count(item.id) as items, count(item.id) filter (where not item.active) as inactive
     from nomenclature left join nomenclature_item item on item.nomenclature_id = nomenclature.id
     group by nomenclature.id
     order by nomenclature.code`,
  )
  return rows
}

/** The list of this code; throws `EditRefused` where there is none. */
export async function nomenclatureOf(
  db: Queryable,
  code: string,
): Promise<Pick<Nomenclature, 'id' | 'code' | 'twoLevels'>> {
  const { rows } = await db.query<Pick<Nomenclature, 'id' | 'code' | 'twoLevels'>>(
    'select id, code, two_levels as "twoLevels" from nomenclature where code = $1',
    [code],
  )
  if (rows[0] === undefined)
    throw refused('UNKNOWN_NOMENCLATURE', {
      fr: `Aucune nomenclature ne s'appelle ${code}`,
      en: `No code list is called ${code}`,
    })
  return rows[0]
}

export interface ItemQuery {
  /** Part of a code or label, whatever the case and accents. */
  readonly search: string | null
  /** The items below this one; 0: those of the upper level; null: all. */
  readonly parent: number | null
  /** Where the page before ended. */
  readonly after: string | null
  readonly size: number
}

/** A page of a list's items, by code; `next` is what to give as `after`. */
export async function readItems(
  db: Queryable,
  nomenclature: string,
  query: ItemQuery,
): Promise<{ items: NomenclatureItem[]; next: string | null }> {
  const { id } = await nomenclatureOf(db, nomenclature)
  const after = query.after === null ? null : cursor(query.after)
  const { rows } = await db.query<NomenclatureItem>(pageOfItems, [
    id,
    query.parent,
    query.search === null || query.search.trim() === '' ? null : pattern(query.search.trim()),
    after?.code ?? null,
    after?.id ?? null,
    query.size + 1,
  ])
  const items = rows.slice(0, query.size)
  const last = items.at(-1)
  return { items, next: rows.length > query.size && last ? `${last.id}.${last.code}` : null }
}

function cursor(text: string): { id: number; code: string } {
  const match = /^(\d{1,15})\.(.*)$/s.exec(text)
  if (match === null) throw invalidField('after', { fr: 'Page inconnue', en: 'Unknown page' })
  return { id: Number(match[1]), code: match[2]! }
}

function pattern(search: string): string {
  const bare = search.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return `%${bare.replace(/[\\%_]/g, '\\$&')}%`
}

const bareText = (column: string) =>
  `regexp_replace(normalize(lower(${column}), nfd), U&'[\\0300-\\036F]', '', 'g')`

const pageOfItems = `
  select item.id, item.code, item.label, item.active, item.parent_id as "parentId", parent.code as "parentCode"
  from nomenclature_item item left join nomenclature_item parent on parent.id = item.parent_id
  where item.nomenclature_id = $1
    and ($2::bigint is null or coalesce(item.parent_id, 0) = $2)
    and ($3::text is null or ${bareText('item.code')} like $3 or ${bareText('item.label')} like $3)
    and ($4::text is null or (item.code, item.id) > ($4, $5::bigint))
  order by item.code, item.id
  limit $6`
