import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type RunAs, type SystemUser, spawnOptions } from './system-user.ts'

// Modes, groups, access lists, security modules, network file systems: only a try tells what a user can do.

/** Whether `user` can enter `directory`. */
export function canEnter(user: RunAs, directory: string): boolean {
  return succeeds(user, 'test -x "$1"', directory)
}

/** Whether `user` can read the file `path`. */
export function canRead(user: RunAs, path: string): boolean {
  return succeeds(user, 'test -r "$1"', path)
}

/** Whether root can make a folder in `parent` that `user` can then write in. */
export function canOwnFolderIn(user: SystemUser, parent: string): boolean {
  const probe = mkdtempSync(join(parent, 'postgres.probe-'))
  try {
    chmodSync(probe, 0o700)
    chownSync(probe, user.uid, user.gid)
    return succeeds(user, 'test -x "$1" && test -w "$1"', probe)
  } catch {
    // A network file system may refuse the change of owner.
    return false
  } finally {
    rmdirSync(probe)
  }
}

/** The outermost folder on the way to `directory` that keeps `user` out; `undefined` when none does. */
export function closedDoor(user: RunAs, directory: string): string | undefined {
  const parent = dirname(directory)
  const outer = parent === directory ? undefined : closedDoor(user, parent)
  return outer ?? (canEnter(user, directory) ? undefined : directory)
}

function succeeds(user: RunAs, script: string, path: string): boolean {
  return spawnSync('/bin/sh', ['-c', script, 'sh', path], spawnOptions(user)).status === 0
}
