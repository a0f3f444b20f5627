import { recordFields, wishFields } from './record-fields.ts'

/** What the tables and columns of a target are called where that is not the usual name (setting `admissions.opi.table-names`). */
export type TableNames = Readonly<Record<string, string>>

export type OpiTable = 'IND_OPI' | 'VOEUX_INS' | 'OPI_PJ'

const identity = ['birthName', 'firstName', 'studentNo', 'ine', 'ineKey', 'bornOn'] as const

export const recordColumnNames = [
  'COD_IND_OPI',
  'COD_OPI_INT_EPO',
  ...Object.values(recordFields).map(({ column }) => column),
]
export const wishColumnNames = Object.values(wishFields).map(({ column }) => column)

/** Of OPI_PJ, beside the record's identifier and OPI code: attachments, one for each record and code. */
export const attachmentColumnNames = [
  'COD_TPJ',
  'COD_ETU',
  'LIB_NOM_PAT_IND_OPI',
  'LIB_PR1_IND_OPI',
  'NOM_FIC',
  'TYP_FIC',
  'TAI_FIC',
  'DAT_DEP',
  'FIC',
] as const

/** Without these a record or a wish cannot be found again. */
export const keyColumns: ReadonlySet<string> = new Set([
  'IND_OPI',
  'VOEUX_INS',
  'OPI_PJ',
  'COD_TPJ',
  'FIC',
  'COD_IND_OPI',
  'COD_OPI_INT_EPO',
  ...identity.map((field) => recordFields[field].column),
  wishFields.cge.column,
  wishFields.stage.column,
  wishFields.stageVersion.column,
])

/**
 * The name to write in SQL; null: this target has no such column. What is said of a column of one table (`VOEUX_INS.COD_RGI`)
 * goes before what is said of both. The setting lets only plain names in.
 */
export function columnIn(names: TableNames, table: OpiTable, usual: string): string | null {
  const given = names[`${table}.${usual}`] ?? names[usual] ?? usual
  return given === '' ? null : given
}

export function tableIn(names: TableNames, table: OpiTable): string {
  return names[table] ?? table
}
