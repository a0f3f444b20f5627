import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

/** Rows of COPY text in UTF-8, in pieces: outside the JavaScript heap, so that waiting rows cost its collector nothing. */
export type EncodedRows = readonly Buffer[]

/** Large enough that messages do not count. */
const pieceBytes = 1 << 16

/** Encodes rows: lines of COPY text, each with its final newline. */
export function encodeRows(rows: readonly string[]): EncodedRows {
  const pieces: Buffer[] = []
  let buffer = Buffer.alloc(0)
  let filled = 0
  for (const row of rows) {
    // A UTF-16 unit takes three bytes at most.
    if (filled + row.length * 3 > buffer.length) {
      if (filled > 0) pieces.push(buffer.subarray(0, filled))
      buffer = Buffer.allocUnsafe(Math.max(pieceBytes, row.length * 3))
      filled = 0
    }
    filled += buffer.write(row, filled)
  }
  if (filled > 0) pieces.push(buffer.subarray(0, filled))
  return pieces
}

/**
 * Sends encoded rows into `target`, such as `student (id, ine)`. Resolves when the server has taken them all; throws
 * its error otherwise. Does nothing where there is no row.
 */
export async function copyEncoded(client: pg.PoolClient, target: string, rows: EncodedRows): Promise<void> {
  if (rows.length === 0) return
  const stream = client.query(copyFrom(`copy ${target} from stdin`))
  await new Promise<void>((resolve, reject) => {
    stream.on('error', reject)
    stream.on('finish', resolve)
    for (const piece of rows) stream.write(piece)
    stream.end()
  })
}

/** The same from rows as text. */
export async function copyRows(
  client: pg.PoolClient,
  target: string,
  rows: readonly string[],
): Promise<void> {
  await copyEncoded(client, target, encodeRows(rows))
}
