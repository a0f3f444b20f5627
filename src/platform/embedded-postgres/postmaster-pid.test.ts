import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { parsePostmasterPid, removeStaleLockFile, runningPostmaster } from './postmaster-pid.ts'

const cluster = mkdtempSync(join(tmpdir(), 'nocturne-lock-file-'))
const lockFile = join(cluster, 'postmaster.pid')
afterAll(() => rmSync(cluster, { recursive: true, force: true }))

const contentFor = (pid: number) =>
  `${pid}\n${cluster}\n1795288029\n54999\n\n127.0.0.1\n  2146971         4\nready   \n`

test('the lock file tells process, port and state of the server', () => {
  expect(parsePostmasterPid(contentFor(3570))).toEqual({ pid: 3570, port: 54999, status: 'ready' })
})

test('a lock file that is just being written tells what it has', () => {
  expect(parsePostmasterPid('3570\n/data\n1795288029\n54999\n\n')).toEqual({
    pid: 3570,
    port: 54999,
    status: '',
  })
  expect(parsePostmasterPid('3570\n/da')).toBe(undefined)
  expect(parsePostmasterPid('')).toBe(undefined)
})

test('a living process that is no server of this cluster is not taken for it', () => {
  writeFileSync(lockFile, contentFor(process.pid))
  expect(runningPostmaster(cluster)).toBe(undefined)
})

test('the lock file with the number of such a process is removed, that of a dead process is left', () => {
  const dead = 2 ** 22 + 1 // more than the highest process number
  writeFileSync(lockFile, contentFor(dead))
  removeStaleLockFile(cluster)
  expect(readFileSync(lockFile, 'utf8')).toBe(contentFor(dead))
  writeFileSync(lockFile, contentFor(process.pid))
  removeStaleLockFile(cluster)
  expect(() => readFileSync(lockFile)).toThrow(/ENOENT/)
  removeStaleLockFile(cluster)
})

test('an empty lock file is removed unless a server may just be writing it', () => {
  writeFileSync(lockFile, '')
  removeStaleLockFile(cluster)
  expect(readFileSync(lockFile, 'utf8')).toBe('')
  const aMinuteAgo = Date.now() / 1000 - 60
  utimesSync(lockFile, aMinuteAgo, aMinuteAgo)
  removeStaleLockFile(cluster)
  expect(() => readFileSync(lockFile)).toThrow(/ENOENT/)
})
