import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ReferenceCode, referenceCodes, referenceLinks } from './reference-codes.ts'

/**
 * Writes the folder of CSV files that stands for the student information system (`NOCTURNE_SISCOL_URL=file://…`): what the
 * season knows, and since then codes that are new, one label that was corrected, one department that is gone.
 */
export async function writeSiscolFolder(folder: string, year: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  const write = (name: string, columns: readonly string[], rows: readonly (readonly (string | null)[])[]) =>
    writeFile(join(folder, `${name}.csv`), [columns, ...rows].map(line).join(''))
  for (const [table, codes] of Object.entries(referenceCodes)) {
    const columns = Object.keys(codes[0]!)
    const told = [...codes.flatMap((code) => since(table, code)), ...(news[table] ?? [])]
    await write(
      table,
      columns,
      told.map((code) => columns.map((column) => code[column] ?? null)),
    )
  }
  for (const [table, { columns, pairs }] of Object.entries(referenceLinks)) await write(table, columns, pairs)
  await write(
    'user',
    ['login', 'cge_code', 'mail'],
    Array.from({ length: 13 }, (_, n) => [
      `gest${n + 1}`,
      `CG${((n + 1) % 4) + 1}`,
      `gest${n + 1}@example.org`,
    ]),
  )
  await write(
    'year',
    ['code', 'label', 'state'],
    [year - 1, year, year + 1].map((one) => [
      String(one),
      `Année ${one}-${one + 1}`,
      one === year ? 'O' : 'I',
    ]),
  )
  await write('version', ['version'], [['6.40.0']])
}

function since(table: string, code: ReferenceCode): readonly ReferenceCode[] {
  if (table === 'dept' && code.code === '976') return []
  if (table === 'bac' && code.code === 'STMG')
    return [{ ...code, label: 'Sciences et technologies du management et de la gestion' }]
  return [code]
}

const news: Readonly<Record<string, readonly ReferenceCode[]>> = {
  bac: [{ code: 'NBTE', label: 'Baccalauréat technologique', valid_from: '2021', valid_to: null }],
  country: [{ code: '127', label: 'ITALIE', nationality: 'ITALIENNE' }],
  dept: [{ code: '985', label: 'Mayotte' }],
}

function line(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => (cell !== null && /[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : (cell ?? ''))).join(';')}\n`
}
