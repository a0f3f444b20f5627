import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'

/** A row of binary COPY: the fields lie in `bytes` from `starts[n]` to `ends[n]`; a null ends at -1. */
export interface BinaryRow {
  bytes: Buffer
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** Signature (11 bytes), flags (4), extension length (4). */
const headerBytes = 19

/**
 * Streams the rows of a query without parameters to `take`, which reads what it wants from the row and keeps nothing of
 * it. Binary, because numbers then need no parsing and no byte has to be looked at for where a field ends.
 */
export async function copyOut(
  client: pg.PoolClient,
  query: string,
  columns: number,
  signal: AbortSignal,
  take: (row: BinaryRow) => void,
): Promise<void> {
  const row: BinaryRow = {
    bytes: Buffer.alloc(0),
    starts: new Int32Array(columns),
    ends: new Int32Array(columns),
  }
  const stream = client.query(copyTo(`copy (${query}) to stdout (format binary)`))
  let rest: Buffer = Buffer.alloc(0)
  let toSkip = headerBytes
  await pipeline(
    stream,
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        row.bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
        let at = Math.min(toSkip, row.bytes.length)
        toSkip -= at
        for (let next = rowEnd(row, at, columns); next !== -1; next = rowEnd(row, at, columns)) {
          take(row)
          at = next
        }
        rest = row.bytes.subarray(at)
      }
    },
    { signal },
  )
}

/** Finds the fields of the row that begins at `at`: where the next row begins, or -1 when it is not all there. */
function rowEnd({ bytes, starts, ends }: BinaryRow, at: number, columns: number): number {
  // The trailer is a field count of -1.
  if (at + 2 > bytes.length || bytes[at] === 0xff) return -1
  let next = at + 2
  for (let field = 0; field < columns; field++) {
    if (next + 4 > bytes.length) return -1
    const length = int32(bytes, next)
    next += 4
    starts[field] = next
    if (length === -1) ends[field] = -1
    else {
      next += length
      if (next > bytes.length) return -1
      ends[field] = next
    }
  }
  return next
}

export function int32(bytes: Buffer, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
}

/** A bigint below 2^53. */
export function int64(bytes: Buffer, at: number): number {
  return int32(bytes, at) * 0x1_0000_0000 + (int32(bytes, at + 4) >>> 0)
}
