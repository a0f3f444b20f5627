import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { crc32, deflateSync } from 'node:zlib'
import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'
import { scanFolder, scanPath } from '../scan-basket/scan-folder.ts'
import type { ScannedType } from '../scan-basket/scanned-type.ts'

export interface DemoBaskets {
  readonly now: Temporal.Instant
  readonly dataDirectory: string
  /** Whose baskets. */
  readonly owners?: readonly string[]
}

/**
 * Small documents in some baskets, with their files: those of yesterday and before are for CLEAN_SCAN, one of them is
 * reserved, those of today stay. What is there already stays. Returns how many it made.
 */
export async function fillScanBaskets(
  db: Queryable,
  { now, dataDirectory, owners = ['dr.testun', 'inf.testdeux', 'accueil.testtrois'] }: DemoBaskets,
): Promise<number> {
  await scanFolder(dataDirectory)
  let made = 0
  for (let n = 0; n < 12; n++) {
    const image = n % 3 === 2
    const bytes = image ? png(n) : pdf(`Document fictif ${n + 1}`)
    const mediaType: ScannedType = image ? 'image/png' : 'application/pdf'
    // A new name each day: what CLEAN_SCAN cleared comes back with the next demonstration.
    const day = now.toString().slice(0, 10)
    const key = createHash('sha256').update(`demo ${day} ${n}`).digest('hex').slice(0, 32)
    const { rowCount } = await db.query(
      `insert into scan_file (owner, storage_key, name, media_type, bytes, sha256, dropped_at, locked_until, locked_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (storage_key) do nothing`,
      [
        owners[n % owners.length],
        key,
        `scan_${day.replaceAll('-', '')}_${String(n + 1).padStart(3, '0')}.${image ? 'png' : 'pdf'}`,
        mediaType,
        bytes.length,
        createHash('sha256').update(bytes).digest('hex'),
        now.subtract({ hours: n < 8 ? 26 + 20 * n : 0, minutes: 7 * n }).toString(),
        n === 0 ? now.add({ minutes: 15 }).toString() : null,
        n === 0 ? 'dr.testun' : null,
      ],
    )
    if (rowCount === 0) continue
    made++
    await writeFile(scanPath(dataDirectory, key), bytes, { mode: 0o600 })
  }
  return made
}

/** One page with one line. */
function pdf(line: string): Buffer {
  const stream = `BT /F1 24 Tf 72 720 Td (${line}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, n) => {
    const offset = text.length
    text += `${n + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const start = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`
  for (const offset of offsets) text += `${String(offset).padStart(10, '0')} 00000 n \n`
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

/** A grey square. */
function png(shade: number): Buffer {
  const size = 64
  const row = Buffer.alloc(size + 1, 160 + 5 * shade)
  row[0] = 0
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  // Eight bits of grey.
  header[8] = 8
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.concat(Array<Buffer>(size).fill(row)))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

function pngChunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
