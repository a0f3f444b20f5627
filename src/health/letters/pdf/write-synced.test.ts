import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { writeSynced } from './write-synced.ts'

const folder = mkdtempSync(join(tmpdir(), 'nocturne-synced-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('what arrives in many pieces is written whole, for its owner and group', async () => {
  const pieces = Array.from({ length: 3000 }, (_, index) => Buffer.alloc(300, index % 256))
  const path = join(folder, 'whole')
  const { bytes, sha256 } = await writeSynced(path, Readable.from(pieces))
  const content = readFileSync(path)
  expect(content.equals(Buffer.concat(pieces))).toBe(true)
  expect({ bytes, sha256 }).toEqual({
    bytes: 900_000,
    sha256: createHash('sha256').update(content).digest('hex'),
  })
  expect(statSync(path).mode & 0o777).toBe(0o640)
  rmSync(path)
})

test('what fails in the middle leaves nothing', async () => {
  async function* failing() {
    yield Buffer.alloc(500_000)
    throw new Error('no more')
  }
  await expect(writeSynced(join(folder, 'part'), Readable.from(failing()))).rejects.toThrow('no more')
  expect(readdirSync(folder)).toEqual([])
})
