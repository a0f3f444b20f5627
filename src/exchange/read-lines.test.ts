import { mkdtempSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readLines } from './read-lines.ts'
import { scanFile } from './scan-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'nocturne-read-'))

interface Line {
  number: number
  text: string
  raw: string
  offset: number
  unfinished: boolean
}

async function read(bytes: Uint8Array | string): Promise<Line[]> {
  const path = join(folder, 'file')
  writeFileSync(path, bytes)
  const file = await open(path)
  try {
    const lines: Line[] = []
    for await (const block of readLines(file, await scanFile(file)))
      for (let i = 0; i < block.count; i++)
        lines.push({
          number: block.firstNumber + i,
          text: block.bytes.toString('latin1', block.starts[i], block.ends[i]),
          raw: block.bytes.toString('latin1', block.starts[i], block.nexts[i]),
          offset: block.offset + block.starts[i]!,
          unfinished: block.endsUnfinished && i === block.count - 1,
        })
    return lines
  } finally {
    await file.close()
  }
}

const texts = async (bytes: Uint8Array | string) => (await read(bytes)).map((line) => line.text)

test('lines end at LF or CR LF, mixed too, and the last may have no end', async () => {
  expect(await texts('a\nb\r\nc')).toEqual(['a', 'b', 'c'])
  expect(await texts('a\r\n\r\nb\r\n')).toEqual(['a', '', 'b'])
  expect((await read('a\nb')).map((line) => line.unfinished)).toEqual([false, true])
  expect((await read('a\nb\n')).map((line) => line.unfinished)).toEqual([false, false])
})

test('a file without any LF has lines that end at CR', async () => {
  expect(await texts('a\rb\r')).toEqual(['a', 'b'])
})

test('only one CR belongs to the line end', async () => {
  expect(await texts('a\r\r\nb\n')).toEqual(['a\r', 'b'])
})

test('an empty file has no line', async () => {
  expect(await texts('')).toEqual([])
})

test('lines are whole and numbered across blocks of reading', async () => {
  const line = 'x'.repeat(1000)
  const lines = await read(`${line}\r\n`.repeat(2000))
  expect(lines).toHaveLength(2000)
  expect(lines.every(({ text }) => text === line)).toBe(true)
  expect(lines.at(-1)).toMatchObject({ number: 2000, offset: 1999 * 1002 })
})

test('put together again, the raw lines are the file, byte for byte', async () => {
  const byte = fc.constantFrom(0x41, 0x0a, 0x0d, 0x3b, 0xe9)
  await fc.assert(
    fc.asyncProperty(fc.array(byte, { maxLength: 300 }), async (values) => {
      const bytes = Buffer.from(values)
      const lines = await read(bytes)
      expect(lines.map((line) => line.raw).join('')).toBe(bytes.toString('latin1'))
      expect(lines.map((line) => line.number)).toEqual(lines.map((_, index) => index + 1))
    }),
    { numRuns: 300 },
  )
})

/** Numbers and lengths of the lines from a place on, and where each begins. */
async function lengthsFrom(bytes: string, limit: number, from = { offset: 0, line: 1 }) {
  const path = join(folder, 'long')
  writeFileSync(path, bytes)
  const file = await open(path)
  try {
    const lines: (number | string)[][] = []
    for await (const block of readLines(file, { ...(await scanFile(file)), limit, from })) {
      if (block.tooLong !== undefined)
        lines.push([block.firstNumber, block.offset, `long, then ${block.tooLong.next.offset}`])
      for (let i = 0; i < block.count; i++)
        lines.push([
          block.firstNumber + i,
          block.offset + block.starts[i]!,
          block.ends[i]! - block.starts[i]!,
        ])
    }
    return lines
  } finally {
    await file.close()
  }
}

test('reading goes on from any line', async () => {
  expect(await lengthsFrom('a\r\nbb\r\nccc', 100, { offset: 3, line: 2 })).toEqual([
    [2, 3, 2],
    [3, 7, 3],
  ])
  expect(await lengthsFrom('a\r\nbb\r\n', 100, { offset: 7, line: 3 })).toEqual([])
})

test('a line beyond the limit is passed over and tells where the next one begins', async () => {
  const long = 'x'.repeat(1_000_000)
  expect(await lengthsFrom(`a\n${long}\nb\n${long}`, 1000)).toEqual([
    [1, 0, 1],
    [2, 2, 'long, then 1000003'],
    [3, 1_000_003, 1],
    [4, 1_000_005, 'long, then 2000005'],
  ])
})
