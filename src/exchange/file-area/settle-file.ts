import { randomBytes } from 'node:crypto'
import { link, rename, rm, utimes } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AreaError } from './area-error.ts'
import { numberedName } from './area-name.ts'

/** What becomes of a name that is taken. */
export type OnExisting = 'refuse' | 'number' | 'archive'

/** A hidden name for what is being written: nobody reads it, and `tidy` removes it when its writer died. */
export function unfinishedName(): string {
  return `.part~${token()}`
}

/**
 * A hidden name for a whole file between two names, out of which `rescuedName` reads the one that it is to have: a
 * program that dies between two renames loses nothing.
 */
export function movingName(name: string): string {
  return `.~${token()}~${name}`
}

export function isUnfinished(hidden: string): boolean {
  return /^\.part~[\w-]{8}$/.test(hidden)
}

/** Null for what is no name of `movingName`. */
export function rescuedName(hidden: string): string | null {
  return /^\.~[\w-]{8}~(.+)$/su.exec(hidden)?.[1] ?? null
}

const token = () => randomBytes(6).toString('base64url')

/**
 * Gives the finished file `hidden` the name `path` of the same file system besides its own. Nobody ever sees a part of
 * it, and of two writers of one name none loses: a link is made only where nothing is. `archive` is told the old file's
 * path and must take it away. Returns the path it got. Throws `AreaError` EXISTS.
 */
export async function linkFile(
  hidden: string,
  path: string,
  onExisting: OnExisting,
  archive: (path: string) => Promise<void>,
): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const wanted = onExisting === 'number' ? join(dirname(path), numberedName(basename(path), attempt)) : path
    if (await linked(hidden, wanted)) return wanted
    if (onExisting === 'refuse')
      throw new AreaError('EXISTS', {
        fr: `${basename(path)} existe déjà à cet endroit`,
        en: `${basename(path)} is there already`,
      })
    if (onExisting === 'archive') await archive(path)
  }
}

/** The same, and the hidden name is gone. */
export async function settleFile(
  hidden: string,
  path: string,
  onExisting: OnExisting,
  archive: (path: string) => Promise<void>,
): Promise<string> {
  const name = await linkFile(hidden, path, onExisting, archive)
  await rm(hidden)
  return name
}

/**
 * Moves `path` to `folder` under `name`, numbered when it is taken, dated `at`: its age counts from there. False when
 * another took it away first.
 */
export async function moveNumbered(path: string, folder: string, name: string, at: Date): Promise<boolean> {
  const hidden = join(folder, movingName(name))
  try {
    // Taking it is one step: of two who want it, one gets it.
    await rename(path, hidden)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
  await utimes(hidden, at, at)
  await settleFile(hidden, join(folder, name), 'number', async () => {})
  return true
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}
