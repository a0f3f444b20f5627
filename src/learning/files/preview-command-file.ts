import type { FileHandle } from 'node:fs/promises'
import type { CommandFormat } from '../../exchange/command-file/command-format.ts'
import { openCommandFile } from '../../exchange/command-file/open-command-file.ts'
import { type RowEntry, readRows } from '../../exchange/command-file/read-rows.ts'
import { previewFile } from '../../exchange/file-area/preview-file.ts'
import { type LineEnding, scanFile } from '../../exchange/scan-file.ts'
import type { Text } from '../../platform/text.ts'

/** The beginning of a command file, read as its processing would read it. */
export interface CommandFilePreview {
  /** As it is read, or, where it is refused, as its bytes are shown. */
  readonly encoding: string
  readonly lineEnding: LineEnding
  readonly refusals: readonly Text[]
  /** Null: the file has none, or cannot be read. */
  readonly header: readonly string[] | null
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
  /** Its first lines as they are, where it cannot be read as rows. */
  readonly text: string | null
  /** More follows. */
  readonly cut: boolean
}

export const previewLines = 20

/** A name with a separator in it is the header of a file with another separator than the one declared (F13). */
const anyColumns = {
  mandatory: [],
  optional: [],
  recognise: (name: string) => (/[,;\t]/.test(name) ? null : name),
}

/**
 * Shows the first rows of a command file. `positions` are the names of the cells of a file without header; null: it has
 * one. Which columns a tool takes does not matter here: any name will do. The whole file is looked at, since a single byte
 * anywhere can make it refused.
 */
export async function previewCommandFile(
  file: FileHandle,
  format: Pick<CommandFormat, 'encoding' | 'separator' | 'oldComments'>,
  positions: readonly string[] | null,
): Promise<CommandFilePreview> {
  const scan = await scanFile(file)
  const whole: CommandFormat = {
    ...format,
    columns: positions === null ? anyColumns : null,
    positions: positions ?? [],
    unknownColumns: 'ignore',
  }
  const opened = await openCommandFile(file, scan, whole)
  if (!opened.ok) {
    const { lines, complete, encoding } = await previewFile(file, previewLines)
    // What is no text is not shown as if it were.
    const text = scan.hasNul ? null : lines.join('\n')
    return {
      encoding,
      lineEnding: scan.lineEnding,
      refusals: opened.faults.map((fault) => fault.text),
      header: null,
      rows: [],
      text,
      cut: !complete,
    }
  }
  const { header } = opened
  const rows: { line: number; cells: string[] }[] = []
  let cut = false
  for await (const { entries } of readRows(file, scan, header, whole, header.rows)) {
    for (const entry of entries) {
      if (rows.length === previewLines) cut = true
      else if (entry.kind === 'row' || entry.kind === 'malformed')
        rows.push({ line: entry.line, cells: cellsOf(entry, header.encoding) })
      if (cut) break
    }
    if (cut) break
  }
  return {
    encoding: header.encoding === 'utf-8' ? 'UTF-8' : 'ISO-8859-1',
    lineEnding: scan.lineEnding,
    refusals: [],
    header: positions === null ? [...header.columns] : null,
    rows,
    text: null,
    cut,
  }
}

const longestShown = 2_000

/** Of a line that cannot be split, the whole of it as one cell. */
function cellsOf(
  entry: Extract<RowEntry, { kind: 'row' | 'malformed' }>,
  encoding: CommandFormat['encoding'],
): string[] {
  if (entry.kind === 'row') return entry.row.columns.map((column) => shortened(entry.row.text(column)))
  if (entry.raw === null) return ['…']
  const bytes = entry.raw.subarray(0, longestShown * 4)
  const text = new TextDecoder(encoding === 'utf-8' ? 'utf-8' : 'windows-1252').decode(bytes)
  return [shortened(text.replace(/[\r\n]+$/, ''))]
}

function shortened(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text
}
