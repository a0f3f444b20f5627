import { type ColumnName, columnNames } from './columns.ts'

/** They say who the student is and which enrolment is meant: what matches a record is never overwritten anyway. */
const keys: readonly ColumnName[] = ['COD_ANU', 'DATENAI', 'CODE_NATIO', 'ETB', 'CMP', 'DIPLOME']

/** Columns whose stored value a model can protect from its files (health.md 3.8-3), in the order of the file. */
export const protectableColumns: readonly ColumnName[] = columnNames.filter(
  (column) => !keys.includes(column),
)
