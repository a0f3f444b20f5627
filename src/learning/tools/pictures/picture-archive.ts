import type { FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import yauzl from 'yauzl'
import type { FileFault } from '../../../exchange/command-file/file-fault.ts'
import { corruptArchive, tooLargeUnpacked, tooManyEntries, unsafePath } from './messages.ts'

/** Bounds of what an archive may hold (learning.md 1.10). Sizes in bytes. */
export interface ArchiveLimits {
  readonly imageBytes: number
  readonly unpackedBytes: number
  readonly entries: number
}

export const archiveLimits: ArchiveLimits = {
  imageBytes: 5 * 1024 * 1024,
  unpackedBytes: 200 * 1024 * 1024,
  // What a list of them takes in memory; the format itself ends at 65,535.
  entries: 50_000,
}

/** A file of the archive. Its sizes are what the archive declares: `read` finds out whether that is true. */
export interface ArchiveEntry {
  /** With its folders. */
  readonly name: string
  readonly bytes: number
  readonly compressedBytes: number
  readonly encrypted: boolean
  /** Packed in a way that is understood here. */
  readonly readable: boolean
  readonly raw: yauzl.Entry
}

export interface PictureArchive {
  /** In lexicographic order of folder and name. */
  readonly entries: readonly ArchiveEntry[]
  /** The unpacked bytes. Throws `UnreadableEntry` for those that are not what the archive says. */
  read(entry: ArchiveEntry): Promise<Buffer>
}

export class UnreadableEntry extends Error {}

export type OpenedArchive =
  | { readonly ok: true; readonly archive: PictureArchive }
  | { readonly ok: false; readonly fault: FileFault }

/**
 * Lists a ZIP and judges it before a byte of it is unpacked: damage, paths that lead out of it, a size that no archive of
 * pictures has. Folders, hidden entries and `__MACOSX` do not count. `file` stays open and belongs to the caller.
 */
export async function openPictureArchive(
  file: FileHandle,
  limits: ArchiveLimits = archiveLimits,
): Promise<OpenedArchive> {
  let zip: yauzl.ZipFile
  const entries: ArchiveEntry[] = []
  let unpacked = 0
  let packed = 0
  try {
    const { size } = await file.stat()
    // Names are decoded here, to tell an unsafe one from a damaged archive.
    zip = await yauzl.fromFdPromise(file.fd, { autoClose: false, lazyEntries: true, decodeStrings: false })
    if (zip.entryCount > limits.entries) return refused(tooManyEntries(zip.entryCount, limits.entries))
    for await (const raw of zip.eachEntry()) {
      const name = yauzl.getFileNameLowLevel(
        raw.generalPurposeBitFlag,
        raw.fileNameRaw,
        raw.extraFields,
        false,
      )
      // Entries that reach beyond the file, or into each other, would be copied to the retry file at the size that they claim.
      packed += raw.compressedSize
      if (packed > size) return refused(corruptArchive())
      if (yauzl.validateFileName(name) !== null || /\p{Cc}/u.test(name)) return refused(unsafePath(name))
      if (name.endsWith('/') || isHidden(name)) continue
      unpacked += raw.uncompressedSize
      if (unpacked > limits.unpackedBytes) return refused(tooLargeUnpacked(limits.unpackedBytes))
      entries.push({
        name,
        bytes: raw.uncompressedSize,
        compressedBytes: raw.compressedSize,
        encrypted: raw.isEncrypted(),
        readable: raw.canDecodeFileData(),
        raw,
      })
    }
  } catch (error) {
    // What reading the disk throws is no fault of the archive.
    if (typeof (error as NodeJS.ErrnoException).code === 'string' && (error as NodeJS.ErrnoException).syscall)
      throw error
    return refused(corruptArchive())
  }
  entries.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0))
  return { ok: true, archive: { entries, read: (entry) => readEntry(zip, entry) } }
}

/** `.htaccess`, `.thumbs/a.jpg`, `__MACOSX/._a.jpg`. */
function isHidden(name: string): boolean {
  return name.split('/').some((part) => part.startsWith('.') || part.startsWith('__MACOSX'))
}

async function readEntry(zip: yauzl.ZipFile, entry: ArchiveEntry): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  let stream: Readable | null = null
  try {
    stream = await zip.openReadStreamPromise(entry.raw)
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length
      // A size that lies would get around the bounds.
      if (length > entry.bytes) throw new UnreadableEntry('more bytes than declared')
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof UnreadableEntry ? error : new UnreadableEntry(String(error), { cause: error })
  } finally {
    stream?.destroy()
  }
  const bytes = Buffer.concat(chunks, length)
  if (length !== entry.bytes || crc32(bytes) !== entry.raw.crc32) throw new UnreadableEntry('wrong sum')
  return bytes
}

function refused(fault: FileFault): OpenedArchive {
  return { ok: false, fault }
}
