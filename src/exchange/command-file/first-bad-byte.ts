import { isAscii, isUtf8 } from 'node:buffer'
import type { FileHandle } from 'node:fs/promises'

const blockBytes = 1 << 18

/**
 * Number of the line that holds the first byte that is no UTF-8 (`not-utf-8`), or the first above 7F (`not-ascii`); null
 * where there is none. In constant memory, however long the lines are. A sequence cut off by the end of the file is bad.
 */
export async function firstBadLine(
  file: FileHandle,
  lineEnd: 0x0a | 0x0d,
  what: 'not-utf-8' | 'not-ascii',
): Promise<number | null> {
  const buffer = Buffer.allocUnsafe(blockBytes + 4)
  let line = 1
  /** Bytes at the front of the buffer that begin a sequence. */
  let held = 0
  for (let offset = 0; ; ) {
    const { bytesRead } = await file.read(buffer, held, blockBytes, offset)
    const last = bytesRead === 0
    offset += bytesRead
    const bytes = buffer.subarray(0, held + bytesRead)
    const bad = what === 'not-ascii' ? firstHighByte(bytes) : firstInvalidByte(bytes, last)
    if (bad !== null) return line + lineEnds(bytes.subarray(0, bad), lineEnd)
    if (last) return null
    const done = what === 'not-ascii' ? bytes.length : wholeSequences(bytes)
    line += lineEnds(bytes.subarray(0, done), lineEnd)
    held = bytes.length - done
    bytes.copy(buffer, 0, done)
  }
}

function lineEnds(bytes: Buffer, lineEnd: number): number {
  let ends = 0
  for (let at = bytes.indexOf(lineEnd); at !== -1; at = bytes.indexOf(lineEnd, at + 1)) ends++
  return ends
}

function firstHighByte(bytes: Buffer): number | null {
  if (isAscii(bytes)) return null
  return bytes.findIndex((byte) => byte >= 0x80)
}

/** `last`: no byte follows that could complete a sequence. */
function firstInvalidByte(bytes: Buffer, last: boolean): number | null {
  if (isUtf8(bytes)) return null
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at]!)
    if (length > 1 && at + length > bytes.length && !last && continues(bytes, at)) return null
    if (length === 0 || !isUtf8(bytes.subarray(at, at + length))) return at
    at += length
  }
  return null
}

function continues(bytes: Buffer, from: number): boolean {
  for (let at = from + 1; at < bytes.length; at++) if ((bytes[at]! & 0xc0) !== 0x80) return false
  return true
}

/** Length of what ends with a whole sequence. */
function wholeSequences(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const length = sequenceLength(bytes[bytes.length - back]!)
    if (length === 1) return bytes.length
    if (length > 1) return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/** By its first byte; 0: none begins so. */
function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1
  if (lead < 0xc2 || lead > 0xf4) return 0
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
}
