/** How one source (APOGEE, CHU) maps to the student record: health.md 3.10. */
export interface ImportModel {
  readonly id: number
  readonly code: string
  readonly label: string
  readonly active: boolean
  readonly formatVersion: FormatVersion
  /** The model of `IMP_QUO`; exactly one has it. */
  readonly nightly: boolean
  /** An empty optional cell erases what is stored. */
  readonly emptyErases: boolean
  readonly keepNir: boolean
  /** An unknown nomenclature code rejects the line instead of warning. */
  readonly strictCodes: boolean
  /** Stored fields (column names of the file, such as `MAIL`) that an import never overwrites once filled. */
  readonly protectedColumns: readonly string[]
  /** ETB when the column is empty. */
  readonly defaultEstablishment: string | null
}

/** `base` has 43 columns, `1.2.0` 45, `1.2.1` 46. */
export type FormatVersion = 'base' | '1.2.0' | '1.2.1'
