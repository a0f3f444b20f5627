import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { canEnter, canOwnFolderIn, closedDoor } from './reachability.ts'
import { DatabaseStartError } from './startup-error.ts'
import { superuserPassword } from './superuser-password.ts'
import { findSystemUser, type RunAs, type SystemUser, unprivilegedUser } from './system-user.ts'

/** Where the database cluster of a data folder lies, and who runs it. */
export interface ClusterPlace {
  /** PostgreSQL's data directory; it may not exist yet, its parent does. */
  readonly directory: string
  readonly user: RunAs
  /** Where a copy of the binaries goes if one is needed. */
  readonly copiesDirectory: string
}

/** Where root keeps what the user of the server must reach and cannot reach in the data folder. */
const systemDirectory = process.platform === 'darwin' ? '/usr/local/var/nocturne' : '/var/lib/nocturne'

const clusterName = 'postgres'

/**
 * Finds the cluster's place for the data folder `folder` (a real path): where it already is or, for a new
 * one, in the folder itself, or in the system's directory when root's server user cannot work in the folder.
 * Throws `DatabaseStartError` when the cluster cannot be used by this program.
 */
export function clusterPlace(folder: string): ClusterPlace {
  const inside = join(folder, clusterName)
  const elsewhere = existsSync(inside) ? undefined : pointedCluster(folder)
  const stats = statSync(elsewhere ?? inside, { throwIfNoEntry: false })
  // The administrator may have put the cluster on another disk and a link in its place.
  const existing = stats === undefined ? inside : realpathSync(elsewhere ?? inside)
  if (process.getuid?.() !== 0) {
    if (stats !== undefined) refuseForeignCluster(existing, stats)
    return { directory: existing, user: undefined, copiesDirectory: join(folder, 'binaries') }
  }
  const copiesDirectory = join(systemDirectory, 'binaries')
  if (stats !== undefined) return { directory: existing, user: ownerOf(existing, stats), copiesDirectory }
  const user = unprivilegedUser()
  if (canOwnFolderIn(user, folder)) return { directory: inside, user, copiesDirectory }
  return { directory: join(systemFolder(folder, user), clusterName), user, copiesDirectory }
}

/** The user who runs an existing cluster under root: its owner, since PostgreSQL accepts no other. */
function ownerOf(directory: string, stats: Stats): SystemUser {
  const user = findSystemUser(stats.uid) ?? { name: String(stats.uid), uid: stats.uid, gid: stats.gid }
  if (user.uid === 0)
    throw new DatabaseStartError(
      `The database in ${directory} belongs to root, and PostgreSQL refuses to run as root. ` +
        `Give it to the server's user: chown -R ${unprivilegedUser().name} '${directory}'`,
    )
  const closed = closedDoor(user, dirname(directory))
  if (closed !== undefined)
    throw new DatabaseStartError(
      `The database in ${directory} belongs to the user ${user.name}, who cannot enter ${closed}. ` +
        `Open that folder again: chmod o+x '${closed}'`,
    )
  return user
}

function refuseForeignCluster(directory: string, stats: Stats): void {
  if (stats.uid === process.getuid?.()) return
  const owner = findSystemUser(stats.uid)?.name ?? stats.uid
  throw new DatabaseStartError(
    `The database in ${directory} belongs to the user ${owner}: run Nocturne as that user or as root, ` +
      'or choose another data folder.',
  )
}

/**
 * The folder outside that stands for `folder`. Its name comes from the path and from the password that the data folder
 * keeps, so that all programs find the same, and a folder that was removed and made anew starts with a new database
 * instead of being refused by the old one.
 */
function systemFolder(folder: string, user: SystemUser): string {
  const identity = `${folder}\n${superuserPassword(folder)}`
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 16)
  const directory = join(systemDirectory, hash)
  mkdirSync(directory, { recursive: true })
  // Whatever the umask. The cluster below is closed by its own mode.
  for (const path of [systemDirectory, directory]) chmodSync(path, 0o755)
  if (!canEnter(user, directory))
    throw new DatabaseStartError(
      `The user ${user.name}, under whom the database server runs, can enter neither ${folder} nor ` +
        `${directory}. Open one of them: chmod o+x '${closedDoor(user, directory)}'`,
    )
  return realpathSync(directory)
}

// The pointer file: a note for the administrator, and how the program finds the cluster again.

const pointerName = 'postgres.elsewhere'

/** Leaves a note in the data folder when the cluster lies elsewhere. Written once the cluster exists. */
export function writePointer(folder: string, clusterDirectory: string): void {
  const path = join(folder, pointerName)
  if (dirname(clusterDirectory) === folder || existsSync(path)) return
  const text = [
    'The database of this data folder lies elsewhere, because the user under whom its server runs cannot',
    'enter this folder. Save both together, and do not remove this file.',
    `folder: ${folder}`,
    `database: ${clusterDirectory}`,
    '',
  ].join('\n')
  const draft = `${path}.new-${process.pid}`
  writeFileSync(draft, text)
  renameSync(draft, path)
}

/** The cluster that the pointer file names; `undefined` without a pointer file. */
function pointedCluster(folder: string): string | undefined {
  const path = join(folder, pointerName)
  if (!existsSync(path)) return undefined
  const text = readFileSync(path, 'utf8')
  const database = /^database: (.+)$/m.exec(text)?.[1]
  const original = /^folder: (.+)$/m.exec(text)?.[1]
  if (database === undefined || original === undefined)
    throw new DatabaseStartError(`The file ${path} is damaged; restore it, it says where the database lies.`)
  // A copied folder would otherwise work on the database of the original.
  if (original !== folder && existsSync(join(original, pointerName)) && realpathSync(original) === original)
    throw new DatabaseStartError(
      `The data folder ${folder} is a copy of ${original}, but the database was not in it: it lies in ` +
        `${database}. Remove ${path} and postgres.password to start here with an empty database.`,
    )
  if (!existsSync(database))
    throw new DatabaseStartError(
      `The database of ${folder} was in ${database}, which is gone. Restore it there, or remove ${path} to ` +
        'start with an empty database.',
    )
  return database
}
