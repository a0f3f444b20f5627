import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { courseBackup } from '../../src/learning/tools/courses/backup/course-backup.ts'
import { makePicture } from '../../src/learning/tools/pictures/make-picture.ts'
import { openPictureRows } from '../../src/learning/tools/pictures/picture-rows.ts'
import { backupFiles, gzippedTar, zipped } from '../support/course-backup.ts'
import { image, zipOf } from '../support/picture-archive.ts'

// What somebody made to harm whoever opens it: archives of pictures and course backups.

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nocturne-hostile-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Opens `bytes` as a run would; all entries go to the retry file, whose size is told. */
async function retried(bytes: Buffer): Promise<number | 'refused'> {
  const path = join(folder, 'pictures.zip')
  writeFileSync(path, bytes)
  const file = await open(path, 'r')
  try {
    const opened = await openPictureRows(file)
    if (!opened.ok) return 'refused'
    const retry = opened.rows.openRetry!(join(folder, 'retry.zip'), 0)
    for await (const { entries } of opened.rows.read(opened.rows.begin))
      for (const entry of entries) retry.add(entry, file)
    retry.close()
    return statSync(join(folder, 'retry.zip')).size
  } finally {
    await file.close()
  }
}

/** Changes a number in the records of the directory of a ZIP, whose names stay as they are. */
function withDirectory(zip: Buffer, change: (record: Buffer, index: number) => void): Buffer {
  const bytes = Buffer.from(zip)
  let index = 0
  for (let at = bytes.indexOf('PK\x01\x02'); at !== -1; at = bytes.indexOf('PK\x01\x02', at + 4))
    change(bytes.subarray(at), index++)
  return bytes
}

describe('an archive of pictures', () => {
  it('whose entries claim to be packed in gigabytes does not fill the disk with its retry file', async () => {
    const zip = await zipOf({ 'a.jpg': Buffer.from('aaaa'), 'b.jpg': Buffer.from('bbbb') })
    expect(await retried(zip)).toBeLessThan(1000)
    // Smaller unpacked than packed is nothing that a bound on what comes out would find.
    expect(await retried(withDirectory(zip, (record) => record.writeUInt32LE(300_000_000, 20)))).toBe(
      'refused',
    )
  })

  it('whose entries are all the same bytes is refused', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [
        `${index}.jpg`,
        Buffer.alloc(index === 0 ? 100_000 : 0, 'x'),
      ]),
    )
    const zip = await zipOf(files)
    const first = zip.indexOf('PK\x01\x02')
    const sizes = Buffer.from(zip.subarray(first + 16, first + 28))
    const overlapping = withDirectory(zip, (record) => {
      sizes.copy(record, 16)
      record.writeUInt32LE(zip.readUInt32LE(first + 42), 42)
      record.writeUInt16LE(zip.readUInt16LE(first + 10), 10)
    })
    expect(await retried(overlapping)).toBe('refused')
  })

  it.each([
    ['an SVG that names a file', '<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>'],
    ['a PDF', '%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj'],
    ['a script for another program', 'push graphic-context\nfill "url(https://example.org/x)"'],
    ['a playlist', '#EXTM3U\nconcat:file:///etc/passwd'],
  ])('never has %s decoded, whatever it is called', async (_, text) => {
    expect(await makePicture(Buffer.from(text), 'ctestun.jpg')).toEqual({ ok: false, why: 'not-an-image' })
  })

  it('leaves nothing of what a picture tells of its place', async () => {
    const told = { IFD0: { Copyright: 'TESTSECRET' }, IFD3: { GPSLatitude: '48/1 51/1 24/1' } }
    const bytes = await image(200).withExif(told).jpeg().toBuffer()
    expect(bytes.includes('TESTSECRET')).toBe(true)
    const made = await makePicture(bytes, 'ctestun.jpg')
    if (!made.ok) throw new Error(made.why)
    const picture = Buffer.from(made.picture.content)
    expect([picture.includes('TESTSECRET'), picture.includes('EXIF')]).toEqual([false, false])
  })

  it('has no picture decoded that claims a hundred thousand pixels a side', async () => {
    const png = await image(200, 10, 10).png().toBuffer()
    png.writeUInt32BE(100_000, 16)
    png.writeUInt32BE(100_000, 20)
    expect((await makePicture(png, 'ctestun.png')).ok).toBe(false)
  })
})

describe.each([
  ['a ZIP', zipped],
  ['a gzip tar', gzippedTar],
] as const)('a course backup that is %s', (_, pack) => {
  const backup = async (xml: string) =>
    await courseBackup(await pack({ ...backupFiles([]), 'sections/section_1/section.xml': xml }))

  it('whose XML declares entities is not read', async () => {
    const declared = '<!DOCTYPE section [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    expect(await backup(`${declared}<section><number>1</number><summary>&a;</summary></section>`)).toEqual({
      ok: false,
      why: 'unreadable',
    })
  })

  it('whose XML is nested a hundred thousand deep is told as unreadable, and stops nothing', async () => {
    const deep = `<section>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</section>`
    expect(await backup(deep)).toEqual({ ok: false, why: 'unreadable' })
  })

  it('whose XML is huge is refused before it is parsed', async () => {
    const huge = `<section><number>1</number><summary>${'<i/>'.repeat(5_000_000)}</summary></section>`
    expect(await backup(huge)).toEqual({ ok: false, why: 'too-large' })
  })

  it('that names the parts of objects makes no object of ours other than it was', async () => {
    const xml = '<section><number>1</number><__proto__><polluted>yes</polluted></__proto__></section>'
    await backup(xml)
    await backup(xml.replaceAll('__proto__', 'constructor'))
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

it('a course backup of a few bytes that unpacks to gigabytes is refused as too large', async () => {
  let bomb: Buffer = Buffer.alloc(0)
  const zeros = gzipSync(Buffer.alloc(64 * 1024 * 1024))
  bomb = Buffer.concat(Array.from({ length: 64 }, () => zeros))
  expect(await courseBackup(bomb)).toEqual({ ok: false, why: 'too-large' })
})
