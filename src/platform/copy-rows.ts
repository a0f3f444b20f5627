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
    // A few hundred rows a message: small enough to overlap with the server's work, large enough not to count.
    for (let start = 0; start < rows.length; start += rowsPerMessage)
      stream.write(Buffer.from(rows.slice(start, start + rowsPerMessage).join('')))
    stream.end()
  })
}

const rowsPerMessage = 200
