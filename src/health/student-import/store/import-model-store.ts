import type { Queryable } from '../../../platform/database.ts'
import type { FormatVersion, ImportModel } from '../line/import-model.ts'

interface ModelRow {
  id: number
  code: string
  label: string
  active: boolean
  format_version: FormatVersion
  nightly: boolean
  empty_erases: boolean
  keep_nir: boolean
  strict_codes: boolean
  protected_columns: string[]
  default_establishment: string | null
}

/** All import models, by code. */
export async function listImportModels(db: Queryable): Promise<ImportModel[]> {
  const { rows } = await db.query<ModelRow>('select * from import_model order by code')
  return rows.map(model)
}

/** The model of this code, or null. */
export async function findImportModel(db: Queryable, code: string): Promise<ImportModel | null> {
  const { rows } = await db.query<ModelRow>('select * from import_model where code = $1', [code])
  return rows[0] === undefined ? null : model(rows[0])
}

/** The model of the nightly import, or null when none is chosen. */
export async function nightlyImportModel(db: Queryable): Promise<ImportModel | null> {
  const { rows } = await db.query<ModelRow>('select * from import_model where nightly')
  return rows[0] === undefined ? null : model(rows[0])
}

/** Asked again during an import: a model may be deactivated while it runs. */
export async function isModelActive(db: Queryable, modelId: number): Promise<boolean> {
  const { rows } = await db.query<{ active: boolean }>('select active from import_model where id = $1', [
    modelId,
  ])
  return rows[0]?.active ?? false
}

function model(row: ModelRow): ImportModel {
  return {
    id: row.id,
    code: row.code,
    label: row.label,
    active: row.active,
    formatVersion: row.format_version,
    nightly: row.nightly,
    emptyErases: row.empty_erases,
    keepNir: row.keep_nir,
    strictCodes: row.strict_codes,
    protectedColumns: row.protected_columns,
    defaultEstablishment: row.default_establishment,
  }
}
