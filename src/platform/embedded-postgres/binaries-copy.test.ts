import { spawnSync } from 'node:child_process'
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { installedBinaries, majorVersion, program } from './binaries.ts'
import { copyBinaries } from './binaries-copy.ts'

const parent = mkdtempSync(join(tmpdir(), 'nocturne-binaries-'))
afterAll(() => rmSync(parent, { recursive: true, force: true }))

test('a machine without binaries is told what to do', () => {
  expect(() => installedBinaries('sunos', 'riscv64')).toThrow(/npm ci.*DATABASE_URL/)
})

test('a copy is whole, has the links between libraries, and runs', () => {
  const installed = installedBinaries()
  expect(majorVersion(installed.version)).toBe('18')
  const copy = copyBinaries(installed, parent)
  expect(spawnSync(program(copy, 'initdb'), ['--version'], { encoding: 'utf8' }).stdout).toMatch(/ 18\./)
  if (process.platform === 'linux')
    expect(lstatSync(join(copy.directory, 'lib', 'libpq.so.5')).isSymbolicLink()).toBe(true)
  expect(copyBinaries(installed, parent)).toEqual(copy)
  expect(readdirSync(parent)).toHaveLength(1)
})
