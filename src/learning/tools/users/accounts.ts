import type { Reader } from '../../driver/reader.ts'
import type { Id, ProfileValueRecord, UserFields, UserRecord } from '../../driver/records.ts'
import { localHost } from '../../identity/local-host.ts'
import type { UserCommand } from './user-command.ts'

/**
 * The accounts that a chunk of lines may mean, as its lines leave them one after the other: found by what names them,
 * living or deleted.
 */
export interface Accounts {
  named(username: string, hostId: number): UserRecord | undefined
  numbered(idnumber: string): readonly UserRecord[]
  /** Without regard to case. */
  addressed(email: string): readonly UserRecord[]
  /** Deleted ones, the newest first. */
  deletedNamed(username: string, hostId: number): readonly UserRecord[]
  deletedNumbered(idnumber: string): readonly UserRecord[]
  deletedAddressed(email: string): readonly UserRecord[]
  /** The record of that identifier becomes this one, or is new; answers with it. */
  put(account: UserRecord): UserRecord
  profileValue(userId: Id, fieldId: Id): string
  setProfileValue(value: ProfileValueRecord): void
}

/** Fields and values that name an account, in the form in which they are compared. */
export function nameKey(username: string, hostId: number): string {
  return `${username}@${hostId}`
}
function addressKey(email: string): string {
  return email.toLowerCase()
}

export async function loadAccounts(
  read: Reader,
  commands: readonly UserCommand[],
  { byEmail, withProfiles }: { readonly byEmail: boolean; readonly withProfiles: boolean },
): Promise<Accounts> {
  const records = new Map<Id, UserRecord>()
  const ids = new Set<Id>()
  const alive = (found: readonly UserRecord[]) => {
    for (const record of found) {
      records.set(record.id, record)
      ids.add(record.id)
    }
  }
  alive(
    await read.userRecordsBy(
      'username',
      distinct(commands.flatMap((command) => [command.username, command.oldUsername])),
    ),
  )
  // Where accounts keep their names, most lines need nothing more: the account that they name has what they say.
  const named = new Map([...records.values()].map((one) => [nameKey(one.username, one.hostId), one]))
  const of = ({ username, hostId }: UserCommand) => named.get(nameKey(username, hostId ?? localHost))
  const settled = areSettled(commands)
  const wanted = (needs: (command: UserCommand, account: UserRecord | undefined) => boolean) =>
    settled ? commands.filter((command) => needs(command, of(command))) : commands
  const idnumbers = distinct(
    wanted(({ idnumber }, account) => account?.idnumber !== idnumber).map((one) => one.idnumber),
  )
  const emails = distinct(
    (byEmail
      ? commands
      : wanted(({ email }, account) => addressKey(account?.email ?? '') !== addressKey(email))
    ).map((one) => addressKey(one.email)),
  )
  alive(await read.userRecordsBy('idnumber', idnumbers))
  alive(await read.userRecordsBy('email', emails))

  const deletedIds: Id[] = []
  const unnamed = wanted((_, account) => account === undefined)
  const formerly = [
    ['username', distinct(unnamed.map((one) => one.username))],
    ['idnumber', distinct(unnamed.map((one) => one.idnumber))],
    ['email', distinct(unnamed.map((one) => addressKey(one.email)))],
  ] as const
  for (const [by, values] of formerly)
    for (const { id } of await read.deletedUsers(by, values)) deletedIds.push(id)
  for (const record of await read.userRecords([...new Set(deletedIds)])) records.set(record.id, record)
  // Who is revived may find that others have its number or its address by now.
  const former = [...records.values()].filter((record) => record.deleted || !settled)
  alive(await read.userRecordsBy('idnumber', lacking(former, 'idnumber', idnumbers)))
  alive(await read.userRecordsBy('email', lacking(former, 'email', emails)))

  const living = shelves()
  // Newest first in each answer of the platform; what the chunk itself deletes is put before.
  const deleted = shelves()
  for (const id of ids) living.add(records.get(id)!)
  for (const id of new Set(deletedIds)) deleted.add(records.get(id)!)

  const profile = new Map<string, string>()
  if (withProfiles)
    for (const { userId, fieldId, value } of await read.profileValues([...records.keys()]))
      profile.set(`${userId}/${fieldId}`, value)

  return {
    named: (username, hostId) => living.byName.get(nameKey(username, hostId))?.[0],
    numbered: (idnumber) => living.byNumber.get(idnumber) ?? [],
    addressed: (email) => living.byAddress.get(addressKey(email)) ?? [],
    deletedNamed: (username, hostId) => deleted.byName.get(nameKey(username, hostId)) ?? [],
    deletedNumbered: (idnumber) => deleted.byNumber.get(idnumber) ?? [],
    deletedAddressed: (email) => deleted.byAddress.get(addressKey(email)) ?? [],
    put(account) {
      const before = records.get(account.id)
      if (before !== undefined) (before.deleted ? deleted : living).remove(before)
      records.set(account.id, account)
      if (account.deleted) deleted.addFirst(account)
      else living.add(account)
      return account
    },
    profileValue: (userId, fieldId) => profile.get(`${userId}/${fieldId}`) ?? '',
    setProfileValue({ userId, fieldId, value }) {
      profile.set(`${userId}/${fieldId}`, value)
    },
  }
}

/** `account` with what changes. */
export function changed(account: UserRecord, changes: Partial<UserFields>): UserRecord {
  return { ...account, ...changes }
}

type Shelf = Map<string, UserRecord[]>

interface Shelves {
  readonly byName: Shelf
  readonly byNumber: Shelf
  readonly byAddress: Shelf
  add(account: UserRecord): void
  addFirst(account: UserRecord): void
  remove(account: UserRecord): void
}

/** Accounts by all that names them. Lists are nearly always of one. */
function shelves(): Shelves {
  const byName: Shelf = new Map()
  const byNumber: Shelf = new Map()
  const byAddress: Shelf = new Map()
  const each = (account: UserRecord, work: (shelf: Shelf, key: string) => void) => {
    work(byName, nameKey(account.username, account.hostId))
    if (account.idnumber !== null) work(byNumber, account.idnumber)
    if (account.email !== null) work(byAddress, addressKey(account.email))
  }
  return {
    byName,
    byNumber,
    byAddress,
    add: (account) =>
      each(account, (shelf, key) => {
        const there = shelf.get(key)
        if (there === undefined) shelf.set(key, [account])
        else there.push(account)
      }),
    addFirst: (account) =>
      each(account, (shelf, key) => shelf.set(key, [account, ...(shelf.get(key) ?? [])])),
    remove: (account) =>
      each(account, (shelf, key) =>
        shelf.set(
          key,
          (shelf.get(key) ?? []).filter((one) => one.id !== account.id),
        ),
      ),
  }
}

/** Whether each line is about a name of its own that no line takes from its account. */
function areSettled(commands: readonly UserCommand[]): boolean {
  const names = new Set(commands.map(({ username, hostId }) => nameKey(username, hostId ?? localHost)))
  return (
    names.size === commands.length &&
    commands.every(({ oldUsername, deleted, hostId }) => oldUsername === '' && !deleted && hostId === null)
  )
}

/** Identities of these accounts that were not looked up yet. */
function lacking(
  accounts: readonly UserRecord[],
  field: 'idnumber' | 'email',
  known: readonly string[],
): string[] {
  const looked = new Set(known)
  return distinct(accounts.map((account) => account[field] ?? '')).filter(
    (value) => !looked.has(field === 'email' ? addressKey(value) : value),
  )
}

function distinct(values: readonly string[]): string[] {
  const all = new Set(values)
  all.delete('')
  return [...all]
}
