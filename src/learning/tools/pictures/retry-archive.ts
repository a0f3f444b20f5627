import { closeSync, openSync, readSync } from 'node:fs'
import { openResumableFile } from '../../../exchange/command-file/resumable-file.ts'
import type { RetryFile } from '../../../exchange/command-file/retry-file.ts'
import type { ArchiveEntry } from './picture-archive.ts'

/*
 * A ZIP of the entries that failed, copied packed as they are, encrypted ones included:
 *
 *     local header, data │ local header, data │ … │ directory, end of directory
 *     └────────── grows with each entry ─────────┘ └─ written when it closes ──┘
 *
 * What is needed for the directory stands in the local headers, so that a file cut at a remembered length can be gone on
 * with. Entries are below 4 GiB and 65,535 in number (picture-archive.ts): no ZIP64.
 */

const localSignature = 0x04034b50
const directorySignature = 0x02014b50
const endSignature = 0x06054b50
const localBytes = 30
const copyBytes = 1 << 20

/** Sizes and sums are in the header: bit 3 would say that they follow the data. */
const sizesFollow = 0x0008

interface Copied {
  readonly offset: number
  /** Bytes 4 to 30 of the local header: those of the directory, from its version needed on. */
  readonly facts: Buffer
  readonly name: Buffer
  readonly extra: Buffer
}

/** As `openRetryFile`, for archives: `entries` are those of the archive, line numbers theirs. */
export function openRetryArchive(
  path: string,
  entries: readonly ArchiveEntry[],
  resumeAt?: number,
): RetryFile {
  const copied: Copied[] = resumeAt ? localHeadersOf(path, resumeAt) : []
  const file = openResumableFile(path, resumeAt)
  let length = file.bytes
  let closed = false
  return {
    path,
    get bytes() {
      return length
    },
    add({ line }, source) {
      const { raw } = entries[line - 1]!
      const entry = { ...localHeader(raw), offset: length }
      file.write(Buffer.concat([signed(localSignature), entry.facts, entry.name, entry.extra]))
      copy(source.fd, dataStart(source.fd, raw.relativeOffsetOfLocalHeader), raw.compressedSize, file.write)
      copied.push(entry)
      length = file.bytes
    },
    sync: () => file.sync(),
    syncAside: async () => file.sync(),
    close() {
      if (closed) return
      closed = true
      if (copied.length > 0) file.write(directory(copied, length))
      file.close()
    },
  }
}

function localHeader(raw: ArchiveEntry['raw']): Omit<Copied, 'offset'> {
  // Of ZIP64 nothing is left over once the sizes are in their own place.
  const extra = Buffer.concat(
    raw.extraFields
      .filter(({ id }) => id !== 0x0001)
      .map(({ id, data }) => Buffer.concat([twoBytes(id), twoBytes(data.length), data])),
  )
  const facts = Buffer.alloc(localBytes - 4)
  facts.writeUInt16LE(raw.versionNeededToExtract, 0)
  facts.writeUInt16LE(raw.generalPurposeBitFlag & ~sizesFollow, 2)
  facts.writeUInt16LE(raw.compressionMethod, 4)
  facts.writeUInt16LE(raw.lastModFileTime, 6)
  facts.writeUInt16LE(raw.lastModFileDate, 8)
  facts.writeUInt32LE(raw.crc32, 10)
  facts.writeUInt32LE(raw.compressedSize, 14)
  facts.writeUInt32LE(raw.uncompressedSize, 18)
  facts.writeUInt16LE(raw.fileNameRaw.length, 22)
  facts.writeUInt16LE(extra.length, 24)
  return { facts, name: raw.fileNameRaw, extra }
}

function directory(copied: readonly Copied[], start: number): Buffer {
  const records = copied.map(({ offset, facts, name, extra }) => {
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    return Buffer.concat([signed(directorySignature), twoBytes(20), facts, rest, name, extra])
  })
  const length = records.reduce((sum, record) => sum + record.length, 0)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(endSignature, 0)
  end.writeUInt16LE(copied.length, 8)
  end.writeUInt16LE(copied.length, 10)
  end.writeUInt32LE(length, 12)
  end.writeUInt32LE(start, 16)
  return Buffer.concat([...records, end])
}

/** The headers of a retry archive that was not closed, up to `length`. */
function localHeadersOf(path: string, length: number): Copied[] {
  const fd = openSync(path, 'r')
  try {
    const copied: Copied[] = []
    for (let offset = 0; offset < length; ) {
      const header = bytesAt(fd, offset, localBytes)
      const facts = header.subarray(4)
      const names = bytesAt(fd, offset + localBytes, facts.readUInt16LE(22) + facts.readUInt16LE(24))
      const name = names.subarray(0, facts.readUInt16LE(22))
      copied.push({ offset, facts, name, extra: names.subarray(name.length) })
      offset += localBytes + names.length + facts.readUInt32LE(14)
    }
    return copied
  } finally {
    closeSync(fd)
  }
}

/** Where the packed bytes begin: the local header's own name and fields may differ in length from the directory's. */
function dataStart(fd: number, header: number): number {
  const local = bytesAt(fd, header, localBytes)
  return header + localBytes + local.readUInt16LE(26) + local.readUInt16LE(28)
}

function copy(fd: number, start: number, length: number, write: (bytes: Buffer) => void): void {
  for (let done = 0; done < length; done += copyBytes)
    write(bytesAt(fd, start + done, Math.min(copyBytes, length - done)))
}

/** An entry that reaches beyond the end of a damaged archive is filled up with zeros: it is damaged already. */
function bytesAt(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let done = 0; done < length; ) {
    const read = readSync(fd, bytes, done, length - done, position + done)
    if (read === 0) break
    done += read
  }
  return bytes
}

function signed(signature: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(signature)
  return bytes
}

function twoBytes(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}
