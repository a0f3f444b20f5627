import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDownload } from './downloadable-file.ts'

let folder: string
const at = (...names: string[]) => join(folder, ...names)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nocturne-download-'))
  for (const path of ['data/runs/0/42', 'data/postgres', 'data/uploads', 'drop', 'elsewhere'])
    mkdirSync(at(path), { recursive: true })
  for (const path of [
    'data/runs/0/42/report.txt',
    'data/postgres/PG_VERSION',
    'data/uploads/0123',
    'data/password',
    'drop/log_1.txt',
    'elsewhere/secret',
  ])
    writeFileSync(at(path), path)
  symlinkSync(at('elsewhere/secret'), at('data/runs/0/42/link'))
  symlinkSync(at('elsewhere'), at('drop/folder'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function opened(path: string, importDirectory: string | null = at('drop')): Promise<string> {
  const file = await openDownload(path, {
    runDirectory: at('data/runs/0/42'),
    dataDirectory: at('data'),
    importDirectory,
  })
  if (!file.ok) return file.why
  const text = await file.handle.readFile('utf8')
  await file.handle.close()
  return text
}

test("a file of the run's own directory is handed out", async () => {
  expect(await opened(at('data/runs/0/42/report.txt'))).toBe('data/runs/0/42/report.txt')
})

test('so is one of the import directory, while it is configured', async () => {
  expect(await opened(at('drop/log_1.txt'))).toBe('drop/log_1.txt')
  expect(await opened(at('drop/log_1.txt'), null)).toBe('elsewhere')
})

test('nothing else of the machine is', async () => {
  expect(await opened('/etc/passwd')).toBe('elsewhere')
  expect(await opened(at('elsewhere/secret'))).toBe('elsewhere')
  expect(await opened(join(at('drop'), '..', 'elsewhere', 'secret'))).toBe('elsewhere')
})

test('a link that leads out is not followed, be it the file or a folder on the way', async () => {
  expect(await opened(at('data/runs/0/42/link'))).toBe('elsewhere')
  expect(await opened(at('drop/folder/secret'))).toBe('elsewhere')
})

test("the database, what others sent and the program's own files stay closed", async () => {
  expect(await opened(at('data/postgres/PG_VERSION'))).toBe('elsewhere')
  expect(await opened(at('data/uploads/0123'))).toBe('elsewhere')
  expect(await opened(at('data/password'))).toBe('elsewhere')
})

test('a folder is no file, and what is gone is gone', async () => {
  expect(await opened(at('data/runs/0/42'))).toBe('elsewhere')
  expect(await opened(at('data/runs/0'))).toBe('elsewhere')
  expect(await opened(at('data/runs/0/42/gone.txt'))).toBe('gone')
})

test('a neighbour folder whose name begins alike is another folder', async () => {
  mkdirSync(at('drop-other'))
  writeFileSync(at('drop-other/file'), '')
  expect(await opened(at('drop-other/file'))).toBe('elsewhere')
})
