import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decoderOf } from '../../../exchange/command-file/decode-line.ts'
import { splitCells } from '../../../exchange/command-file/split-cells.ts'
import { encodingRefusal } from '../../../exchange/encoding-refusal.ts'
import type { FileFormat } from '../../../exchange/file-format.ts'
import { readLines } from '../../../exchange/read-lines.ts'
import { type FileScan, scanFile } from '../../../exchange/scan-file.ts'
import { mapped, type SiscolMapping } from '../mapping.ts'
import type { ReferenceTable } from '../tables.ts'
import { type SiscolSource, SourceFailure, type SourceRow } from './siscol-source.ts'

/** UTF-8, `;`, a header of our column names in any order, every line ended: docs/siscol.md. */
const format: FileFormat = {
  encoding: 'utf-8',
  separator: ';',
  quoting: 'rfc4180',
  columns: [],
  order: 'free',
  longestLineBytes: 1 << 16,
}

/**
 * A folder with a file a table, `regime.csv`, and the version in `version.csv`. A file that is not there is a table that
 * this source does not have; a folder without any file is a failure.
 */
export function csvSource(url: string, mapping: SiscolMapping): SiscolSource {
  const folder = fileURLToPath(url)
  let names: ReadonlySet<string> | null = null

  async function present(): Promise<ReadonlySet<string>> {
    if (names !== null) return names
    const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      throw new SourceFailure(
        error.code === 'EACCES' ? 'refused' : 'unreachable',
        `Dossier ${folder} illisible (${error.code})`,
      )
    })
    if (!found.some((name) => name.toLowerCase().endsWith('.csv')))
      throw new SourceFailure('incomplete', `Dossier ${folder} sans aucun fichier CSV`)
    names = new Set(found)
    return names
  }

  return {
    async read(table) {
      const from = mapped(mapping, table, { view: `${table.code}.csv`, theirs: ({ name }) => name })
      if (from === null || !(await present()).has(from.view)) return null
      const required = table.columns.filter((one) => one.required).map((one) => one.name)
      return rowsOf(join(folder, from.view), from.view, { columns: from.columns, required })
    },
    async version() {
      const view = mapping.version?.view ?? 'version.csv'
      if (mapping.version === null || !(await present()).has(view)) return null
      const columns = new Map([['version', mapping.version?.columns?.version ?? 'version']])
      for await (const row of rowsOf(join(folder, view), view, { columns, required: ['version'] }))
        return String(row.version ?? '') || null
      return null
    },
    async close() {
      names = null
    },
  }
}

interface Wanted {
  /** Ours → the file's. */
  readonly columns: ReadonlyMap<string, string>
  readonly required: readonly ReferenceTable['columns'][number]['name'][]
}

async function* rowsOf(path: string, name: string, wanted: Wanted): AsyncGenerator<SourceRow> {
  const unreadable = (why: string) => new SourceFailure('unreadable', `${name} : ${why}`)
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new SourceFailure('refused', `${name} ne peut pas être ouvert (${error.code})`)
  })
  try {
    const before = await file.stat()
    const scan = await scanFile(file)
    const wrong = encodingRefusal(scan, format)
    if (wrong !== null)
      throw unreadable(wrong === 'not-text' ? 'ce n’est pas du texte en lignes' : 'ce n’est pas de l’UTF-8')
    if (scan.bytes === 0) throw new SourceFailure('incomplete', `${name} est vide, sans même un en-tête`)
    yield* readCells(file, scan, name, wanted)
    const after = await file.stat()
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs)
      throw new SourceFailure('incomplete', `${name} a changé pendant la lecture`)
  } finally {
    await file.close()
  }
}

async function* readCells(
  file: FileHandle,
  scan: FileScan,
  name: string,
  wanted: Wanted,
): AsyncGenerator<SourceRow> {
  const decode = decoderOf('utf-8')
  /** Of each cell, our column. */
  let header: readonly string[] | null = null
  const { lineEnd, longestLine } = scan
  const from = { offset: scan.mark === 'utf-8' ? 3 : 0, line: 1 }
  for await (const block of readLines(file, { lineEnd, longestLine, from })) {
    if (block.endsUnfinished)
      throw new SourceFailure(
        'incomplete',
        `${name} : la dernière ligne n’est pas terminée, transfert coupé ?`,
      )
    for (let index = 0; index < block.count; index++) {
      const text = decode(block.bytes, block.starts[index]!, block.ends[index]!)
      if (text.trim() === '') continue
      const line = block.firstNumber + index
      const split = splitCells(text, ';')
      if (!split.ok)
        throw new SourceFailure('unreadable', `${name}, ligne ${line} : guillemets, cellule ${split.cell}`)
      if (header === null) header = headerOf(split.cells, name, wanted)
      else if (split.cells.length !== header.length)
        throw new SourceFailure(
          'unreadable',
          `${name}, ligne ${line} : ${split.cells.length} cellules pour ${header.length} colonnes`,
        )
      else yield Object.fromEntries(header.map((column, cell) => [column, split.cells[cell] || null]))
    }
  }
  if (header === null) throw new SourceFailure('incomplete', `${name} est vide, sans même un en-tête`)
}

/** Our columns in the file's order. A name that is not known may be a misspelt one: it would empty its column. */
function headerOf(cells: readonly string[], name: string, { columns, required }: Wanted): readonly string[] {
  const ours = new Map([...columns].map(([our, theirs]) => [theirs, our]))
  const found = cells.map((cell) => {
    const our = ours.get(cell)
    if (our === undefined)
      throw new SourceFailure(
        'unreadable',
        `${name} : colonne « ${cell.slice(0, 60)} » inconnue, attendues ${[...ours.keys()].join(', ')}`,
      )
    return our
  })
  const twice = found.find((our, index) => found.indexOf(our) !== index)
  if (twice !== undefined) throw new SourceFailure('unreadable', `${name} : colonne ${twice} en double`)
  const missing = required.filter((our) => !found.includes(our))
  if (missing.length > 0)
    throw new SourceFailure('unreadable', `${name} : colonne ${missing.join(', ')} absente`)
  return found
}
