import { isAscii, isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'

export type LineEnding = 'LF' | 'CRLF' | 'CR' | 'mixed' | 'none'

/** What the bytes of a file prove, before a single line is read. */
export interface FileScan {
  readonly bytes: number
  /** Hexadecimal SHA-256 of the whole file. */
  readonly sha256: string
  readonly mark: 'utf-8' | 'utf-16' | null
  readonly hasNul: boolean
  /** At least one byte above 7F. */
  readonly hasHighBytes: boolean
  /** Every sequence of high bytes is well-formed UTF-8 (true of plain ASCII). */
  readonly validUtf8: boolean
  readonly lineEnding: LineEnding
  /** The byte that ends a line: LF, or CR in a file without any LF. */
  readonly lineEnd: 0x0a | 0x0d
  /** Length in bytes of the longest line, its end not counted. */
  readonly longestLine: number
}

const LF = 0x0a
const CR = 0x0d
const blockBytes = 1 << 20

/**
 * Reads `file` once from its beginning, in constant memory. Throws what reading throws, or `signal.reason`.
 */
export async function scanFile(file: FileHandle, signal?: AbortSignal): Promise<FileScan> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(blockBytes + 4)
  let bytes = 0
  let mark: FileScan['mark'] = null
  let hasNul = false
  let hasHighBytes = false
  let validUtf8 = true
  /** Bytes at the front of the buffer that may begin a sequence cut by the end of the last block. */
  let held = 0
  const lines = lineLengths()

  for (;;) {
    signal?.throwIfAborted()
    const { bytesRead } = await file.read(buffer, held, blockBytes, bytes)
    if (bytesRead === 0) break
    const fresh = buffer.subarray(held, held + bytesRead)
    if (bytes === 0) mark = byteOrderMark(fresh)
    bytes += bytesRead
    hash.update(fresh)
    hasNul ||= fresh.includes(0)
    lines.add(fresh)
    const high = !isAscii(fresh)
    hasHighBytes ||= high
    if (validUtf8 && (high || held > 0)) {
      const whole = buffer.subarray(0, held + bytesRead)
      const cut = incompleteTail(whole)
      validUtf8 = isUtf8(whole.subarray(0, whole.length - cut))
      whole.copy(buffer, 0, whole.length - cut)
      held = cut
    } else held = 0
  }
  if (held > 0) validUtf8 = false
  return { bytes, sha256: hash.digest('hex'), mark, hasNul, hasHighBytes, validUtf8, ...lines.result() }
}

function byteOrderMark(start: Buffer): FileScan['mark'] {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8'
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) return 'utf-16'
  return null
}

/** How many bytes at the end begin a UTF-8 sequence that is not complete (0 to 3). */
function incompleteTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? back : 0
    }
  }
  return 0
}

/** Measures lines block by block; CR counts as an end only in a file that has no LF at all. */
function lineLengths() {
  const lf = { ends: 0, start: 0, longest: 0 }
  const cr = { ends: 0, start: 0, longest: 0 }
  let crlf = 0
  let offset = 0
  let previous = 0

  function cut(track: typeof lf, block: Buffer, end: number): void {
    for (let at = block.indexOf(end); at !== -1; at = block.indexOf(end, at + 1)) {
      const before = at > 0 ? block[at - 1] : previous
      if (end === LF && before === CR) crlf++
      track.longest = Math.max(track.longest, offset + at - track.start)
      track.start = offset + at + 1
      track.ends++
    }
  }

  return {
    add(block: Buffer): void {
      if (lf.ends === 0) cut(cr, block, CR)
      cut(lf, block, LF)
      offset += block.length
      previous = block[block.length - 1]!
    },
    result(): Pick<FileScan, 'lineEnding' | 'lineEnd' | 'longestLine'> {
      const track = lf.ends === 0 && cr.ends > 0 ? cr : lf
      const longestLine = Math.max(track.longest, offset - track.start)
      if (track === cr) return { lineEnding: 'CR', lineEnd: CR, longestLine }
      const lineEnding = lf.ends === 0 ? 'none' : crlf === 0 ? 'LF' : crlf === lf.ends ? 'CRLF' : 'mixed'
      return { lineEnding, lineEnd: LF, longestLine }
    },
  }
}
