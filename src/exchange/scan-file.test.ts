import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FileScan, scanFile } from './scan-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'nocturne-scan-'))

async function scan(bytes: Uint8Array | string): Promise<FileScan> {
  const path = join(folder, 'file')
  writeFileSync(path, bytes)
  const file = await open(path)
  try {
    return await scanFile(file)
  } finally {
    await file.close()
  }
}

test.each([
  ['a;b\r\nc;d\r\n', 'CRLF', 3],
  ['a;b\ncc;dd\n', 'LF', 5],
  ['a\r\nbbb\nc', 'mixed', 3],
  ['a\rbb\rc', 'CR', 2],
  ['no end', 'none', 6],
  ['', 'none', 0],
])('%j has line ends %s and a longest line of %i bytes', async (text, lineEnding, longestLine) => {
  const { longestLine: longest, ...found } = await scan(text)
  expect(found).toMatchObject({ lineEnding, bytes: text.length })
  // A CR before its LF is counted: the limit is far above.
  expect(longest).toBeGreaterThanOrEqual(longestLine)
  expect(longest).toBeLessThanOrEqual(longestLine + 1)
})

test('marks of UTF-8 and UTF-16 are seen, and NUL bytes', async () => {
  expect((await scan(Buffer.from([0xef, 0xbb, 0xbf, 0x41]))).mark).toBe('utf-8')
  expect((await scan(Buffer.from([0xff, 0xfe, 0x41, 0x00]))).mark).toBe('utf-16')
  expect((await scan(Buffer.from([0xfe, 0xff, 0x00, 0x41]))).mark).toBe('utf-16')
  expect((await scan('A')).mark).toBeNull()
  expect((await scan(Buffer.from([0x41, 0, 0x42]))).hasNul).toBe(true)
})

test('plain ASCII has no high bytes, ISO-8859-1 is no valid UTF-8, UTF-8 is', async () => {
  expect(await scan('Zoe')).toMatchObject({ hasHighBytes: false, validUtf8: true })
  expect(await scan(Buffer.from('Zoé\r\n', 'latin1'))).toMatchObject({ hasHighBytes: true, validUtf8: false })
  expect(await scan('Zoé\r\n')).toMatchObject({ hasHighBytes: true, validUtf8: true })
  expect(await scan(Buffer.from([0x41, 0xc3]))).toMatchObject({ hasHighBytes: true, validUtf8: false })
})

test('a sequence cut between two blocks of reading is still one', async () => {
  for (const size of [1 << 20, (1 << 20) - 1, (1 << 20) - 2, (1 << 20) - 3]) {
    const bytes = Buffer.concat([Buffer.alloc(size, 0x61), Buffer.from('é€𝄞'), Buffer.alloc(10, 0x62)])
    expect(await scan(bytes)).toMatchObject({ validUtf8: true, bytes: bytes.length })
  }
})

test('hash and UTF-8 verdict are those of the whole file, whatever its bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      const found = await scan(bytes)
      expect(found.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
      let valid = true
      try {
        new TextDecoder('utf-8', { fatal: true }).decode(bytes)
      } catch {
        valid = false
      }
      expect(found.validUtf8).toBe(valid)
      expect(found.hasNul).toBe(bytes.includes(0))
    }),
    { numRuns: 200 },
  )
})
