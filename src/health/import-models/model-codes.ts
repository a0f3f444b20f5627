import { type Database, type Queryable, transaction } from '../../platform/database.ts'
import { invalidField, refused, unknownModel } from '../edit-refusal.ts'
import { type Editor, recordEdit } from '../editing.ts'
import { countryCode } from '../student-import/line/country-code.ts'
import { findImportModel } from '../student-import/store/import-model-store.ts'

/** What a registry's code stands for under one model. */
export interface ModelCode {
  readonly nomenclature: string
  readonly sourceCode: string
  readonly itemId: number
  readonly itemCode: string
  readonly itemLabel: string
}

/** The mappings of a model, by nomenclature and code. Throws `EditRefused` where there is no such model. */
export async function readModelCodes(db: Queryable, model: string): Promise<ModelCode[]> {
  const found = await findImportModel(db, model)
  if (found === null) throw unknownModel(model)
  const { rows } = await db.query<ModelCode>(
    `select nomenclature.code as nomenclature, mapping.source_code as "sourceCode", item.id as "itemId",
            item.code as "itemCode", item.label as "itemLabel"
     from import_model_code mapping
     join nomenclature on nomenclature.id = mapping.nomenclature_id
     join nomenclature_item item on item.id = mapping.item_id
     where mapping.model_id = $1
     order by nomenclature.code, mapping.source_code, item.id`,
    [found.id],
  )
  return rows
}

/**
 * Adds a mapping. One code stands for one item: two items of the same level would leave the choice to chance. Throws
 * `EditRefused`.
 */
export async function addModelCode(
  database: Database,
  editor: Editor,
  model: string,
  added: { readonly nomenclature: string; readonly sourceCode: string; readonly itemId: number },
): Promise<void> {
  // As lines are read: 99109 is 109 before it is looked up.
  const sourceCode = added.nomenclature === 'PAYS' ? countryCode(added.sourceCode) : added.sourceCode
  await transaction(database.pool, async (client) => {
    const { rows: locked } = await client.query<{ id: number }>(
      'select id from import_model where code = $1 for update',
      [model],
    )
    const modelId = locked[0]?.id
    if (modelId === undefined) throw unknownModel(model)
    const { rows } = await client.query<{ nomenclatureId: number; code: string; parentId: number | null }>(
      `select nomenclature.id as "nomenclatureId", item.code, item.parent_id as "parentId"
       from nomenclature_item item join nomenclature on nomenclature.id = item.nomenclature_id
       where item.id = $1 and nomenclature.code = $2`,
      [added.itemId, added.nomenclature],
    )
    const item = rows[0]
    if (item === undefined)
      throw invalidField('itemId', {
        fr: `La nomenclature ${added.nomenclature} n'a pas cet élément`,
        en: `Code list ${added.nomenclature} has no such item`,
      })
    const { rows: taken } = await client.query<{ code: string }>(
      `select other.code
       from import_model_code mapping join nomenclature_item other on other.id = mapping.item_id
       where mapping.model_id = $1 and mapping.nomenclature_id = $2 and mapping.source_code = $3
         and other.parent_id is not distinct from $4`,
      [modelId, item.nomenclatureId, sourceCode, item.parentId],
    )
    if (taken[0] !== undefined)
      throw refused('ALREADY_EXISTS', {
        fr: `Le code ${sourceCode} correspond déjà à ${taken[0].code} : supprimez d'abord cette correspondance`,
        en: `Code ${sourceCode} already stands for ${taken[0].code}: remove that mapping first`,
      })
    await client.query(
      'insert into import_model_code (model_id, nomenclature_id, source_code, item_id) values ($1, $2, $3, $4)',
      [modelId, item.nomenclatureId, sourceCode, added.itemId],
    )
    await recordEdit(client, editor, {
      action: 'import-model.changed',
      subject: `import-model:${model}`,
      before: null,
      after: { nomenclature: added.nomenclature, sourceCode, itemId: added.itemId, itemCode: item.code },
    })
  })
}

/** Removes a mapping. Throws `EditRefused` where there is none. */
export async function removeModelCode(
  database: Database,
  editor: Editor,
  model: string,
  removed: { readonly nomenclature: string; readonly sourceCode: string; readonly itemId: number },
): Promise<void> {
  await transaction(database.pool, async (client) => {
    const { rowCount } = await client.query(
      `delete from import_model_code
       where model_id = (select id from import_model where code = $1)
         and nomenclature_id = (select id from nomenclature where code = $2)
         and source_code = $3 and item_id = $4`,
      [model, removed.nomenclature, removed.sourceCode, removed.itemId],
    )
    if (rowCount === 0)
      throw refused('NOT_FOUND', {
        fr: `Le modèle ${model} n'a pas cette correspondance`,
        en: `Model ${model} has no such mapping`,
      })
    await recordEdit(client, editor, {
      action: 'import-model.changed',
      subject: `import-model:${model}`,
      before: { ...removed },
      after: null,
    })
  })
}
