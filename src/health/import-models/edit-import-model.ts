import type pg from 'pg'
import { type Database, transaction } from '../../platform/database.ts'
import { invalidField, refused, unknownModel } from '../edit-refusal.ts'
import { type Editor, recordEdit } from '../editing.ts'
import { nirNeedsKeys } from '../imports/request-import.ts'
import type { ImportModel } from '../student-import/line/import-model.ts'
import { protectableColumns } from '../student-import/line/protectable-columns.ts'
import { findImportModel } from '../student-import/store/import-model-store.ts'

/** What an administrator sets of a model. Imports take it into account by themselves: see `rules-version.ts`. */
export type ModelValues = Omit<ImportModel, 'id' | 'code'>

export interface ModelEditing extends Editor {
  readonly database: Database
  /** Keys for what must be encrypted are configured. */
  readonly canEncrypt: boolean
}

/** Adds a model. Throws `EditRefused`. */
export async function createImportModel(
  editing: ModelEditing,
  code: string,
  values: ModelValues,
): Promise<void> {
  await transaction(editing.database.pool, async (client) => {
    await lockModels(client)
    if ((await findImportModel(client, code)) !== null)
      throw refused('ALREADY_EXISTS', {
        fr: `Un modèle d'importation s'appelle déjà ${code}`,
        en: `An import model is already called ${code}`,
      })
    const checked = checkedValues(code, values, editing)
    if (checked.nightly) await client.query('update import_model set nightly = false where nightly')
    await client.query(insertModel, [code, ...columnsOf(checked)])
    await recordEdit(client, editing, {
      action: 'import-model.created',
      subject: `import-model:${code}`,
      before: null,
      after: { ...checked },
    })
  })
}

/**
 * Changes a model. Choosing it for the night unchooses the other one: there is exactly one. Throws `EditRefused`.
 */
export async function changeImportModel(
  editing: ModelEditing,
  code: string,
  edit: Partial<ModelValues>,
): Promise<void> {
  await transaction(editing.database.pool, async (client) => {
    await lockModels(client)
    const model = await findImportModel(client, code)
    if (model === null) throw unknownModel(code)
    const { id, code: _code, ...before } = model
    const after = checkedValues(code, { ...before, ...edit }, editing)
    if (before.nightly && !after.nightly)
      throw invalidField('nightly', {
        fr: "L'import de nuit a toujours un modèle : choisissez-en plutôt un autre pour la nuit",
        en: 'The nightly import always has a model: choose another one for the night instead',
      })
    if (after.nightly && !before.nightly)
      await client.query('update import_model set nightly = false where nightly')
    await client.query(updateModel, [id, ...columnsOf(after)])
    await recordEdit(client, editing, {
      action: 'import-model.changed',
      subject: `import-model:${code}`,
      before: { ...before },
      after: { ...after },
    })
  })
}

/** Removes a model that nothing refers to. Throws `EditRefused`. */
export async function deleteImportModel(editing: ModelEditing, code: string): Promise<void> {
  await transaction(editing.database.pool, async (client) => {
    await lockModels(client)
    const model = await findImportModel(client, code)
    if (model === null) throw unknownModel(code)
    if (model.nightly)
      throw refused('IN_USE', {
        fr: `${code} est le modèle de l'import de nuit : choisissez-en d'abord un autre pour la nuit`,
        en: `${code} is the model of the nightly import: choose another one for the night first`,
      })
    const { rows } = await client.query<{ students: boolean; imports: boolean }>(usesOfModel, [
      model.id,
      code,
    ])
    if (rows[0]!.students)
      throw refused('IN_USE', {
        fr: `Des étudiants viennent du modèle ${code} : désactivez-le, il ne se supprime pas`,
        en: `Students came by model ${code}: deactivate it, it cannot be deleted`,
      })
    if (rows[0]!.imports)
      throw refused('IN_USE', {
        fr: `Un import par le modèle ${code} est en cours ou en attente : attendez sa fin, ou abandonnez-le`,
        en: `An import by model ${code} is under way or waits: let it end, or discard it`,
      })
    await client.query('delete from import_model where id = $1', [model.id])
    const { id, code: _code, ...before } = model
    await recordEdit(client, editing, {
      action: 'import-model.deleted',
      subject: `import-model:${code}`,
      before,
      after: null,
    })
  })
}

/** How many students each model brought, by its identifier. */
export async function studentsByModel(database: Database): Promise<ReadonlyMap<number, number>> {
  const { rows } = await database.pool.query<{ model_id: number; students: number }>(
    'select model_id, count(*) as students from student_source group by model_id',
  )
  return new Map(rows.map((row) => [row.model_id, row.students]))
}

/** Changes of models happen one after the other; imports go on reading them. */
async function lockModels(client: pg.PoolClient): Promise<void> {
  await client.query('select from import_model order by id for update')
}

/** The registry's code of an establishment, as column ETB holds it. */
const longestEstablishment = 20

function checkedValues(code: string, values: ModelValues, { canEncrypt }: ModelEditing): ModelValues {
  if (values.keepNir && !canEncrypt) throw invalidField('keepNir', nirNeedsKeys(code))
  if (values.nightly && !values.active)
    throw invalidField('active', {
      fr: "Le modèle de l'import de nuit est actif : activez-le, ou choisissez-en d'abord un autre pour la nuit",
      en: 'The model of the nightly import is active: activate it, or choose another one for the night first',
    })
  const known: readonly string[] = protectableColumns
  const unknown = values.protectedColumns.filter((column) => !known.includes(column))
  if (unknown.length > 0)
    throw invalidField('protectedColumns', {
      fr: `Ces colonnes ne se protègent pas : ${unknown.join(', ')}`,
      en: `These columns cannot be protected: ${unknown.join(', ')}`,
    })
  const establishment = values.defaultEstablishment?.trim() ?? ''
  if (establishment.length > longestEstablishment || establishment.includes(';'))
    throw invalidField('defaultEstablishment', {
      fr: `Un code d'établissement a ${longestEstablishment} caractères au plus, sans « ; »`,
      en: `The code of an establishment has ${longestEstablishment} characters at most, without ";"`,
    })
  return {
    ...values,
    protectedColumns: known.filter((column) => values.protectedColumns.includes(column)),
    defaultEstablishment: establishment === '' ? null : establishment,
  }
}

function columnsOf(values: ModelValues): unknown[] {
  return [
    values.label,
    values.active,
    values.formatVersion,
    values.nightly,
    values.emptyErases,
    values.keepNir,
    values.strictCodes,
    [...values.protectedColumns],
    values.defaultEstablishment,
  ]
}

const insertModel = `
  insert into import_model (code, label, active, format_version, nightly, empty_erases, keep_nir, strict_codes,
                            protected_columns, default_establishment)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

const updateModel = `
  update import_model
  set label = $2, active = $3, format_version = $4, nightly = $5, empty_erases = $6, keep_nir = $7,
      strict_codes = $8, protected_columns = $9, default_establishment = $10
  where id = $1`

const usesOfModel = `
  select
    exists (select from student_source where model_id = $1) as students,
    exists (select from file_exchange
            where tool = 'students' and state in ('processing', 'held', 'approved')
              and parameters ->> 'model' = $2
              and (state <> 'approved' or not exists (
                select from file_exchange again where again.approval_of = file_exchange.id)))
    or exists (select from batch_run
               where batch_code = 'IMP_MAN' and state in ('queued', 'running')
                 and parameters ->> 'model' = $2) as imports`
