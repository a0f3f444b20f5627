import type { Queryable } from '../../platform/database.ts'

/** What the hospital's registry calls the components of the university. */
const hospitalCodes = [
  ['MEDECINE', 'MED'],
  ['SCIENCES', 'SCI'],
] as const

const hospitalEstablishment = '0990002Y'

/** Makes the model CHU one that maps: its own codes for components, and an establishment where the column is empty. */
export async function setUpDemoModels(db: Queryable): Promise<void> {
  await db.query(`update import_model set default_establishment = $1 where code = 'CHU'`, [
    hospitalEstablishment,
  ])
  await db.query(
    `insert into import_model_code (model_id, nomenclature_id, source_code, item_id)
     select model.id, item.nomenclature_id, mapping.source, item.id
     from unnest($1::text[], $2::text[]) as mapping (source, code)
     join import_model model on model.code = 'CHU'
     join nomenclature_item item on item.code = mapping.code
     join nomenclature_item parent on parent.id = item.parent_id and parent.code = $3
     on conflict do nothing`,
    [hospitalCodes.map(([source]) => source), hospitalCodes.map(([, code]) => code), hospitalEstablishment],
  )
}
