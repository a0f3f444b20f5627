import type { Change, LineMessage } from '../../../exchange/command-file/verdict.ts'
import type { LineOutcome } from '../../../exchange/line-outcome.ts'
import type { Operation } from '../../driver/operation.ts'
import type { UserFields, UserRecord } from '../../driver/records.ts'
import { localHost } from '../../identity/local-host.ts'
import type { NewId } from '../../world/provisional-ids.ts'
import { type Accounts, nameKey } from './accounts.ts'
import { generatePassword } from './generated-password.ts'
import { isNoMail, isReached, matchAccount } from './match-account.ts'
import {
  accountRevived,
  emailKept,
  emailTaken,
  idnumberTaken,
  nothingToDelete,
  protectedAccount,
  unknownProfileField,
  usernameTaken,
} from './messages.ts'
import type { Passwords } from './passwords.ts'
import type { UserCommand } from './user-command.ts'
import { newAccount, type UserOptions } from './user-options.ts'

/** What a line does to the account itself; courses and cohorts come after (plan-memberships.ts). */
export interface AccountPlan {
  readonly outcome: LineOutcome
  readonly messages: readonly LineMessage[]
  readonly operations: readonly Operation[]
  readonly changes: readonly Change[]
  /** As it is afterwards; null where the line is rejected or there was nothing to delete. */
  readonly account: UserRecord | null
  /** A password that the line has set, or had generated, for the letter. */
  readonly newPassword: string | null
}

export interface AccountPlace {
  readonly accounts: Accounts
  readonly passwords: Passwords
  readonly options: UserOptions
  /** Custom fields by short name. */
  readonly profileFields: ReadonlyMap<string, number>
  readonly newId: NewId
}

type Changes = { -readonly [F in keyof UserFields]?: UserFields[F] }

/** Decides on one line, and leaves the accounts as the line does. */
export async function planAccount(command: UserCommand, place: AccountPlace): Promise<AccountPlan> {
  const match = matchAccount(command, place.accounts, place.options)
  if (match.kind === 'refused') return rejected(match.fault)
  if (command.deleted) return deletion(command, match.kind === 'living' ? match.account : null, place)
  if (match.kind === 'none') return creation(command, place)
  return await update(command, match.account, place)
}

function deletion(command: UserCommand, account: UserRecord | null, { accounts }: AccountPlace): AccountPlan {
  if (account === null) return { ...unchanged, messages: [nothingToDelete(command.username)], account: null }
  if (account.protectedAs !== null) return rejected(protectedAccount(account.username))
  accounts.put({ ...account, deleted: true })
  return {
    outcome: 'deleted',
    messages: [],
    operations: [{ kind: 'delete-user', id: account.id }],
    changes: [{ entity: 'user', key: keyOf(account), field: null, before: fullName(account), after: null }],
    account,
    newPassword: null,
  }
}

function creation(command: UserCommand, place: AccountPlace): AccountPlan {
  const { accounts, options, passwords } = place
  const taken = takenBy(command, null, place)
  if (taken !== null) return rejected(taken)
  const { password } = command
  const wantsOne = password.kind === 'empty' || (password.kind === 'absent' && options.createPasswords)
  // One that no letter would tell is of no use to anybody: then the account waits for its own.
  const generated =
    wantsOne && options.sendPasswords && isReached(command.email || null) ? generatePassword() : null
  const newPassword = password.kind === 'text' ? password.text : generated
  const fields: UserFields = {
    ...newAccount(command, command.hostId ?? localHost, options),
    ...(newPassword === null
      ? {}
      : { passwordHash: passwords.mark(newPassword), passwordState: 'set' as const }),
    ...(wantsOne ? { mustChangePassword: true } : {}),
    ...(wantsOne && generated === null ? { passwordState: 'to_generate' as const } : {}),
  }
  const id = place.newId()
  const account = accounts.put({ ...fields, id, deleted: false, protectedAs: null })
  const custom = profile(command, account, place)
  return {
    outcome: 'created',
    messages: custom.messages,
    operations: [{ kind: 'create-user', id, fields }, ...custom.operations],
    changes: [
      { entity: 'user', key: keyOf(account), field: null, before: null, after: fullName(account) },
      ...custom.changes,
    ],
    account,
    newPassword,
  }
}

async function update(command: UserCommand, before: UserRecord, place: AccountPlace): Promise<AccountPlan> {
  const { accounts } = place
  const messages: LineMessage[] = []
  const revives = before.deleted
  // What a deleted account was called may be somebody else's by now.
  const known = revives ? withoutTaken(before, place) : before
  const changes: Changes = {}
  if (revives)
    for (const field of ['idnumber', 'email'] as const)
      if (known[field] !== before[field]) changes[field] = known[field]
  if (command.username !== known.username) changes.username = command.username
  if (command.hostId !== null && command.hostId !== known.hostId) changes.hostId = command.hostId
  if (command.idnumber !== '' && command.idnumber !== known.idnumber) changes.idnumber = command.idnumber
  if (command.email !== '' && command.email.toLowerCase() !== known.email?.toLowerCase()) {
    if (known.email === null || !place.options.protectEmails) changes.email = command.email
    else messages.push(emailKept())
  }
  for (const [field, value] of Object.entries(command.fields))
    if (known[field as keyof UserFields] !== value) (changes as Record<string, unknown>)[field] = value
  const newPassword = await password(command, known, changes, place)

  if (known.protectedAs !== null && (changes.username !== undefined || changes.suspended === true))
    return rejected(protectedAccount(known.username))
  const taken = takenBy(command, { before: known, changes }, place)
  if (taken !== null) return rejected(taken)

  const account: UserRecord = { ...before, ...changes, deleted: false }
  const fields = Object.keys(changes) as (keyof UserFields)[]
  if (fields.length > 0 || revives) accounts.put(account)
  const custom = profile(command, account, place)
  if (revives) messages.push(accountRevived(account.username))
  const operations: Operation[] = revives
    ? [{ kind: 'revive-user', id: account.id, changes }]
    : fields.length > 0
      ? [{ kind: 'update-user', id: account.id, changes }]
      : []
  const journal: Change[] = [
    ...(revives
      ? [{ entity: 'user', key: keyOf(account), field: 'deleted', before: true, after: false }]
      : []),
    ...fields.flatMap((field) => journaled(before, account, field)),
  ]
  const all = [...operations, ...custom.operations]
  return {
    outcome: all.length > 0 ? 'updated' : 'unchanged',
    messages: [...messages, ...custom.messages],
    operations: all,
    changes: [...journal, ...custom.changes],
    account,
    newPassword,
  }
}

/** Sets what the password cell changes; answers with a new password, for the letter. */
async function password(
  { password }: UserCommand,
  known: UserRecord,
  changes: Changes,
  { passwords }: AccountPlace,
): Promise<string | null> {
  if (password.kind === 'none') {
    if (known.passwordHash !== null) changes.passwordHash = null
    if (known.passwordState !== 'none') changes.passwordState = 'none'
    if (known.passwordState === 'to_generate' && known.mustChangePassword) changes.mustChangePassword = false
    return null
  }
  if (password.kind !== 'text' || (await passwords.same(known.passwordHash, password.text))) return null
  changes.passwordHash = passwords.mark(password.text)
  if (known.passwordState !== 'set') changes.passwordState = 'set'
  if (known.passwordState === 'to_generate' && known.mustChangePassword) changes.mustChangePassword = false
  return password.text
}

/** Why another living account keeps this one from its user name, number or address. */
function takenBy(
  command: UserCommand,
  updated: { readonly before: UserRecord; readonly changes: Changes } | null,
  { accounts }: AccountPlace,
): LineMessage | null {
  const self = updated?.before.id
  const other = (owners: readonly (UserRecord | undefined)[]) =>
    owners.find((owner) => owner !== undefined && owner.id !== self)
  // A deleted account takes back even what it does not change.
  const takes = (field: 'username' | 'hostId' | 'idnumber' | 'email') =>
    updated === null || updated.before.deleted || updated.changes[field] !== undefined

  const hostId = command.hostId ?? updated?.before.hostId ?? localHost
  if (takes('username') || takes('hostId')) {
    const owner = other([accounts.named(command.username, hostId)])
    if (owner !== undefined) return usernameTaken(command.username)
  }
  if (command.idnumber !== '' && takes('idnumber')) {
    const owner = other(accounts.numbered(command.idnumber))
    if (owner !== undefined) return idnumberTaken(command.idnumber, owner.username)
  }
  const email = updated === null ? command.email : (updated.changes.email ?? '')
  if (email !== '' && !isNoMail(email)) {
    const owner = other(accounts.addressed(email))
    if (owner !== undefined) return emailTaken(owner.username)
  }
  return null
}

function withoutTaken(dead: UserRecord, { accounts }: AccountPlace): UserRecord {
  const { idnumber, email } = dead
  return {
    ...dead,
    idnumber: idnumber !== null && accounts.numbered(idnumber).length > 0 ? null : idnumber,
    email: email !== null && !isNoMail(email) && accounts.addressed(email).length > 0 ? null : email,
  }
}

function profile(command: UserCommand, account: UserRecord, { accounts, profileFields }: AccountPlace) {
  const messages: LineMessage[] = []
  const operations: Operation[] = []
  const changes: Change[] = []
  for (const [shortname, value] of command.profile) {
    const fieldId = profileFields.get(shortname)
    if (fieldId === undefined) {
      if (value !== '') messages.push(unknownProfileField(shortname))
      continue
    }
    const before = accounts.profileValue(account.id, fieldId)
    if (before === value) continue
    const set = { userId: account.id, fieldId, value }
    accounts.setProfileValue(set)
    operations.push({ kind: 'set-profile-value', ...set })
    changes.push({
      entity: 'user',
      key: keyOf(account),
      field: `profile_field_${shortname}`,
      before,
      after: value,
    })
  }
  return { messages, operations, changes }
}

/** A user name, with its host where that is not ours. */
export function keyOf({ username, hostId }: UserRecord): string {
  return hostId === localHost ? username : nameKey(username, hostId)
}

function fullName({ firstname, lastname }: UserRecord): string {
  return `${firstname} ${lastname}`.trim()
}

/** Passwords are told to have changed, never what they are. */
function journaled(before: UserRecord, after: UserRecord, field: keyof UserFields): Change[] {
  const told = { entity: 'user', key: keyOf(before) }
  if (field === 'passwordHash')
    return [{ ...told, field: 'password', before: shown(before), after: shown(after) }]
  return [{ ...told, field, before: before[field], after: after[field] }]
}

function shown({ passwordHash }: UserRecord): string | null {
  return passwordHash === null ? null : '••••••'
}

const unchanged = {
  outcome: 'unchanged',
  operations: [],
  changes: [],
  newPassword: null,
} as const

function rejected(fault: LineMessage): AccountPlan {
  return {
    outcome: 'rejected',
    messages: [fault],
    operations: [],
    changes: [],
    account: null,
    newPassword: null,
  }
}
