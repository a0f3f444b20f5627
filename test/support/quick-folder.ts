import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const inMemory = '/dev/shm'
const gigabyte = 2 ** 30

/** Where a run of tests may have left a folder. */
export const possibleParents: readonly string[] = [tmpdir(), inMemory]

/**
 * Where a run of tests keeps its databases and temporary files: in memory where the system has a file system there, with room
 * to spare, else in its temporary folder. A database is a thousand files; a disk takes seconds to make what memory takes a tenth of
 * a second for, and every test file has a database of its own.
 */
export function quickParent(): string {
  try {
    const { bavail, bsize } = statfsSync(inMemory)
    const roomy = bavail * bsize > 4 * gigabyte && process.availableMemory() > 6 * gigabyte
    return roomy && runsPrograms(inMemory) ? inMemory : tmpdir()
  } catch {
    return tmpdir()
  }
}

/** Some tests write programs and run them; containers may forbid that here. */
function runsPrograms(parent: string): boolean {
  const folder = mkdtempSync(join(parent, 'nocturne-probe-'))
  try {
    const program = join(folder, 'probe')
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 })
    execFileSync(program)
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
