import { copyFile, rename, rm, writeFile } from 'node:fs/promises'
import { AreaError } from '../../exchange/file-area/area-error.ts'
import type { FileArea } from '../../exchange/file-area/file-area.ts'
import type { Shelf } from '../../exchange/file-area/shelf.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { type Database, transaction } from '../../platform/database.ts'

/** Who acts, and from where. */
export interface FileActor {
  readonly author: string
  readonly address: string | null
}

/** What people do with the platform's files. What cannot be written in the audit trail is not done. */
export interface FileActs {
  /**
   * Puts the file at `path`, which this takes away, among the command files; returns the name it got. Throws
   * `AreaError` BAD_NAME, and EXISTS with `refuse`.
   */
  keep(
    file: { readonly path: string; readonly name: string; readonly bytes: number; readonly sha256: string },
    onExisting: 'refuse' | 'archive',
    actor: FileActor,
  ): Promise<string>
  /** Puts a file that the program made among the command files; an older one of that name goes to the archives. */
  generate(name: string, bytes: Uint8Array, courses: number, actor: FileActor): Promise<string>
  /** Throws `AreaError` BAD_NAME and ABSENT. */
  remove(shelf: Shelf, name: string, actor: FileActor): Promise<void>
  /** Renames on its shelf; returns the name it got. Throws `AreaError`. */
  move(shelf: Shelf, name: string, to: string, actor: FileActor): Promise<string>
  /** Writes down that somebody gets to see what is in a file. */
  shown(
    action: 'file.downloaded' | 'file.previewed',
    shelf: Shelf,
    name: string,
    actor: FileActor,
  ): Promise<void>
}

export function fileActs({ pool }: Pick<Database, 'pool'>, area: FileArea): FileActs {
  async function recorded<T>(
    entry: {
      readonly action: string
      readonly shelf: Shelf
      readonly name: string
      readonly detail?: Readonly<Record<string, unknown>>
    },
    { author, address }: FileActor,
    act: () => Promise<T>,
  ): Promise<T> {
    const { action, shelf, name, detail } = entry
    return await transaction(pool, async (client) => {
      await recordAudit(client, {
        actor: author,
        action,
        subject: `file:${shelf}/${name}`,
        application: 'learning',
        address,
        detail: { shelf, file: name, ...detail },
      })
      // What throws takes the entry along: of an act that failed there is none.
      return await act()
    })
  }

  return {
    keep: ({ path, name, bytes, sha256 }, onExisting, actor) =>
      recorded(
        { action: 'file.received', shelf: 'commands', name, detail: { bytes, sha256, onExisting } },
        actor,
        () => area.add('commands', name, (temporary) => moveFile(path, temporary), onExisting),
      ),

    generate: (name, bytes, courses, actor) =>
      recorded(
        { action: 'file.generated', shelf: 'commands', name, detail: { bytes: bytes.length, courses } },
        actor,
        () =>
          area.add(
            'commands',
            name,
            (path) => writeFile(path, bytes, { mode: 0o640, flag: 'wx' }),
            'archive',
          ),
      ),

    remove: (shelf, name, actor) =>
      recorded({ action: 'file.deleted', shelf, name }, actor, async () => {
        if (!(await area.remove(shelf, name))) throw absent(name)
      }),

    move: (shelf, name, to, actor) =>
      recorded({ action: 'file.moved', shelf, name, detail: { to } }, actor, () =>
        area.move({ shelf, name }, { shelf, name: to }),
      ),

    shown: (action, shelf, name, actor) => recorded({ action, shelf, name }, actor, async () => {}),
  }
}

export function absent(name: string): AreaError {
  return new AreaError('ABSENT', { fr: `${name} n’est pas ou plus là`, en: `${name} is not there` })
}

/** The shared files may be on another disk than what is received. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    await copyFile(from, to)
    await rm(from)
  }
}
