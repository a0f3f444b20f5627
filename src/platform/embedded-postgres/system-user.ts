import { spawnSync } from 'node:child_process'
import { DatabaseStartError } from './startup-error.ts'

/** A user of this machine. */
export interface SystemUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** Whom a PostgreSQL program runs as; `undefined` stands for the user of this process. */
export type RunAs = SystemUser | undefined

const serviceUser = 'nocturne'

/** Finds a user of this machine by name or number, wherever the machine keeps its users. */
export function findSystemUser(nameOrUid: string | number): SystemUser | undefined {
  const ask = (option: string) => {
    const { status, stdout } = spawnSync('id', [option, String(nameOrUid)], { encoding: 'utf8' })
    return status === 0 ? stdout.trim() : undefined
  }
  const uid = ask('-u')
  const gid = ask('-g')
  if (uid === undefined || gid === undefined) return undefined
  const name = typeof nameOrUid === 'string' ? nameOrUid : (ask('-un') ?? String(nameOrUid))
  return { name, uid: Number(uid), gid: Number(gid) }
}

/**
 * The user under which root runs PostgreSQL, which refuses to run as root: `nocturne`, created when the
 * machine lets us, otherwise `nobody`. Throws `DatabaseStartError` when there is neither.
 */
export function unprivilegedUser(): SystemUser {
  // Two programs may create the user together: one of them fails, and then finds it.
  const user = findSystemUser(serviceUser) ?? createServiceUser() ?? findSystemUser('nobody')
  if (user === undefined || user.uid === 0)
    throw new DatabaseStartError(
      'PostgreSQL refuses to run as root, and this machine has neither useradd nor a user "nobody". ' +
        'Create a system user named "nocturne", or run Nocturne as an ordinary user.',
    )
  return user
}

function createServiceUser(): SystemUser | undefined {
  const home = ['--no-create-home', '--home-dir', '/nonexistent', '--shell', '/bin/false']
  spawnSync('useradd', ['--system', ...home, serviceUser])
  const created = findSystemUser(serviceUser)
  if (created !== undefined) return created
  // Alpine and other BusyBox systems.
  spawnSync('adduser', ['-S', '-D', '-H', '-s', '/bin/false', serviceUser])
  return findSystemUser(serviceUser)
}

/**
 * How a PostgreSQL program is spawned: as `user`, from a folder that everyone can enter, with messages in
 * English and none of the PG* variables of the caller's environment, which would change what it does.
 */
export function spawnOptions(user: RunAs) {
  return {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
    ...(user && { uid: user.uid, gid: user.gid }),
  }
}
