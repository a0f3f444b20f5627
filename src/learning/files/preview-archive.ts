import type { FileHandle } from 'node:fs/promises'
import { scanFile } from '../../exchange/scan-file.ts'
import { toolList } from '../tools/tool-list.ts'
import { type CommandFilePreview, previewLines } from './preview-command-file.ts'

/** The first entries of an archive of pictures, in the order in which a run takes them; nothing is unpacked. */
export async function previewArchive(file: FileHandle): Promise<CommandFilePreview> {
  const { open } = toolList['pictures.sync']!
  const format = {
    encoding: 'utf-8',
    separator: ';',
    columns: null,
    positions: [],
    unknownColumns: 'refuse',
    oldComments: false,
  } as const
  const opened = await open!(file, await scanFile(file), format)
  const nothing = {
    encoding: 'ZIP',
    lineEnding: 'none',
    refusals: [],
    header: null,
    rows: [],
    text: null,
  } as const
  if (!opened.ok) return { ...nothing, refusals: opened.faults.map(({ text }) => text), cut: false }
  const rows: { line: number; cells: string[] }[] = []
  for await (const { entries } of opened.rows.read(opened.rows.begin))
    for (const entry of entries) {
      if (rows.length === previewLines) return { ...nothing, rows, cut: true }
      const told =
        entry.kind === 'row'
          ? entry.row.text('name')
          : entry.kind === 'malformed'
            ? (entry.messages[0]?.text.fr ?? '')
            : ''
      rows.push({ line: entry.line, cells: [told] })
    }
  return { ...nothing, rows, cut: false }
}
