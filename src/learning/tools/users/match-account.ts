import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import type { UserRecord } from '../../driver/records.ts'
import { localHost } from '../../identity/local-host.ts'
import type { Accounts } from './accounts.ts'
import {
  ambiguousIdentity,
  identityCollision,
  renameNotAllowed,
  unknownOldUsername,
  usernameCollision,
  usernameTaken,
} from './messages.ts'
import type { UserCommand } from './user-command.ts'
import type { UserOptions } from './user-options.ts'

/** Which account a line means: a living one, a deleted one to revive, none yet, or why none can be meant. */
export type Match =
  | { readonly kind: 'living' | 'deleted'; readonly account: UserRecord }
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly fault: LineMessage }

/** Addresses that say that there is none: several accounts may have the same. */
export function isNoMail(email: string): boolean {
  return /NO ?MAIL/i.test(email)
}

/** Whether letters reach one person at that address: what programs would read as several reaches others too. */
export function isReached(email: string | null): email is string {
  return email !== null && !isNoMail(email) && /^[^\s@,;:<>()"\\]+@[^\s@,;:<>()"\\]+$/.test(email)
}

/**
 * By idnumber or mail address where that is the primary identity and the line gives it, by user name and host otherwise
 * (learning.md 1.8). User name and identity must agree, or the line gives the former name and renaming is allowed.
 */
export function matchAccount(command: UserCommand, accounts: Accounts, options: UserOptions): Match {
  const hostId = command.hostId ?? localHost
  const byName = accounts.named(command.username, hostId)
  const { column, value } = primaryOf(command, options)
  const owners =
    value === '' ? [] : column === 'idnumber' ? accounts.numbered(value) : accounts.addressed(value)
  if (owners.length > 1) return refused(ambiguousIdentity(column, value, owners.length))
  const [owner] = owners

  const former = renamed(command, accounts, hostId)
  if (former !== null) {
    if (!options.allowRename) return refused(renameNotAllowed())
    if (former === undefined) return refused(unknownOldUsername(command.oldUsername))
    if (byName !== undefined) return refused(usernameTaken(command.username))
    if (owner !== undefined && owner.id !== former.id)
      return refused(identityCollision(column, value, owner.username))
    if (value !== '' && owner === undefined) return refused(usernameCollision(column, former.username))
    return { kind: 'living', account: former }
  }
  if (owner !== undefined)
    return owner.username === command.username
      ? { kind: 'living', account: owner }
      : refused(identityCollision(column, value, owner.username))
  if (byName !== undefined)
    return value === ''
      ? { kind: 'living', account: byName }
      : refused(usernameCollision(column, command.username))
  const [dead] = value === '' ? revivable(command, accounts, hostId) : deletedOwners(column, value, accounts)
  return dead === undefined ? { kind: 'none' } : { kind: 'deleted', account: dead }
}

/** `''`: the line does not give its primary identity. */
function primaryOf(
  command: UserCommand,
  { identity }: UserOptions,
): { readonly column: 'idnumber' | 'email'; readonly value: string } {
  if (identity === 'idnumber') return { column: 'idnumber', value: command.idnumber }
  if (identity === 'email') return { column: 'email', value: isNoMail(command.email) ? '' : command.email }
  return { column: 'idnumber', value: '' }
}

/**
 * The account to be renamed, undefined when there is none; null: the line renames nothing. Where the former name is gone and
 * the new one is there, an earlier run has renamed it.
 */
function renamed(command: UserCommand, accounts: Accounts, hostId: number): UserRecord | undefined | null {
  const { oldUsername, username, deleted } = command
  if (oldUsername === '' || oldUsername === username || deleted) return null
  const former = accounts.named(oldUsername, hostId)
  return former === undefined && accounts.named(username, hostId) !== undefined ? null : former
}

function deletedOwners(
  column: 'idnumber' | 'email',
  value: string,
  accounts: Accounts,
): readonly UserRecord[] {
  return column === 'idnumber' ? accounts.deletedNumbered(value) : accounts.deletedAddressed(value)
}

/** Not somebody else's who once had the same user name: a number that differs says so. */
function revivable(command: UserCommand, accounts: Accounts, hostId: number): readonly UserRecord[] {
  return accounts
    .deletedNamed(command.username, hostId)
    .filter(({ idnumber }) => command.idnumber === '' || idnumber === null || idnumber === command.idnumber)
}

function refused(fault: LineMessage): Match {
  return { kind: 'refused', fault }
}
