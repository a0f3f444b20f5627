import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import {
  type FileHandle,
  lstat,
  mkdir,
  open,
  opendir,
  realpath,
  rename,
  rmdir,
  unlink,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { type Refused, type StoreFailure, storeFailure, type Unavailable } from './store-outcome.ts'
import { storePathParts } from './store-path.ts'

export type { Absent, Refused, StoreFailure, Unavailable } from './store-outcome.ts'

/** What says that a folder is the store, and not the empty place where it would be mounted. */
export const storeMarker = '.nocturne-store'
const partName = /^\.nocturne-[0-9a-f-]{36}\.part$/

export type ReadOutcome =
  | { readonly kind: 'found'; readonly stream: Readable; readonly bytes: number }
  | StoreFailure
export type WriteOutcome =
  | { readonly kind: 'written'; readonly bytes: number; readonly sha256: string }
  | Unavailable
  | Refused
/** An absent file counts as removed (admissions.md 5.7); `was: 'absent'` tells so. */
export type RemoveOutcome =
  | { readonly kind: 'removed'; readonly was: 'present' | 'absent' }
  | Unavailable
  | Refused
export type ListOutcome =
  /** `count`: of all files below; `paths`: the first of them, from the root. */
  { readonly kind: 'found'; readonly count: number; readonly paths: readonly string[] } | StoreFailure
export type FolderOutcome =
  /** `files`: what still lies there; the folder is gone when there is none. */
  { readonly kind: 'emptied'; readonly folders: number; readonly files: number } | StoreFailure

/**
 * Files on a disk below one root (admissions.md 5.7). Every path is from the root, with `/`; one that would leave it, or that
 * goes through a symbolic link, is *refused*. The root itself may be a link.
 *
 * *Absent* is only said while the root is known to be the store: it is *unavailable* when it is missing, is no folder, or is
 * empty, as the place of a disk that is not mounted is. A store that may rightly be empty holds the file `.nocturne-store`, written by
 * `begin()`. Nothing is thrown for a failure of the file system; each outcome says which of the three it is.
 */
export interface FileStore {
  /** Makes the root, if need be, and marks it as the store. For whoever deposits first, tests and demonstrations. */
  begin(): Promise<{ readonly kind: 'ready' } | Unavailable>
  check(): Promise<{ readonly kind: 'ready' } | Unavailable>
  /** The stream is the caller's to read to its end or to destroy. It may still fail while being read. */
  read(path: string): Promise<ReadOutcome>
  /** Under a temporary name, then in place, in one go and on the disk. Replaces what was there. */
  write(path: string, content: Uint8Array | string | AsyncIterable<Uint8Array>): Promise<WriteOutcome>
  remove(path: string): Promise<RemoveOutcome>
  list(folder: string, options?: { readonly limit?: number }): Promise<ListOutcome>
  /** Removes a folder and those below it as far as they hold no file, and remains of interrupted writings. */
  removeEmptyFolders(folder: string): Promise<FolderOutcome>
}

export function fileStore(root: string): FileStore {
  /** The root's real path, or why the store cannot be told to be there. */
  async function realRoot(): Promise<{ kind: 'ready'; path: string } | Unavailable> {
    try {
      const path = await realpath(root)
      const folder = await opendir(path)
      const first = await folder.read()
      await folder.close()
      return first === null
        ? unavailable('la racine du dépôt est vide et sans repère : un disque n’est pas monté ?')
        : { kind: 'ready', path }
    } catch (error) {
      const failure = storeFailure(error)
      if (failure.kind === 'absent') return unavailable('la racine du dépôt n’existe pas')
      return unavailable(`la racine du dépôt : ${failure.words}`)
    }
  }

  /** Runs what needs the real place of a path; what it finds absent is looked at twice: the root may have gone meanwhile. */
  async function at<T>(
    path: string,
    act: (place: string, rootPath: string) => Promise<T>,
    options: { readonly makeFolders?: boolean } = {},
  ): Promise<T | StoreFailure> {
    const parts = storePathParts(path)
    if (parts === null) return { kind: 'refused', words: 'le chemin n’est pas sous la racine du dépôt' }
    const found = await realRoot()
    if (found.kind !== 'ready') return found
    try {
      const place = join(found.path, ...parts)
      const parent = dirname(place)
      if (options.makeFolders) {
        // Links are looked for before folders are made beyond them.
        const link = await firstLink(found.path, parts.slice(0, -1))
        if (link) return throughLink
        await mkdir(parent, { recursive: true, mode: 0o750 })
      }
      if ((await realpath(parent)) !== parent) return throughLink
      return await act(place, found.path)
    } catch (error) {
      const failure = storeFailure(error)
      if (failure.kind !== 'absent') return failure
      const again = await realRoot()
      return again.kind === 'ready' ? failure : again
    }
  }

  return {
    async begin() {
      try {
        await mkdir(root, { recursive: true, mode: 0o750 })
        const marker = await open(join(root, storeMarker), 'a', 0o640)
        await marker.close()
        return { kind: 'ready' }
      } catch (error) {
        const failure = storeFailure(error)
        return failure.kind === 'unavailable'
          ? failure
          : unavailable('la racine du dépôt ne peut pas être créée')
      }
    },

    async check() {
      const found = await realRoot()
      return found.kind === 'ready' ? { kind: 'ready' } : found
    },

    async read(path) {
      return await at(path, async (place) => {
        const file = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
        try {
          const found = await file.stat()
          if (!found.isFile()) {
            await file.close()
            return { kind: 'refused', words: 'ce n’est pas un fichier' } as const
          }
          return { kind: 'found', stream: file.createReadStream(), bytes: found.size } as const
        } catch (error) {
          await file.close()
          throw error
        }
      })
    },

    async write(path, content) {
      const outcome = await at(
        path,
        async (place) => {
          const part = join(dirname(place), `.nocturne-${randomUUID()}.part`)
          const file = await open(part, 'wx', 0o640)
          try {
            const written = await fill(file, content)
            await file.sync()
            await file.close()
            await rename(part, place)
            await syncFolder(dirname(place))
            return { kind: 'written', ...written } as const
          } catch (error) {
            await file.close().catch(() => {})
            await unlink(part).catch(() => {})
            throw error
          }
        },
        { makeFolders: true },
      )
      return outcome.kind === 'absent' ? unavailable('le dossier a disparu pendant l’écriture') : outcome
    },

    async remove(path) {
      const outcome = await at(path, async (place) => {
        const found = await lstat(place)
        if (found.isSymbolicLink()) return throughLink
        if (!found.isFile()) return { kind: 'refused', words: 'ce n’est pas un fichier' } as const
        await unlink(place)
        return { kind: 'removed', was: 'present' } as const
      })
      return outcome.kind === 'absent' ? { kind: 'removed', was: 'absent' } : outcome
    },

    async list(folder, { limit = 1000 } = {}) {
      return await at(folder, async (place, rootPath) => {
        if ((await lstat(place)).isSymbolicLink()) return throughLink
        let count = 0
        const paths: string[] = []
        for await (const file of filesBelow(place)) {
          count += 1
          if (paths.length < limit) paths.push(file.slice(rootPath.length + 1))
        }
        return { kind: 'found', count, paths } as const
      })
    },

    async removeEmptyFolders(folder) {
      return await at(folder, async (place) => {
        if ((await lstat(place)).isSymbolicLink()) return throughLink
        return { kind: 'emptied', ...(await removeEmpty(place)) } as const
      })
    },
  }
}

const throughLink: Refused = { kind: 'refused', words: 'un lien symbolique est sur le chemin' }

function unavailable(words: string): Unavailable {
  return { kind: 'unavailable', words }
}

async function firstLink(rootPath: string, parts: readonly string[]): Promise<boolean> {
  let place = rootPath
  for (const part of parts) {
    place = join(place, part)
    const found = await lstat(place).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    if (found === null) return false
    if (found.isSymbolicLink()) return true
  }
  return false
}

async function fill(
  file: FileHandle,
  content: Uint8Array | string | AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  const pieces =
    typeof content === 'string' || content instanceof Uint8Array ? [Buffer.from(content)] : content
  for await (const piece of pieces) {
    hash.update(piece)
    bytes += piece.byteLength
    await file.writeFile(piece)
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** A new name lasts through a power cut once its folder is on the disk; file systems that sync no folder do it themselves. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null)
  if (folder === null) return
  await folder.sync().catch(() => {})
  await folder.close()
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  for await (const entry of await opendir(folder)) {
    const place = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(place)
    else yield place
  }
}

async function removeEmpty(folder: string): Promise<{ folders: number; files: number }> {
  let folders = 0
  let files = 0
  for await (const entry of await opendir(folder)) {
    const place = join(folder, entry.name)
    if (entry.isDirectory()) {
      const below = await removeEmpty(place)
      folders += below.folders
      files += below.files
    } else if (entry.isFile() && partName.test(entry.name)) await unlink(place)
    else files += 1
  }
  if (files > 0) return { folders, files }
  await rmdir(folder)
  return { folders: folders + 1, files: 0 }
}
