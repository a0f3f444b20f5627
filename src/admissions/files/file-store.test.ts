import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fileStore } from './file-store.ts'
import { isSafeFolderName, storePathParts } from './store-path.ts'

let folder: string
let root: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nocturne-store-'))
  root = join(folder, 'store')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('what is written is read back, with its size and digest, and is for its group alone to read', async () => {
  const store = fileStore(root)
  expect(await store.begin()).toEqual({ kind: 'ready' })
  expect(await store.write('C26/1/releve.pdf', 'contenu')).toEqual({
    kind: 'written',
    bytes: 7,
    sha256: '3016ef88e3166466281c563b984abed5412a2de823d37ed99c2af39be422fab1',
  })
  const found = await store.read('C26/1/releve.pdf')
  if (found.kind !== 'found') throw new Error(found.kind)
  expect(found.bytes).toBe(7)
  expect(await text(found.stream)).toBe('contenu')
  expect((await stat(join(root, 'C26/1/releve.pdf'))).mode & 0o777).toBe(0o640)
  expect(await store.list('C26')).toEqual({ kind: 'found', count: 1, paths: ['C26/1/releve.pdf'] })
})

test('absent, unavailable and refused are three things', async () => {
  const store = fileStore(root)
  // The root is missing, then empty as the place of a disk that is not mounted.
  expect(await store.read('a')).toMatchObject({ kind: 'unavailable' })
  await mkdir(root)
  expect(await store.read('a')).toMatchObject({ kind: 'unavailable' })
  expect(await store.remove('a')).toMatchObject({ kind: 'unavailable' })
  expect(await store.write('a', 'x')).toMatchObject({ kind: 'unavailable' })
  await store.begin()
  expect(await store.read('a')).toEqual({ kind: 'absent' })
  expect(await store.read('a/b')).toEqual({ kind: 'absent' })
  expect(await store.remove('a/b')).toEqual({ kind: 'removed', was: 'absent' })
  expect(await store.removeEmptyFolders('a')).toEqual({ kind: 'absent' })
  await mkdir(join(root, 'dossier'))
  expect(await store.read('dossier')).toMatchObject({ kind: 'refused' })
  expect(await store.remove('dossier')).toMatchObject({ kind: 'refused' })
  await rm(root, { recursive: true })
  await writeFile(root, 'no folder')
  expect(await store.check()).toMatchObject({ kind: 'unavailable' })
})

test('nothing is reached outside the root, nor through a link', async () => {
  const store = fileStore(root)
  await store.begin()
  await writeFile(join(folder, 'secret'), 'secret')
  await symlink(folder, join(root, 'up'))
  await symlink(join(folder, 'secret'), join(root, 'link'))
  for (const path of ['../secret', '/etc/passwd', '', '.', 'a//b', 'a/../../secret', 'a\\b', 'a\u0000b'])
    expect(await store.read(path), path).toMatchObject({ kind: 'refused' })
  for (const path of ['up/secret', 'link']) {
    expect(await store.read(path), path).toMatchObject({ kind: 'refused' })
    expect(await store.remove(path), path).toMatchObject({ kind: 'refused' })
  }
  expect(await store.write('up/made/x', 'x')).toMatchObject({ kind: 'refused' })
  expect(await store.list('up')).toMatchObject({ kind: 'refused' })
  expect(await store.removeEmptyFolders('up')).toMatchObject({ kind: 'refused' })
  expect(await readFile(join(folder, 'secret'), 'utf8')).toBe('secret')
})

test('a store that is read-only is unavailable, and says nothing of the path', async () => {
  const store = fileStore(root)
  await store.begin()
  await store.write('C26/testun.pdf', 'x')
  await chmod(join(root, 'C26'), 0o550)
  const outcome = await store.remove('C26/testun.pdf')
  await chmod(join(root, 'C26'), 0o750)
  // Root may do everything: whoever runs the tests as root sees the file removed.
  if (process.getuid?.() === 0) return
  expect(outcome).toEqual({ kind: 'unavailable', words: 'droits insuffisants (EACCES)' })
  expect((await store.read('C26/testun.pdf')).kind).toBe('found')
})

test('folders go as far as they are empty, remains of an interrupted writing with them', async () => {
  const store = fileStore(root)
  await store.begin()
  await mkdir(join(root, 'C26/a/b'), { recursive: true })
  await mkdir(join(root, 'C26/c'))
  await writeFile(join(root, 'C26/a/.nocturne-00000000-0000-0000-0000-000000000000.part'), 'half')
  await writeFile(join(root, 'C26/c/unlisted'), 'x')
  expect(await store.removeEmptyFolders('C26')).toEqual({ kind: 'emptied', folders: 2, files: 1 })
  await store.remove('C26/c/unlisted')
  expect(await store.removeEmptyFolders('C26')).toEqual({ kind: 'emptied', folders: 2, files: 0 })
  expect(await store.removeEmptyFolders('C26')).toEqual({ kind: 'absent' })
})

test('a writing whose source fails leaves nothing', async () => {
  const store = fileStore(root)
  await store.begin()
  async function* broken() {
    yield Buffer.from('half')
    throw new Error('the source broke')
  }
  await expect(store.write('C26/x', broken())).rejects.toThrow('the source broke')
  expect(await store.list('C26')).toEqual({ kind: 'found', count: 0, paths: [] })
})

test('41: a campaign code that is no single element of a path is no folder', () => {
  expect(['C26', 'C-2026.1', 'a_b'].every(isSafeFolderName)).toBe(true)
  expect(['', '../x', '..', '.', '.x', 'a/b', 'a\\b', 'x'.repeat(21), 'é'].some(isSafeFolderName)).toBe(false)
  expect(storePathParts('C26/1/x')).toEqual(['C26', '1', 'x'])
})
