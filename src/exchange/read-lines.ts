import type { FileHandle } from 'node:fs/promises'

/**
 * Consecutive lines of a file, as raw bytes. Line `i` is `bytes.subarray(starts[i], ends[i])`, without its
 * end (LF or CR LF; CR alone in a CR file); `nexts[i]` is where the following line begins, so that
 * `bytes.subarray(starts[i], nexts[i])` is the line byte for byte as received.
 * The arrays are used again for the next block: whoever keeps something copies it.
 */
export interface LineBlock {
  readonly bytes: Buffer
  readonly count: number
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly nexts: Int32Array
  /** Number of the block's first line, the file's first being 1. */
  readonly firstNumber: number
  /** Offset in the file of `bytes[0]`. */
  readonly offset: number
  /** The block's last line is the file's last and has no line end. */
  readonly endsUnfinished: boolean
  /** The block is a single line longer than `limit`, which was passed over: `count` is 0, `bytes` its beginning. */
  readonly tooLong?: { readonly next: FilePlace }
}

/** Where a line of a file begins: reading can go on from here. */
export interface FilePlace {
  /** In bytes from the beginning of the file. */
  readonly offset: number
  /** Number of the line that begins there, the file's first being 1. */
  readonly line: number
}

const CR = 0x0d
/** Large enough that the cost of a read does not show, small enough to stay in the processor's cache. */
const blockBytes = 1 << 18

export interface LinesToRead {
  /** What ends a line (from `scanFile`). */
  readonly lineEnd: 0x0a | 0x0d
  /** No line is longer, in bytes (from `scanFile`). */
  readonly longestLine: number
  /** Where to begin; default: at the file's beginning. */
  readonly from?: FilePlace
  /**
   * Lines may be longer than this many bytes: such a one is a block of its own (`tooLong`) and takes no memory, unless it
   * is not longer by more than a block. Default: none is.
   */
  readonly limit?: number
}

/** Reads `file` in blocks of whole lines, in constant memory. Throws what reading throws. */
export async function* readLines(
  file: FileHandle,
  { lineEnd, longestLine, from, limit }: LinesToRead,
): AsyncGenerator<LineBlock> {
  const buffer = Buffer.allocUnsafe(blockBytes + Math.min(longestLine, limit ?? longestLine) + 2)
  let starts = new Int32Array(2048)
  let ends = new Int32Array(2048)
  let nexts = new Int32Array(2048)
  let filled = 0
  let offset = from?.offset ?? 0
  let firstNumber = from?.line ?? 1

  for (;;) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, offset + filled)
    const last = bytesRead === 0
    filled += bytesRead
    const bytes = buffer.subarray(0, filled)
    let count = 0
    let start = 0
    const push = (end: number, next: number) => {
      if (count === starts.length) {
        starts = doubled(starts)
        ends = doubled(ends)
        nexts = doubled(nexts)
      }
      starts[count] = start
      ends[count] = lineEnd !== CR && end > start && bytes[end - 1] === CR ? end - 1 : end
      nexts[count] = next
      count++
      start = next
    }
    for (let at = bytes.indexOf(lineEnd); at !== -1; at = bytes.indexOf(lineEnd, start)) push(at, at + 1)
    const endsUnfinished = last && start < filled
    if (endsUnfinished) push(filled, filled)
    if (count > 0) yield { bytes, count, starts, ends, nexts, firstNumber, offset, endsUnfinished }
    if (last) return
    firstNumber += count
    // The beginning of a line cut by the block goes to the front.
    buffer.copyWithin(0, start, filled)
    offset += start
    filled -= start
    if (filled < buffer.length) continue

    if (limit === undefined) throw new Error('the file has changed since it was scanned')
    const end = await endOfLine(file, lineEnd, offset + filled)
    const next = { offset: end.next, line: firstNumber + 1 }
    yield {
      ...{ bytes: buffer.subarray(0, filled), count: 0, starts, ends, nexts },
      ...{ firstNumber, offset, endsUnfinished: end.unfinished, tooLong: { next } },
    }
    offset = next.offset
    firstNumber = next.line
    filled = 0
  }
}

/** Where the line goes on being read from `offset` ends. */
async function endOfLine(
  file: FileHandle,
  lineEnd: number,
  offset: number,
): Promise<{ next: number; unfinished: boolean }> {
  const buffer = Buffer.allocUnsafe(blockBytes)
  for (let at = offset; ; ) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) return { next: at, unfinished: true }
    const end = buffer.subarray(0, bytesRead).indexOf(lineEnd)
    if (end !== -1) return { next: at + end + 1, unfinished: false }
    at += bytesRead
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}
