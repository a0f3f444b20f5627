import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { MarkSet } from '../../../exchange/mark-set.ts'

/** Header of PostgreSQL's binary COPY format: signature (11 bytes), flags (4), extension length (4). */
const headerBytes = 19
/** Field count (2), then two fields of 8 bytes, each after its length (4). */
const tupleBytes = 2 + 2 * (4 + 8)

/**
 * Reads the marks that were made for a model under the present rules (`meaning`): hash of a raw line → the student
 * whom it would leave as he is.
 */
export async function loadMarks(client: pg.PoolClient, modelId: number, meaning: number): Promise<MarkSet> {
  const marks = new MarkSet()
  // COPY takes no parameters; these are numbers of our own.
  const stream = client.query(
    copyTo(`copy (select unnest(marks), student_id from student_source
                  where model_id = ${Number(modelId)} and marks_meaning = ${Number(meaning)})
            to stdout (format binary)`),
  )
  let rest: Buffer = Buffer.alloc(0)
  let toSkip = headerBytes
  await pipeline(stream, async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      let at = Math.min(toSkip, bytes.length)
      toSkip -= at
      // The trailer (2 bytes, -1) is shorter than a tuple and stays behind.
      for (; at + tupleBytes <= bytes.length; at += tupleBytes)
        marks.add(
          bytes.readBigUInt64BE(at + 6),
          bytes.readUInt32BE(at + 18) * 0x1_0000_0000 + bytes.readUInt32BE(at + 22),
        )
      rest = bytes.subarray(at)
    }
  })
  return marks
}
