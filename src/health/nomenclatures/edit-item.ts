import { type Database, transaction } from '../../platform/database.ts'
import { invalidField, refused } from '../edit-refusal.ts'
import { type Editor, recordEdit } from '../editing.ts'
import { type NomenclatureItem, nomenclatureOf } from './read-nomenclatures.ts'

/** Adds an item; `parentId` only in a list of two levels. Throws `EditRefused`. */
export async function addItem(
  database: Database,
  editor: Editor,
  nomenclature: string,
  item: { readonly code: string; readonly label: string; readonly parentId: number | null },
): Promise<NomenclatureItem> {
  return await transaction(database.pool, async (client) => {
    const list = await nomenclatureOf(client, nomenclature)
    let parentCode: string | null = null
    if (item.parentId !== null) {
      const { rows } = await client.query<{ code: string }>(
        'select code from nomenclature_item where id = $1 and nomenclature_id = $2 and parent_id is null',
        [item.parentId, list.id],
      )
      if (!list.twoLevels || rows[0] === undefined)
        throw invalidField('parentId', {
          fr: `La nomenclature ${nomenclature} n'a pas cet élément de niveau supérieur`,
          en: `Code list ${nomenclature} has no such upper item`,
        })
      parentCode = rows[0].code
    }
    const { rows } = await client.query<{ id: number }>(
      `insert into nomenclature_item (nomenclature_id, parent_id, code, label) values ($1, $2, $3, $4)
       on conflict do nothing returning id`,
      [list.id, item.parentId, item.code, item.label],
    )
    if (rows[0] === undefined)
      throw refused('ALREADY_EXISTS', {
        fr: `Le code ${item.code} existe déjà${parentCode === null ? '' : ` sous ${parentCode}`}, peut-être inactif`,
        en: `Code ${item.code} exists already${parentCode === null ? '' : ` below ${parentCode}`}, perhaps inactive`,
      })
    await recordEdit(client, editor, {
      action: 'nomenclature.changed',
      subject: `nomenclature:${nomenclature}`,
      before: null,
      after: { code: item.code, parentCode, label: item.label, active: true },
    })
    return { id: rows[0].id, ...item, active: true, parentCode }
  })
}

/** Changes the label of an item, or whether it is in use; its code stays, since students bear it. Throws `EditRefused`. */
export async function changeItem(
  database: Database,
  editor: Editor,
  nomenclature: string,
  id: number,
  edit: { readonly label?: string | undefined; readonly active?: boolean | undefined },
): Promise<NomenclatureItem> {
  return await transaction(database.pool, async (client) => {
    const list = await nomenclatureOf(client, nomenclature)
    const { rows } = await client.query<NomenclatureItem>(
      `select item.id, item.code, item.label, item.active, item.parent_id as "parentId",
              (select parent.code from nomenclature_item parent where parent.id = item.parent_id) as "parentCode"
       from nomenclature_item item
       where item.id = $1 and item.nomenclature_id = $2
       for update`,
      [id, list.id],
    )
    const before = rows[0]
    if (before === undefined)
      throw refused('NOT_FOUND', {
        fr: `La nomenclature ${nomenclature} n'a pas cet élément`,
        en: `Code list ${nomenclature} has no such item`,
      })
    const after = { ...before, label: edit.label ?? before.label, active: edit.active ?? before.active }
    await client.query('update nomenclature_item set label = $2, active = $3 where id = $1', [
      id,
      after.label,
      after.active,
    ])
    await recordEdit(client, editor, {
      action: 'nomenclature.changed',
      subject: `nomenclature:${nomenclature}/${before.parentCode === null ? '' : `${before.parentCode}/`}${before.code}`,
      before: { ...before },
      after,
    })
    return after
  })
}
