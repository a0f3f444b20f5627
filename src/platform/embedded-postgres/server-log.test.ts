import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lastLogLines, parseFatalCode, trimServerLog } from './server-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'nocturne-log-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the reason of a failed start is the code of the last fatal line of that process', () => {
  const log = [
    '2026-11-21 19:07:08.000 UTC [70] 00000 LOG:  starting PostgreSQL 18.4',
    '2026-11-21 19:07:08.100 UTC [70] XX000 FATAL:  an earlier word',
    '2026-11-21 19:07:09.611 UTC [70] F0001 FATAL:  lock file "postmaster.pid" already exists',
    '2026-11-21 19:07:09.611 UTC [70] F0001 HINT:  Is another postmaster (PID 12) running?',
    '2026-11-21 19:07:09.700 UTC [7] 53100 FATAL:  could not write lock file',
  ].join('\n')
  expect(parseFatalCode(log, 70)).toBe('F0001')
  expect(parseFatalCode(log, 7)).toBe('53100')
  expect(parseFatalCode(log, 8)).toBe(undefined)
})

test('a log of more than 8 MiB becomes the former log, and a new one begins', () => {
  const path = join(folder, 'postgres.log')
  trimServerLog(path)
  writeFileSync(path, 'short\n')
  trimServerLog(path)
  expect(readFileSync(path, 'utf8')).toBe('short\n')
  const long = 'a line of the log\n'.repeat(500_000)
  writeFileSync(path, long)
  expect(lastLogLines(path, 2)).toBe('a line of the log\na line of the log')
  trimServerLog(path)
  expect(readFileSync(path, 'utf8')).toBe('')
  expect(readFileSync(`${path}.1`, 'utf8')).toBe(long)
  expect(lastLogLines(join(folder, 'none.log'))).toBe('')
})
