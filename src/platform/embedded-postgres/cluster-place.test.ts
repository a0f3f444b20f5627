import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clusterPlace, writePointer } from './cluster-place.ts'

let home: string
let folder: string

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'nocturne-place-')))
  folder = join(home, 'data')
  mkdirSync(folder)
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

test('a cluster in the data folder itself needs no pointer', () => {
  writePointer(folder, join(folder, 'postgres'))
  expect(() => writeFileSync(join(folder, 'postgres.elsewhere'), '', { flag: 'wx' })).not.toThrow()
})

test('a database that is gone from its place is not replaced by an empty one', () => {
  writePointer(folder, join(home, 'system', 'postgres'))
  expect(() => clusterPlace(folder)).toThrow(/was in .*system\/postgres, which is gone\. Restore it/)
})

test('a copy of a data folder does not work on the database of the original', () => {
  const cluster = join(home, 'system', 'postgres')
  mkdirSync(cluster, { recursive: true })
  writePointer(folder, cluster)
  const copy = join(home, 'copy')
  mkdirSync(copy)
  writePointer(copy, cluster)
  // As `cp -r data copy` leaves it: the note still speaks of the original.
  writeFileSync(join(copy, 'postgres.elsewhere'), `folder: ${folder}\ndatabase: ${cluster}\n`)
  expect(() => clusterPlace(copy)).toThrow(/is a copy of .*data, but the database was not in it/)
})

test('a damaged pointer file is not overlooked', () => {
  writeFileSync(join(folder, 'postgres.elsewhere'), '')
  expect(() => clusterPlace(folder)).toThrow(/damaged; restore it/)
})
