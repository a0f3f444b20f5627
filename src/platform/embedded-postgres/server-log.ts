import { closeSync, copyFileSync, fstatSync, openSync, readSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'

/** The log of the database server of a data folder. */
export function serverLogPath(folder: string): string {
  return join(folder, 'postgres.log')
}

const maximumBytes = 8 * 1024 * 1024

/**
 * Keeps the log from growing for ever: one that exceeds 8 MiB becomes `postgres.log.1`, and a new one begins.
 * Safe while the server writes: it appends, wherever the end is.
 */
export function trimServerLog(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size <= maximumBytes) return
  copyFileSync(path, `${path}.1`)
  truncateSync(path, 0)
}

/** The end of the log, at most `bytes` of it; empty without a log. */
function readEnd(path: string, bytes: number): string {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return ''
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const buffer = Buffer.alloc(Math.min(size, bytes))
    const read = readSync(file, buffer, 0, buffer.length, size - buffer.length)
    return buffer.toString('utf8', 0, read)
  } finally {
    closeSync(file)
  }
}

/** The last lines of the log, for an error message. */
export function lastLogLines(path: string, count = 12): string {
  return readEnd(path, 16 * 1024)
    .trimEnd()
    .split('\n')
    .slice(-count)
    .join('\n')
}

/** The SQLSTATE of the fatal error of server process `pid`: its code, since messages are only for people. */
export function fatalCode(path: string, pid: number): string | undefined {
  return parseFatalCode(readEnd(path, 64 * 1024), pid)
}

/** Lines are `2026-11-21 19:07:09.611 UTC [3565] F0001 FATAL:  …` (setting log_line_prefix). */
export function parseFatalCode(log: string, pid: number): string | undefined {
  const line = log.split('\n').findLast((line) => line.includes(`[${pid}] `) && /(FATAL|PANIC): /.test(line))
  return line === undefined ? undefined : /\] ([0-9A-Z]{5}) (?:FATAL|PANIC): /.exec(line)?.[1]
}
