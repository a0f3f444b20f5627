import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { archiveFile } from './archive.ts'
import { removeOldFiles } from './clean-up.ts'

const before = Temporal.Instant.from('2026-03-01T00:00:00Z')

test('only files of the pattern that are old enough are removed', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'nocturne-clean-up-'))
  const put = (name: string, day: string) => {
    writeFileSync(join(directory, name), '')
    utimesSync(join(directory, name), new Date(day), new Date(day))
  }
  put('log_old.txt', '2026-02-28')
  put('log_new.txt', '2026-03-01')
  put('Calcium.csv', '2020-01-01')
  mkdirSync(join(directory, 'log_folder.txt'))
  expect(await removeOldFiles(directory, /^log_.*\.txt$/, before)).toEqual({ removed: 1, failed: 0 })
  expect(readdirSync(directory).sort()).toEqual(['Calcium.csv', 'log_folder.txt', 'log_new.txt'])
})

test('a directory that is not there has nothing to remove', async () => {
  expect(await removeOldFiles('/nonexistent/nocturne', /./, before)).toEqual({ removed: 0, failed: 0 })
})

test('an archive has the time stamp before its name and leaves the file where it is', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'nocturne-archive-'))
  writeFileSync(join(directory, 'Calcium.csv'), 'a;b\r\n')
  const file = await open(join(directory, 'Calcium.csv'))
  // Whoever puts another file there meanwhile does not get it archived as what was imported.
  renameSync(join(directory, 'Calcium.csv'), join(directory, 'Avant.csv'))
  writeFileSync(join(directory, 'Calcium.csv'), 'autre')
  const kept = await archiveFile(file, {
    fileName: 'Calcium.csv',
    directory: join(directory, 'archives'),
    stamp: '20260302_050024',
  })
  await file.close()
  expect(readFileSync(kept, 'utf8')).toBe('a;b\r\n')
  expect(readdirSync(join(directory, 'archives'))).toEqual(['20260302_050024_Calcium.csv'])
  expect(kept).toBe(join(directory, 'archives', '20260302_050024_Calcium.csv'))
  expect(readdirSync(directory)).toContain('Calcium.csv')
})
