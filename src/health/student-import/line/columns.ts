import type { FormatVersion } from './import-model.ts'

/** The columns of the student file, in their order: health.md 3.2. Names are exact, down to the case. */
export const columnNames = [
  'COD_ANU',
  'COD_NNE',
  'COD_NNI',
  'COD_ETU',
  'NOM',
  'NOMUSAGE',
  'PRENOM1',
  'PRENOM2',
  'PRENOM3',
  'SEXE',
  'DATENAI',
  'CODE_NATIO',
  'SITUAFAM',
  'CODEBRS',
  'CODEFINANC',
  'TEM_AFFL_SSO',
  'CENTREPAYEUR',
  'CODEMUT',
  'ADR1',
  'ADR2',
  'ADR3',
  'COD_BDI',
  'COMMUNE',
  'PAYS',
  'TELEPH',
  'MAIL',
  'PCS',
  'ADR1FIX',
  'ADR2FIX',
  'ADR3FIX',
  'BDIFIX',
  'COMMUNEFIX',
  'PAYSFIX',
  'TELEPHFIX',
  'ETB',
  'CMP',
  'CURSUS',
  'ANNEE',
  'DIPLOME',
  'ETABLISSEMENT',
  'BAC',
  'DATEBAC',
  'ETB_BAC',
  'DAA_ETB',
  'DAA_ENS_SUP',
  'IDENTIFIANT',
] as const

export type ColumnName = (typeof columnNames)[number]

/** Number of columns of the widest format; a line is always read into that many fields. */
export const widestColumnCount = columnNames.length

/** Position of each column, from 0: `fields[at.NOM]`. */
export const at: Readonly<Record<ColumnName, number>> = Object.fromEntries(
  columnNames.map((name, index) => [name, index]),
) as Record<ColumnName, number>

/** The eight columns that a line must fill. */
export const mandatoryColumns: readonly ColumnName[] = [
  'COD_ANU',
  'NOM',
  'PRENOM1',
  'SEXE',
  'DATENAI',
  'CODE_NATIO',
  'ETB',
  'CMP',
]

/**
 * Fewest fields of a line that is completed with empty ones: up to CMP, so that all mandatory columns are
 * there (health.md 3.6-3). The formats differ only to the right of it: one minimum serves all three.
 */
export const fewestFields = 36

/** Number of columns of a format: 43, 45 or 46. */
export function columnCount(version: FormatVersion): number {
  switch (version) {
    case 'base':
      return 43
    case '1.2.0':
      return 45
    case '1.2.1':
      return 46
  }
}

/** The names that the header of a file of this format must have, in order. */
export function expectedHeader(version: FormatVersion): readonly ColumnName[] {
  return columnNames.slice(0, columnCount(version))
}

/** Whether files of this format have the column at all: what is not there cannot say "empty". */
export function hasColumn(version: FormatVersion, column: ColumnName): boolean {
  return at[column] < columnCount(version)
}
