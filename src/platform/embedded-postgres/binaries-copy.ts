import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { type Binaries, installedBinaries, linkLibraries, program } from './binaries.ts'
import { canRead } from './reachability.ts'
import { DatabaseStartError, usingFolder } from './startup-error.ts'
import { type RunAs, spawnOptions } from './system-user.ts'

/**
 * Binaries that `user` can run: those that npm installed or, where they lie in a folder closed to `user` or
 * lack their links and cannot be given them, a copy below `copiesDirectory`, one per version.
 * Throws `DatabaseStartError` when neither runs on this machine.
 */
export async function runnableBinaries(user: RunAs, copiesDirectory: string): Promise<Binaries> {
  const installed = installedBinaries()
  try {
    linkLibraries(installed.directory)
  } catch {
    // The packages belong to someone else: if the links are missing, the trial run says so.
  }
  if (trial(installed, user) === undefined) return installed
  const copy = await usingFolder(copiesDirectory, () => copyBinaries(installed, copiesDirectory))
  const fault = trial(copy, user)
  if (fault !== undefined)
    throw new DatabaseStartError(
      `The embedded PostgreSQL does not run on this machine: ${fault}\n` +
        'Set DATABASE_URL to a PostgreSQL server (15 or later) of your own.',
    )
  return copy
}

/** Why `user` cannot run the binaries; `undefined` when that works. */
function trial(binaries: Binaries, user: RunAs): string | undefined {
  for (const name of ['postgres', 'initdb'] as const) {
    const path = program(binaries, name)
    const { status, stderr, error } = spawnSync(path, ['--version'], {
      ...spawnOptions(user),
      encoding: 'utf8',
    })
    if (status !== 0) return error?.message ?? stderr.trim()
  }
  const template = join(binaries.directory, 'share', 'postgresql', 'postgres.bki')
  return canRead(user, template) ? undefined : `${template} cannot be read`
}

/**
 * Copies the binaries below `parent`, readable by all, under a name that tells version and machine.
 * The copy appears whole or not at all, and several programs may make it at the same time.
 */
export function copyBinaries(binaries: Binaries, parent: string): Binaries {
  const directory = join(parent, `${binaries.version}-${process.platform}-${process.arch}`)
  const copy = { directory, version: binaries.version }
  if (existsSync(directory)) return copy
  mkdirSync(parent, { recursive: true, mode: 0o755 })
  removeAbandoned(parent)
  const staging = mkdtempSync(directory + stagingMark)
  try {
    copyForAll(binaries.directory, staging)
    linkLibraries(staging)
    renameSync(staging, directory)
  } catch (error) {
    rmSync(staging, { recursive: true, force: true })
    // Another program was faster: its copy is as good.
    if (!existsSync(directory)) throw error
  }
  return copy
}

const stagingMark = '.new-'
const abandonedAfterMs = 3_600_000

/** Removes the half-made copies of programs that were killed. */
function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent).filter((name) => name.includes(stagingMark))) {
    const path = join(parent, name)
    const startedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs
    if (startedAt !== undefined && Date.now() - startedAt > abandonedAfterMs)
      rmSync(path, { recursive: true, force: true })
  }
}

function copyForAll(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  // The mode given to mkdir would be reduced by the umask.
  chmodSync(to, 0o755)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyForAll(source, target)
    else if (entry.isFile()) {
      copyFileSync(source, target, constants.COPYFILE_FICLONE)
      chmodSync(target, 0o755)
    }
  }
}
