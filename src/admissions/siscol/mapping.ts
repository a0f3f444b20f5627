import { z } from 'zod'
import { type ReferenceTable, referenceTable } from './tables.ts'

/**
 * Where a source keeps a table under other names than the default ones (docs/siscol.md): `{ "regime": { "view":
 * "siscol.v_regimes", "columns": { "code": "id_regime", "short_label": null } }, "bac_option": null }`. A table that is
 * null is one that the source does not have; a column that is null has no value there.
 */
export type SiscolMapping = z.infer<typeof siscolMapping>

const name = z.string().min(1).max(120)

export const siscolMapping = z
  .record(
    z.string(),
    z
      .strictObject({
        /** A view or table; of a folder, the file’s name. */
        view: name.optional(),
        columns: z.record(z.string(), name.nullable()).optional(),
      })
      .nullable(),
  )
  .superRefine((mapping, context) => {
    for (const [code, given] of Object.entries(mapping)) {
      const table = referenceTable(code)
      if (table === null && code !== 'version')
        context.addIssue({ code: 'custom', path: [code], message: unknown.fr })
      for (const column of Object.keys(given?.columns ?? {}))
        if (table !== null && !table.columns.some((one) => one.name === column))
          context.addIssue({ code: 'custom', path: [code, 'columns', column], message: unknown.fr })
    }
  })

const unknown = { fr: 'Nom inconnu', en: 'Unknown name' }

/** How a table is read: names there by names here; null: the source has no such table. */
export interface MappedTable {
  readonly view: string
  /** Ours → theirs, of the columns that are there. */
  readonly columns: ReadonlyMap<string, string>
}

/** `theirs`: the default name of a column in this kind of source. */
export function mapped(
  mapping: SiscolMapping,
  table: ReferenceTable,
  defaults: { readonly view: string; theirs(column: ReferenceTable['columns'][number]): string },
): MappedTable | null {
  const given = mapping[table.code]
  if (given === null) return null
  const columns = table.columns.flatMap((column): [string, string][] => {
    const there = given?.columns?.[column.name]
    return there === null ? [] : [[column.name, there ?? defaults.theirs(column)]]
  })
  return { view: given?.view ?? defaults.view, columns: new Map(columns) }
}
