import { createHash, type Hash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, link, mkdir, open, readdir, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileStore, storeMarker } from '../../files/file-store.ts'
import { storeFailure } from '../../files/store-outcome.ts'
import { type DayKind, dayColumns, dayKinds } from './day-columns.ts'
import type { DayLine } from './day-lines.ts'

/** The folder of the day's files does not take them: no space, no right, not there. In French, for the log. */
export class DayFilesUnwritable extends Error {
  override readonly name = 'DayFilesUnwritable'
}

export interface WrittenFile {
  readonly kind: DayKind
  /** Its temporary name. */
  readonly part: string
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
}

/** The files of a day while they are written, under temporary names (admissions.md 5.3): nobody sees them yet. */
export interface DaySet {
  add(kind: DayKind, lines: readonly DayLine[]): Promise<void>
  /** On the disk, and read again: what is there is what was written. */
  finish(): Promise<readonly WrittenFile[]>
  /** Puts all of them in place under these names, or none. */
  putInPlace(nameOf: (kind: DayKind) => string): Promise<void>
  /** Takes away what was not put in place. */
  abandon(): Promise<void>
}

const partName = /^\.nocturne-[0-9a-f-]{36}\.(part|former)$/
const lineEnd = '\n'

/** Opens a new set in the folder, which is made where it is missing; what a killed run left there is taken away. */
export async function beginDaySet(root: string): Promise<DaySet> {
  return await told(async () => {
    await mkdir(root, { recursive: true, mode: 0o750 })
    const begun = await fileStore(root).begin()
    if (begun.kind !== 'ready') throw new DayFilesUnwritable(`${begun.words} (${storeMarker})`)
    for (const name of await readdir(root)) if (partName.test(name)) await unlink(join(root, name))
    const files: OpenFile[] = []
    try {
      for (const kind of dayKinds) files.push(await openFile(root, kind))
    } catch (error) {
      await Promise.all(files.map(discard))
      throw error
    }
    return daySet(root, files)
  })
}

function daySet(root: string, files: readonly OpenFile[]): DaySet {
  return {
    add: (kind, lines) => told(() => append(files.find((file) => file.kind === kind)!, lines)),
    finish: () =>
      told(async () => {
        const written: WrittenFile[] = []
        for (const file of files) written.push(await finishFile(file))
        return written
      }),
    putInPlace: (nameOf) =>
      told(() => replaceAll(root, new Map(files.map(({ kind, part }) => [part, join(root, nameOf(kind))])))),
    abandon: async () => {
      await Promise.all(files.map(discard))
    },
  }
}

interface OpenFile {
  readonly kind: DayKind
  readonly part: string
  readonly handle: FileHandle
  readonly hash: Hash
  rows: number
  bytes: number
}

async function openFile(root: string, kind: DayKind): Promise<OpenFile> {
  const part = join(root, `.nocturne-${randomUUID()}.part`)
  const handle = await open(part, 'wx', 0o640)
  const file: OpenFile = { kind, part, handle, hash: createHash('sha256'), rows: -1, bytes: 0 }
  await append(file, [dayColumns[kind]])
  return file
}

async function append(file: OpenFile, lines: readonly DayLine[]): Promise<void> {
  if (lines.length === 0) return
  const piece = Buffer.from(lines.map((values) => values.join(';') + lineEnd).join(''), 'utf8')
  await file.handle.writeFile(piece)
  file.hash.update(piece)
  file.rows += lines.length
  file.bytes += piece.length
}

async function finishFile(file: OpenFile): Promise<WrittenFile> {
  await file.handle.sync()
  await file.handle.close()
  const { kind, part, rows, bytes } = file
  const sha256 = file.hash.digest('hex')
  const found = await readAgain(part, dayColumns[kind].length)
  if (found.sha256 !== sha256 || found.lines !== rows + 1 || !found.even)
    throw new DayFilesUnwritable(`le fichier ${kind} relu n’est pas celui qui a été écrit`)
  return { kind, part, rows, bytes, sha256 }
}

/** `even`: every line has as many columns as it is to have, and the last one ends. */
async function readAgain(
  path: string,
  columns: number,
): Promise<{ sha256: string; lines: number; even: boolean }> {
  const hash = createHash('sha256')
  let lines = 0
  let separators = 0
  let even = true
  let open = false
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(piece)
    for (const byte of piece) {
      open = byte !== 0x0a
      if (byte === 0x3b) separators++
      else if (!open) {
        lines++
        even &&= separators === columns - 1
        separators = 0
      }
    }
  }
  return { sha256: hash.digest('hex'), lines, even: even && !open }
}

/** Each file under its name, what was there set aside meanwhile: after a failure all former files are back. */
async function replaceAll(root: string, targets: ReadonlyMap<string, string>): Promise<void> {
  const former = new Map<string, string | null>()
  const done: string[] = []
  try {
    for (const target of targets.values()) former.set(target, await setAside(root, target))
    for (const [part, target] of targets) {
      await rename(part, target)
      done.push(target)
    }
    await syncFolder(root)
  } catch (error) {
    for (const target of done) {
      const kept = former.get(target)
      if (kept) await rename(kept, target).catch(() => {})
      else await unlink(target).catch(() => {})
    }
    throw error
  } finally {
    for (const kept of former.values()) if (kept) await unlink(kept).catch(() => {})
  }
}

/** A second name for a file that is about to be replaced; null: there is none. */
async function setAside(root: string, target: string): Promise<string | null> {
  const kept = join(root, `.nocturne-${randomUUID()}.former`)
  try {
    await link(target, kept)
    return kept
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function syncFolder(root: string): Promise<void> {
  const folder = await open(root, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function discard({ handle, part }: OpenFile): Promise<void> {
  await handle.close().catch(() => {})
  await unlink(part).catch(() => {})
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DayFilesUnwritable) throw error
    const failure = storeFailure(error)
    throw new DayFilesUnwritable(failure.kind === 'absent' ? 'le dossier a disparu' : failure.words)
  }
}
