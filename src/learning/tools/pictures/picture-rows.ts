import type { FileHandle } from 'node:fs/promises'
import type { CommandRows, OpenedRows } from '../../../exchange/command-file/command-rows.ts'
import type { RowBatch, RowEntry } from '../../../exchange/command-file/read-rows.ts'
import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import type { FilePlace } from '../../../exchange/read-lines.ts'
import { entryFault } from './messages.ts'
import {
  type ArchiveEntry,
  archiveLimits,
  openPictureArchive,
  type PictureArchive,
} from './picture-archive.ts'
import type { PictureRow, PictureSource } from './picture-command.ts'
import { openRetryArchive } from './retry-archive.ts'

/** An archive of pictures as rows: one for each image, in lexicographic order of their names. */
export async function openPictureRows(file: FileHandle): Promise<OpenedRows> {
  const opened = await openPictureArchive(file)
  if (!opened.ok) return { ok: false, faults: [opened.fault] }
  const { archive } = opened
  const places = placesOf(archive.entries)
  const sources = sourcesOf(archive)
  const rows: CommandRows = {
    begin: places[0]!,
    encoding: 'utf-8',
    warnings: [],
    before: { blank: 0, comments: 0, oldComments: [] },
    read: (from) => readBatches(archive.entries, sources, places, from),
    openRetry: (path, resumeAt) => openRetryArchive(path, archive.entries, resumeAt),
  }
  return { ok: true, rows }
}

const batchEntries = 100

async function* readBatches(
  all: readonly ArchiveEntry[],
  sources: readonly PictureSource[],
  places: readonly FilePlace[],
  from: FilePlace,
): AsyncGenerator<RowBatch> {
  for (let at = from.line - 1; at < all.length; at += batchEntries) {
    const entries = all
      .slice(at, at + batchEntries)
      .map((entry, index) => rowOf(entry, sources[at + index]!, places[at + index]!, places[at + index + 1]!))
    yield { entries, end: entries.at(-1)!.end }
  }
}

function rowOf(entry: ArchiveEntry, picture: PictureSource, begin: FilePlace, end: FilePlace): RowEntry {
  const place = { line: begin.line, offset: begin.offset, end, raw: null }
  const fault = faultOf(entry)
  if (fault !== null) return { ...place, kind: 'malformed', messages: [fault] }
  const value = (column: string) => (column === 'name' ? entry.name : undefined)
  const row: PictureRow = {
    line: begin.line,
    value,
    text: (column) => value(column) ?? '',
    columns: ['name'],
    picture,
  }
  return { ...place, kind: 'row', row, warnings: [] }
}

function sourcesOf(archive: PictureArchive): PictureSource[] {
  const exact = new Set<string>()
  const folded = new Set<string>()
  return archive.entries.map((entry) => {
    const base = entry.name.slice(entry.name.lastIndexOf('/') + 1)
    const stem = base
      .replace(/\.[^.]*$/, '')
      .trim()
      .normalize('NFC')
    const lower = stem.toLowerCase()
    const again = { exactly: exact.has(stem), inAnyCase: folded.has(lower) }
    if (faultOf(entry) === null) {
      exact.add(stem)
      folded.add(lower)
    }
    return { name: entry.name, stem, again, read: () => archive.read(entry) }
  })
}

const images = /\.(jpe?g|png|gif|webp)$/i
const archives = /\.(zip|7z|rar|tar|gz|tgz|bz2|xz)$/i

/** What can be told without unpacking. */
function faultOf({ name, bytes, encrypted, readable }: ArchiveEntry): LineMessage | null {
  if (encrypted) return entryFault('ENCRYPTED_ENTRY', name)
  if (archives.test(name)) return entryFault('NESTED_ARCHIVE', name)
  const base = name.slice(name.lastIndexOf('/') + 1)
  if (!base.includes('.')) return entryFault('NO_EXTENSION', name)
  if (!images.test(base)) return entryFault('UNEXPECTED_EXTENSION', name)
  if (bytes > archiveLimits.imageBytes) return entryFault('IMAGE_TOO_LARGE', name)
  return readable ? null : entryFault('UNREADABLE_ENTRY', name)
}

/** Where each entry begins: in packed bytes, so that progress tells the work done. One more for the end. */
function placesOf(entries: readonly ArchiveEntry[]): FilePlace[] {
  const places: FilePlace[] = [{ offset: 0, line: 1 }]
  let offset = 0
  entries.forEach((entry, index) => {
    offset += entry.compressedBytes
    places.push({ offset, line: index + 2 })
  })
  return places
}
