import type { Reader, UserIdentity } from '../../../driver/reader.ts'
import type { Id, UserKey } from '../../../driver/records.ts'

/** All accounts that a search text may mean. */
export type TeacherFinder = (account: string) => readonly Id[]

const searched: readonly UserIdentity[] = ['username', 'email', 'idnumber']

/**
 * Looks up the teachers of a chunk at once: an account's number, else its user name, mail address, identification number or
 * full name (« first name last name », either way round).
 */
export async function teacherFinder(read: Reader, accounts: readonly string[]): Promise<TeacherFinder> {
  const values = [...new Set(accounts)]
  if (values.length === 0) return () => []
  const byNumber = new Set((await read.users('id', values)).map(({ id }) => String(id)))
  const byText = new Map<string, Set<Id>>()
  const note = (text: string | null, { id }: UserKey) => {
    const key = text?.toLowerCase() ?? ''
    if (key === '') return
    const ids = byText.get(key)
    if (ids === undefined) byText.set(key, new Set([id]))
    else ids.add(id)
  }
  for (const identity of searched)
    for (const user of await read.users(identity, values)) note(user[identity as 'username'], user)
  for (const user of await read.usersNamed(values)) {
    note(`${user.firstname} ${user.lastname}`, user)
    note(`${user.lastname} ${user.firstname}`, user)
  }
  return (account) => {
    if (byNumber.has(account)) return [Number(account)]
    return [...(byText.get(account.toLowerCase()) ?? [])]
  }
}
