import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

/**
 * Sends `rows` (lines of COPY text, each with its final newline) into `target`, such as
 * `student (id, ine)`. Resolves when the server has taken them all; throws its error otherwise.
 */
export async function copyRows(
  client: pg.PoolClient,
  target: string,
  rows: readonly string[],
): Promise<void> {
  if (rows.length === 0) return
  const stream = client.query(copyFrom(`copy ${target} from stdin`))
  await new Promise<void>((resolve, reject) => {
    stream.on('error', reject)
    stream.on('finish', resolve)
    for (const message of messages(rows)) stream.write(message)
    stream.end()
  })
}

/** Small enough that the server starts while the rest is being encoded, large enough that messages do not count. */
const messageBytes = 1 << 16

/** The rows in UTF-8, in pieces of about `messageBytes`. */
function* messages(rows: readonly string[]): Generator<Buffer> {
  let buffer = Buffer.allocUnsafe(messageBytes)
  let filled = 0
  for (const row of rows) {
    // A UTF-16 unit takes three bytes at most.
    if (filled + row.length * 3 > buffer.length) {
      if (filled > 0) yield buffer.subarray(0, filled)
      buffer = Buffer.allocUnsafe(Math.max(messageBytes, row.length * 3))
      filled = 0
    }
    filled += buffer.write(row, filled)
  }
  if (filled > 0) yield buffer.subarray(0, filled)
}
