import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { LineOutcome } from '../line-outcome.ts'
import { readJournalPage } from './read-journal.ts'

const directory = mkdtempSync(join(tmpdir(), 'nocturne-journal-'))
afterAll(() => rmSync(directory, { recursive: true }))
let handle: FileHandle | undefined
afterEach(async () => await handle?.close())

const entry = (line: number | null, outcome: LineOutcome | null, more = '') =>
  `${JSON.stringify({ line, outcome, messages: more === '' ? [] : [{ severity: 'info', code: 'X', fr: more, en: more }], changes: [] })}\n`

async function journal(text: string) {
  const path = join(directory, 'journal.jsonl')
  writeFileSync(path, text)
  handle = await open(path)
  return { file: handle, bytes: Buffer.byteLength(text) }
}

const lines = (page: { entries: readonly { line: number }[] }) => page.entries.map((one) => one.line)

test('pages follow each other without a gap or a repetition; entries about the whole file are none', async () => {
  const { file, bytes } = await journal(
    entry(null, null, 'le fichier') +
      [2, 3, 5, 8].map((line) => entry(line, 'created')).join('') +
      entry(null, null),
  )
  const first = await readJournalPage(file, bytes, { after: 0, size: 2 })
  expect([lines(first), first.next]).toEqual([[2, 3], 3])
  const second = await readJournalPage(file, bytes, { after: 3, size: 2 })
  expect([lines(second), second.next]).toEqual([[5, 8], null])
  expect(await readJournalPage(file, bytes, { after: 8, size: 2 })).toEqual({ entries: [], next: null })
})

test('one outcome alone', async () => {
  const { file, bytes } = await journal(
    [2, 3, 4, 5, 6].map((line) => entry(line, line % 2 === 0 ? 'created' : 'rejected')).join(''),
  )
  const page = await readJournalPage(file, bytes, { after: 0, size: 1, outcome: 'rejected' })
  expect(lines(page)).toEqual([3])
  const rest = await readJournalPage(file, bytes, { after: page.next!, size: 10, outcome: 'rejected' })
  expect([lines(rest), rest.next]).toEqual([[5], null])
})

test('in a long journal the page is found by halving: a few pieces are read, wherever it is', async () => {
  const count = 60_000
  const { file, bytes } = await journal(
    entry(null, null, 'le fichier') +
      Array.from({ length: count }, (_, index) =>
        entry(index + 2, 'updated', `é${index}`.repeat(index % 7)),
      ).join('') +
      entry(null, null, 'la fin'.repeat(100)),
  )
  expect(bytes).toBeGreaterThan(4_000_000)
  let read = 0
  const counted = {
    read: async (...given: Parameters<FileHandle['read']>) => {
      const result = await file.read(...given)
      read += result.bytesRead
      return result
    },
  } as unknown as FileHandle
  for (const after of [1, 2, 777, 31_234, 59_999, 60_000]) {
    read = 0
    const page = await readJournalPage(counted, bytes, { after, size: 3 })
    const expected = [after + 1, after + 2, after + 3].filter((line) => line > 1 && line <= count + 1)
    expect(lines(page), `after ${after}`).toEqual(expected)
    expect(read, `after ${after}`).toBeLessThan(1_000_000)
  }
  expect(await readJournalPage(file, bytes, { after: count + 1, size: 3 })).toEqual({
    entries: [],
    next: null,
  })
})

test('a rare outcome is looked for so far only: the page is short, and says where to go on', async () => {
  const { file, bytes } = await journal(
    Array.from({ length: 5_000 }, (_, index) =>
      entry(index + 2, index === 4_999 ? 'rejected' : 'unchanged'),
    ).join(''),
  )
  let after = 0
  let pages = 0
  for (;;) {
    const page = await readJournalPage(file, bytes, {
      after,
      size: 5,
      outcome: 'rejected',
      mostBytes: 100_000,
    })
    pages++
    if (page.entries.length > 0) {
      expect(lines(page)).toEqual([5_001])
      break
    }
    expect(page.next).toBeGreaterThan(after)
    after = page.next!
  }
  expect(pages).toBeGreaterThan(2)
})

test('an entry longer than a piece is read whole, one that is still being written is not read', async () => {
  const long = 'x'.repeat(300_000)
  const { file, bytes } = await journal(
    `${entry(2, 'created', long)}${entry(3, 'created', long)}${entry(4, 'created')}{"line":5,"outc`,
  )
  const page = await readJournalPage(file, bytes, { after: 2, size: 10 })
  expect([lines(page), page.next]).toEqual([[3, 4], null])
  expect(page.entries[0]!.messages[0]!.fr).toBe(long)
})
