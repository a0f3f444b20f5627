import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { manualClock } from '../../platform/clock.ts'
import { type FileArea, fileArea } from './file-area.ts'
import type { Shelf } from './shelf.ts'

let root: string
let area: FileArea
const clock = manualClock('2026-11-22T00:30:05Z')
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nocturne-area-'))
  area = fileArea(join(root, 'files'), { clock })
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const holding = (text: string) => (path: string) => writeFile(path, text)
const names = async (shelf: Shelf) => (await area.list(shelf)).map((file) => file.name)
async function textOf(shelf: Shelf, name: string): Promise<string | null> {
  const file = await area.open(shelf, name)
  if (file === null) return null
  try {
    return (await file.handle.readFile('utf8')) as string
  } finally {
    await file.handle.close()
  }
}

it('adds a file under its name, for the group to read, and lists it with its size and time', async () => {
  expect(await area.add('commands', 'médecine/users.csv', holding('a;b\n'), 'refuse')).toBe(
    'médecine/users.csv',
  )
  const [file] = await area.list('commands')
  const found = statSync(join(root, 'files/commands/médecine/users.csv'), { bigint: true })
  expect(file).toMatchObject({
    shelf: 'commands',
    name: 'médecine/users.csv',
    bytes: 4,
    modifiedNs: found.mtimeNs,
  })
  expect((Number(found.mode) & 0o777).toString(8)).toBe('640')
  expect((statSync(join(root, 'files/commands')).mode & 0o027).toString(8)).toBe('0')
  expect(await textOf('commands', 'médecine/users.csv')).toBe('a;b\n')
})

it('takes a finished file that is renamed to the temporary place', async () => {
  const made = join(root, 'files', 'made-elsewhere')
  mkdirSync(join(root, 'files'))
  writeFileSync(made, 'report')
  await area.add('reports', 'r.txt', (path) => rename(made, path), 'number')
  expect(await textOf('reports', 'r.txt')).toBe('report')
})

it('refuses a name that is taken, numbers it, or archives the old file', async () => {
  await area.add('commands', 'x.csv', holding('1'), 'refuse')
  await expect(area.add('commands', 'x.csv', holding('2'), 'refuse')).rejects.toMatchObject({
    code: 'EXISTS',
  })
  expect(await area.add('commands', 'x.csv', holding('2'), 'number')).toBe('x-2.csv')
  expect(await area.add('commands', 'x.csv', holding('3'), 'number')).toBe('x-3.csv')
  expect(await area.add('commands', 'x.csv', holding('4'), 'archive')).toBe('x.csv')
  expect(await area.add('commands', 'x.csv', holding('5'), 'archive')).toBe('x.csv')
  expect(await names('archives')).toEqual(['20261122-013005_x-2.csv', '20261122-013005_x.csv'])
  expect(await textOf('archives', '20261122-013005_x.csv')).toBe('1')
  expect(await textOf('commands', 'x.csv')).toBe('5')
})

it('loses nothing when many writers give one name at once', async () => {
  const texts = Array.from({ length: 60 }, (_, index) => `text ${index}`)
  const ways = ['number', 'archive', 'number'] as const
  const twin = fileArea(join(root, 'files'), { clock })
  await Promise.all(
    texts.map((text, index) =>
      (index % 2 ? area : twin).add('commands', 'same.csv', holding(text), ways[index % 3]!),
    ),
  )
  const kept: (string | null)[] = []
  for (const shelf of ['commands', 'archives'] as const)
    for (const name of await names(shelf)) kept.push(await textOf(shelf, name))
  expect(kept.toSorted()).toEqual(texts.toSorted())
})

it('shows no part of a file, and leaves nothing when its writer fails', async () => {
  let seen: string[] = []
  await area.add(
    'commands',
    'x.csv',
    async (path) => {
      await writeFile(path, 'half')
      seen = await names('commands')
      await writeFile(path, 'half and half')
    },
    'refuse',
  )
  expect(seen).toEqual([])
  const failing = async (path: string) => {
    await writeFile(path, 'half')
    throw new Error('cut off')
  }
  await expect(area.add('commands', 'y.csv', failing, 'refuse')).rejects.toThrow('cut off')
  expect(readdirSync(join(root, 'files/commands'))).toEqual(['x.csv'])
})

it.each([
  ['commands', '../x.csv'],
  ['commands', 'a/../../x.csv'],
  ['commands', '/etc/passwd'],
  ['commands', 'a//x.csv'],
  ['commands', 'a\\x.csv'],
  ['commands', '.hidden.csv'],
  ['commands', 'a/.git/x.csv'],
  ['commands', 'a\u0000.csv'],
  ['commands', 'a\n.csv'],
  ['commands', 'facture\u202efdp.csv'],
  ['commands', 'users_*.csv'],
  ['commands', ''],
  ['commands', ' '],
  ['commands', 'a/'],
  ['commands', '1/2/3/4/5/6/x.csv'],
  ['commands', 'x'.repeat(201)],
  ['commands', 'é'.repeat(101)],
  ['reports', 'folder/x.txt'],
] as [Shelf, string][])('F30: %s have no file called %j', async (shelf, name) => {
  await expect(area.add(shelf, name, holding('x'), 'number')).rejects.toMatchObject({ code: 'BAD_NAME' })
  expect(await area.open(shelf, name)).toBeNull()
  await expect(area.remove(shelf, name)).rejects.toMatchObject({ code: 'BAD_NAME' })
})

it.each(['a b.csv', 'élèves.csv', 'x', '1/2/3/4/5/x.csv', '_out.csv', 'x..csv', `${'é'.repeat(98)}.csv`])(
  'F30: a file may be called %j',
  async (name) => {
    expect(await area.add('commands', name, holding('x'), 'refuse')).toBe(name)
    expect(await names('commands')).toEqual([name])
    await area.add('commands', name, holding('y'), 'archive')
    expect(await names('archives')).toHaveLength(1)
  },
)

it('follows no link, whether it stands for a file or for a folder', async () => {
  await area.add('commands', 'x.csv', holding('x'), 'refuse')
  const commands = join(root, 'files/commands')
  mkdirSync(join(root, 'secret'))
  writeFileSync(join(root, 'secret/key.csv'), 'secret')
  symlinkSync(join(root, 'secret/key.csv'), join(commands, 'key.csv'))
  symlinkSync(join(root, 'secret'), join(commands, 'folder'))
  expect(await names('commands')).toEqual(['x.csv'])
  expect(await area.count('commands')).toBe(1)
  expect(await area.open('commands', 'key.csv')).toBeNull()
  await expect(area.open('commands', 'folder/key.csv')).rejects.toMatchObject({ code: 'BAD_NAME' })
  await expect(area.add('commands', 'folder/new.csv', holding('x'), 'number')).rejects.toThrow()
  expect(await area.remove('commands', 'key.csv')).toBe(false)
  await expect(
    area.move({ shelf: 'commands', name: 'key.csv' }, { shelf: 'reports', name: 'k' }),
  ).rejects.toMatchObject({
    code: 'ABSENT',
  })
  // What is added in the place of a link replaces nothing that it leads to.
  await expect(area.add('commands', 'key.csv', holding('x'), 'refuse')).rejects.toMatchObject({
    code: 'EXISTS',
  })
  expect(readdirSync(join(root, 'secret'))).toEqual(['key.csv'])
  expect(readFileSync(join(root, 'secret/key.csv'), 'utf8')).toBe('secret')
})

it('does not wait for a pipe', async () => {
  mkdirSync(join(root, 'files/commands'), { recursive: true })
  execFileSync('mkfifo', [join(root, 'files/commands/pipe')])
  expect(await area.open('commands', 'pipe')).toBeNull()
  expect(await names('commands')).toEqual([])
})

it('moves a file to another shelf or name, never over another', async () => {
  await area.add('retries', 'x_tryback_1.csv', holding('retry'), 'refuse')
  await area.add('commands', 'x.csv', holding('there'), 'refuse')
  const from = { shelf: 'retries', name: 'x_tryback_1.csv' } as const
  await expect(area.move(from, { shelf: 'commands', name: 'x.csv' })).rejects.toMatchObject({
    code: 'EXISTS',
  })
  expect(await textOf('retries', 'x_tryback_1.csv')).toBe('retry')
  expect(await area.move(from, { shelf: 'commands', name: 'again/x.csv' })).toBe('again/x.csv')
  expect(await names('commands')).toEqual(['again/x.csv', 'x.csv'])
  expect(await area.count('commands')).toBe(2)
  expect(await names('retries')).toEqual([])
})

it('a file that two want to move goes with one of them', async () => {
  await area.add('commands', 'x.csv', holding('once'), 'refuse')
  const moves = [1, 2, 3, 4].map((number) =>
    area.move({ shelf: 'commands', name: 'x.csv' }, { shelf: 'commands', name: `${number}.csv` }),
  )
  const ended = await Promise.allSettled(moves)
  expect(ended.filter((end) => end.status === 'fulfilled')).toHaveLength(1)
  expect(await names('commands')).toHaveLength(1)
})

it('previews the first lines as they are, in UTF-8 or ISO-8859-1', async () => {
  await area.add('commands', 'x.csv', holding('\ufeffun;é\r\ndeux\r\ntrois\r\n'), 'refuse')
  expect(await area.preview('commands', 'x.csv', 2)).toEqual({
    lines: ['un;é', 'deux'],
    complete: false,
    encoding: 'UTF-8',
  })
  expect(await area.preview('commands', 'x.csv', 3)).toMatchObject({ complete: true })
  await area.add('commands', 'iso.csv', (path) => writeFile(path, Buffer.from('é\n', 'latin1')), 'refuse')
  expect(await area.preview('commands', 'iso.csv', 5)).toEqual({
    lines: ['é'],
    complete: true,
    encoding: 'ISO-8859-1',
  })
  await area.add('commands', 'long.csv', holding('é'.repeat(500_000)), 'refuse')
  expect((await area.preview('commands', 'long.csv', 5))!.lines[0]!.length).toBe(131_072)
  expect(await area.preview('commands', 'none.csv', 5)).toBeNull()
})

it('finds a text in reports, the newest first, whatever case and accents', async () => {
  await area.add('reports', 'old.txt', holding('# entête\nligne 2 : Élève INCONNU\n'), 'refuse')
  await area.add('reports', 'new.txt', holding('ligne 7 : eleve inconnu\n'), 'refuse')
  utimesSync(join(root, 'files/reports/old.txt'), 1_000_000, 1_000_000)
  expect(await area.search('reports', ' élève inconnu ')).toEqual({
    hits: [
      { name: 'new.txt', line: 1, text: 'ligne 7 : eleve inconnu' },
      { name: 'old.txt', line: 2, text: 'ligne 2 : Élève INCONNU' },
    ],
    complete: true,
  })
  await area.add('reports', 'many.txt', holding('the same\n'.repeat(1000)), 'refuse')
  const { hits, complete } = await area.search('reports', 'same')
  expect([hits.length, complete]).toEqual([10, false])
})

it('finishes what a dead program left half done, once it is old enough', async () => {
  await area.add('archives', 'x.csv', holding('there'), 'refuse')
  const archives = join(root, 'files/archives')
  writeFileSync(join(archives, '.~01234567~x.csv'), 'whole')
  writeFileSync(join(archives, '.part~01234567'), 'ha')
  const later = fileArea(join(root, 'files'), {
    clock: manualClock(new Date(Date.now() + 3_700_000).toISOString()),
  })
  const sooner = fileArea(join(root, 'files'), { clock: manualClock(new Date().toISOString()) })
  expect(await sooner.tidy()).toEqual({ removed: 0, rescued: 0 })
  expect(await later.tidy()).toEqual({ removed: 1, rescued: 1 })
  expect(readdirSync(archives)).toEqual(['x-2.csv', 'x.csv'])
  expect(await textOf('archives', 'x-2.csv')).toBe('whole')
})

it('a staged file gets its name once, however often it is asked for, even when it was processed in between', async () => {
  const { staged } = area
  const mark = await staged.stage('commands', 'drop-1', holding('new'))
  expect(await names('commands')).toEqual([])
  await area.add('commands', 'x.csv', holding('old'), 'refuse')
  expect(await staged.publish('commands', 'drop-1', mark, 'x.csv')).toBe(true)
  expect(await staged.publish('commands', 'drop-1', mark, 'x.csv')).toBe(false)
  expect([await textOf('commands', 'x.csv'), await names('archives')]).toEqual([
    'new',
    ['20261122-013005_x.csv'],
  ])
  await area.remove('commands', 'x.csv')
  expect(await staged.publish('commands', 'drop-1', mark, 'x.csv')).toBe(false)
  await staged.forget('commands', 'drop-1')
  expect([await staged.has('commands', 'drop-1'), await names('commands')]).toEqual([false, []])
})
