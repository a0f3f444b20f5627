/** How a command file must be written: what an administrator declares, and what the tool expects of it. */
export interface CommandFormat {
  readonly encoding: 'utf-8' | 'iso-8859-1'
  readonly separator: ';' | ','
  /** Null: the file has no header line; its cells have a place instead of a name (`positions` of the tool). */
  readonly columns: ColumnRules | null
  /** Names of the cells of a file without header, the first being mandatory. Empty where `columns` is given. */
  readonly positions: readonly string[]
  /** « Ne pas vérifier les noms de colonne » : unknown columns are ignored with one warning. */
  readonly unknownColumns: 'refuse' | 'ignore'
  /**
   * Lines that start with a space, `(`, `[`, `-` or `/` are comments, as the reference takes them; `#` always is one.
   * (learning.md 1.1, F11.)
   */
  readonly oldComments: boolean
}

/** Which columns a tool takes. Names are compared exactly, after trimming and unquoting. */
export interface ColumnRules {
  readonly mandatory: readonly string[]
  readonly optional: readonly string[]
  /** Of each of these lists the file must have at least one column; all of them are among the optional ones too. */
  readonly oneOf?: readonly (readonly string[])[]
  /**
   * Numbered and open-ended names: gives the canonical name (`user_profile_phone` is `profile_field_phone`), or null for a
   * name that the tool does not know. Asked for names that are in neither list.
   */
  readonly recognise?: (name: string) => string | null
  /** Other names of a column: `gcmd` for `cmd`, say. Both at once are a duplicate. */
  readonly aliases?: Readonly<Record<string, string>>
  /** Columns that are accepted and do nothing, each with one warning for the file. */
  readonly ignored?: readonly string[]
}
