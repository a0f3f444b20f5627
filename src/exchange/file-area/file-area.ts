import { rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Clock, systemClock } from '../../platform/clock.ts'
import { AreaError } from './area-error.ts'
import { type Place, placeOf, rootOf, syncFolderOf } from './area-folder.ts'
import { areaNameFault } from './area-name.ts'
import { fileStamp } from './file-stamp.ts'
import { type AreaFile, countShelf, listShelf } from './list-shelf.ts'
import { type OpenedAreaFile, openAreaFile } from './open-area-file.ts'
import { type Preview, previewFile } from './preview-file.ts'
import { type FoundText, searchFiles } from './search-files.ts'
import { moveNumbered, movingName, type OnExisting, settleFile, unfinishedName } from './settle-file.ts'
import type { Shelf } from './shelf.ts'
import { makeDurable, type StagedFiles, stagedFiles } from './staged-files.ts'
import { type TidiedArea, tidyArea } from './tidy-area.ts'

/**
 * The files of an application, on disk below one folder, which several nodes may share: command files, reports, archives,
 * retry files, journals. Names are relative to a shelf, folders separated by `/`; `area-name.ts` says which can be.
 * A file appears whole or not at all, and a name is given once.
 */
export interface FileArea {
  /** Regular files of a shelf, by name. */
  list(shelf: Shelf): Promise<AreaFile[]>
  /** How many those are; far cheaper than listing them. */
  count(shelf: Shelf): Promise<number>
  /** The file opened for reading, for the caller to close; null when there is no such regular file. */
  open(shelf: Shelf, name: string): Promise<OpenedAreaFile | null>
  /**
   * Adds what `write` leaves at `temporaryPath`, which does not exist when it is called: a new file, or one renamed to
   * there. Returns the name given: with `number`, `x-2.csv` when `x.csv` is taken; with `archive`, the old `x.csv` goes
   * to the archives under its time stamp. Throws `AreaError`, and whatever `write` throws, leaving nothing.
   */
  add(
    shelf: Shelf,
    name: string,
    write: (temporaryPath: string) => Promise<void>,
    onExisting: OnExisting,
  ): Promise<string>
  /** False when there was none. Throws `AreaError` BAD_NAME. */
  remove(shelf: Shelf, name: string): Promise<boolean>
  /** Renames, also to another shelf; returns the name given. Throws `AreaError`. */
  move(
    from: { readonly shelf: Shelf; readonly name: string },
    to: { readonly shelf: Shelf; readonly name: string },
    onExisting?: OnExisting,
  ): Promise<string>
  /** The first lines as text; null when there is no such file. */
  preview(shelf: Shelf, name: string, lines: number): Promise<Preview | null>
  /** Lines of the newest files of a shelf that have `text`, whatever the case; bounded, and says when it stopped short. */
  search(shelf: Shelf, text: string): Promise<FoundText>
  /** For files that must arrive exactly once, whatever dies when: see `StagedFiles`. */
  readonly staged: StagedFiles
  /** Finishes or removes what programs that died left half done, once it is an hour old. */
  tidy(): Promise<TidiedArea>
}

export interface AreaOptions {
  readonly clock?: Clock
  /** Of the time stamps in names of archives. */
  readonly timeZone?: string
}

/** The area below `root`; its folders are made at first use, for the program's own user and group. */
export function fileArea(root: string, options: AreaOptions = {}): FileArea {
  const { clock = systemClock(), timeZone = 'Europe/Paris' } = options

  async function archive(path: string): Promise<void> {
    const now = clock.now()
    const name = `${fileStamp(now, timeZone)}_${basename(path)}`
    const place = (await placeOf(root, 'archives', name, true))!
    await moveNumbered(path, place.folder, name, new Date(now.epochMilliseconds))
    await syncFolderOf(place.path)
  }

  async function settle(hidden: string, place: Place, name: string, onExisting: OnExisting) {
    const path = await settleFile(hidden, place.path, onExisting, archive)
    await syncFolderOf(path)
    return `${name.slice(0, name.length - place.base.length)}${basename(path)}`
  }

  return {
    staged: stagedFiles(root, archive),

    async list(shelf) {
      return await listShelf(shelf, join(await rootOf(root), shelf))
    },

    async count(shelf) {
      return await countShelf(shelf, join(await rootOf(root), shelf))
    },

    async open(shelf, name) {
      if (areaNameFault(shelf, name) !== null) return null
      const place = await placeOf(root, shelf, name, false)
      return place === null ? null : await openAreaFile(place.path)
    },

    async add(shelf, name, write, onExisting) {
      const place = (await placeOf(root, shelf, name, true))!
      const hidden = join(place.folder, unfinishedName())
      try {
        await write(hidden)
        await makeDurable(hidden)
        return await settle(hidden, place, name, onExisting)
      } finally {
        await rm(hidden, { force: true })
      }
    },

    async remove(shelf, name) {
      const place = await placeOf(root, shelf, name, false)
      if (place === null) return false
      const found = await openAreaFile(place.path)
      if (found === null) return false
      await found.handle.close()
      await rm(place.path, { force: true })
      return true
    },

    async move(from, to, onExisting = 'refuse') {
      const source = await placeOf(root, from.shelf, from.name, false)
      const found = source === null ? null : await openAreaFile(source.path)
      if (source === null || found === null)
        throw new AreaError('ABSENT', {
          fr: `${from.name} n’est pas ou plus là`,
          en: `${from.name} is not there`,
        })
      await found.handle.close()
      const place = (await placeOf(root, to.shelf, to.name, true))!
      const hidden = join(place.folder, movingName(place.base))
      await rename(source.path, hidden)
      try {
        return await settle(hidden, place, to.name, onExisting)
      } catch (error) {
        // Back to where it was; if that name was taken meanwhile, beside it.
        await settleFile(hidden, source.path, 'number', async () => {})
        throw error
      }
    },

    async preview(shelf, name, lines) {
      const file = await this.open(shelf, name)
      if (file === null) return null
      try {
        return await previewFile(file.handle, lines)
      } finally {
        await file.handle.close()
      }
    },

    async search(shelf, text) {
      return await searchFiles(await this.list(shelf), text, (name) => this.open(shelf, name))
    },

    async tidy() {
      return await tidyArea(await rootOf(root), clock.now())
    },
  }
}
