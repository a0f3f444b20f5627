import { mkdtempSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandFormat } from '../../src/exchange/command-file/command-format.ts'
import {
  type CommandHeader,
  type OpenedCommandFile,
  openCommandFile,
} from '../../src/exchange/command-file/open-command-file.ts'
import { type RowEntry, readRows } from '../../src/exchange/command-file/read-rows.ts'
import type { FilePlace } from '../../src/exchange/read-lines.ts'
import { type FileScan, scanFile } from '../../src/exchange/scan-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'nocturne-command-file-'))
let files = 0

/** The format of tests: `username` and `firstname` mandatory, whatever else a test wants. */
export function formatOf(given: Partial<CommandFormat> = {}): CommandFormat {
  return {
    encoding: 'utf-8',
    separator: ';',
    columns: { mandatory: ['username', 'firstname'], optional: ['email', 'city'] },
    positions: [],
    unknownColumns: 'refuse',
    oldComments: true,
    ...given,
  }
}

/** A file without header, one identifier a line. */
export const identifiers: Partial<CommandFormat> = { columns: null, positions: ['identifier'] }

export interface TestFile {
  readonly file: FileHandle
  readonly scan: FileScan
  readonly format: CommandFormat
  readonly opened: OpenedCommandFile
}

/** Opens a file of these bytes, and closes it when `work` is done. */
export async function withFile<Result>(
  bytes: string | Uint8Array,
  given: Partial<CommandFormat>,
  work: (file: TestFile) => Promise<Result>,
): Promise<Result> {
  const path = join(folder, `${++files}.csv`)
  writeFileSync(path, bytes)
  const file = await open(path, 'r')
  try {
    const scan = await scanFile(file)
    const format = formatOf(given)
    return await work({ file, scan, format, opened: await openCommandFile(file, scan, format) })
  } finally {
    await file.close()
  }
}

/** The lines from `from` on, by default those below the header. */
export async function entriesOf(
  { file, scan, format }: TestFile,
  header: CommandHeader,
  from: FilePlace = header.rows,
): Promise<RowEntry[]> {
  const entries: RowEntry[] = []
  for await (const batch of readRows(file, scan, header, format, from)) entries.push(...batch.entries)
  return entries
}

/** Reads a file that must be readable. */
export function readFile(
  bytes: string | Uint8Array,
  given: Partial<CommandFormat> = {},
): Promise<{ header: CommandHeader; entries: RowEntry[] }> {
  return withFile(bytes, given, async (test) => {
    if (!test.opened.ok) throw new Error(JSON.stringify(test.opened.faults))
    return { header: test.opened.header, entries: await entriesOf(test, test.opened.header) }
  })
}

/** `2 Zoé|TESTUN`, `3 SHORT_ROW`, `4 comment`: each line below the header, as it was read. */
export function linesTold(entries: readonly RowEntry[]): string[] {
  return entries.map((entry) => {
    if (entry.kind === 'malformed') return `${entry.line} ${entry.messages.map(({ code }) => code).join(' ')}`
    if (entry.kind !== 'row') return `${entry.line} ${entry.kind}`
    const { row, warnings } = entry
    const cells = row.columns.map((column) => row.text(column)).join('|')
    return [`${entry.line} ${cells}`, ...warnings.map(({ code }) => code)].join(' ')
  })
}
