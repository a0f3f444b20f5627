import { createHash } from 'node:crypto'
import type { Queryable } from '../../../platform/database.ts'
import type { CodeBook, NomenclatureCode } from '../line/code-book.ts'
import type { CodedValue } from '../line/student-line.ts'

interface ItemRow {
  nomenclature: NomenclatureCode
  id: number
  parent_id: number | null
  code: string
}

interface MappingRow {
  nomenclature: NomenclatureCode
  source_code: string
  item_id: number
  item_code: string
  parent_id: number | null
}

/** Reads the active items of all nomenclatures and the mappings of one model. */
export async function loadCodeBook(db: Queryable, modelId: number): Promise<CodeBook> {
  const items = await db.query<ItemRow>(`
    select nomenclature.code as nomenclature, item.id, item.parent_id, item.code
    from nomenclature_item item join nomenclature on nomenclature.id = item.nomenclature_id
    where item.active
    order by item.id`)
  const mappings = await db.query<MappingRow>(
    `select nomenclature.code as nomenclature, mapping.source_code, item.id as item_id,
            item.code as item_code, item.parent_id
     from import_model_code mapping
     join nomenclature on nomenclature.id = mapping.nomenclature_id
     join nomenclature_item item on item.id = mapping.item_id
     where mapping.model_id = $1 and item.active
     order by item.id, mapping.source_code`,
    [modelId],
  )
  return codeBook(items.rows, mappings.rows)
}

/** Pure: what a model's codes stand for, from the items and mappings as read. */
export function codeBook(items: readonly ItemRow[], mappings: readonly MappingRow[]): CodeBook {
  const upper = new Map<NomenclatureCode, Map<string, CodedValue>>()
  /** Components, by the identifier of their establishment. */
  const lower = new Map<number, Map<string, CodedValue>>()

  function listOf(nomenclature: NomenclatureCode, parentId: number | null): Map<string, CodedValue> {
    const list =
      (parentId === null ? upper.get(nomenclature) : lower.get(parentId)) ?? new Map<string, CodedValue>()
    if (parentId === null) upper.set(nomenclature, list)
    else lower.set(parentId, list)
    return list
  }
  for (const item of items)
    listOf(item.nomenclature, item.parent_id).set(item.code, { code: item.code, id: item.id })
  // The model's own mapping comes last: it overrides the item of the same code.
  for (const mapping of mappings)
    listOf(mapping.nomenclature, mapping.parent_id).set(mapping.source_code, {
      code: mapping.item_code,
      id: mapping.item_id,
    })

  return {
    fingerprint: createHash('sha256')
      .update(JSON.stringify([items, mappings]))
      .digest('hex'),
    resolve: (nomenclature, code) => upper.get(nomenclature)?.get(code) ?? { code, id: null },
    resolveComponent: (establishment, code) =>
      (establishment.id === null ? undefined : lower.get(establishment.id)?.get(code)) ?? { code, id: null },
  }
}
