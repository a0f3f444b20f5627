import type { ReferenceTable } from './tables.ts'

/** A file to start from: the header that docs/siscol.md describes and one fictional line. */
export function csvTemplate(table: ReferenceTable): string {
  const example = table.columns.map(({ name, type, required }) =>
    type === 'flag'
      ? 'O'
      : name === 'login'
        ? 'testun'
        : required
          ? name === 'label'
            ? 'Libellé'
            : 'CODE'
          : '',
  )
  return `${table.columns.map(({ name }) => name).join(';')}\n${example.join(';')}\n`
}
