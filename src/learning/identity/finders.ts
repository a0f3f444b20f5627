import type { CohortIdentity, CourseIdentity, Reader, UserIdentity } from '../driver/reader.ts'
import type { CohortRecord, CourseKey, RoleRecord, UserKey } from '../driver/records.ts'
import { type Found, find, soughtCohort, soughtCourse, soughtRole, soughtUser } from './found.ts'
import { localHost } from './local-host.ts'

/** Looks identifiers up, once loaded for a whole chunk; `column` is the file's, for the message. */
export type Finder<T> = (value: string, column?: string) => Found<T>

export async function courseFinder(
  read: Reader,
  by: CourseIdentity,
  values: Iterable<string>,
): Promise<Finder<CourseKey>> {
  const found = Map.groupBy(await read.courses(by, distinct(values)), (course) => String(course[by] ?? ''))
  return (value, column) => find(value, by, found.get(value) ?? [], soughtCourse, column)
}

/**
 * User names and mail addresses are found without regard to case. A user name alone is that of the local host where there is
 * one of it; `localOnly`: nobody of another host is found at all, but by `hostedusername`.
 */
export async function userFinder(
  read: Reader,
  by: UserIdentity,
  values: Iterable<string>,
  { localOnly = false }: { readonly localOnly?: boolean } = {},
): Promise<Finder<UserKey>> {
  const users = await read.users(by, distinct(values))
  const found = Map.groupBy(localOnly && by !== 'hostedusername' ? users.filter(isLocal) : users, (user) =>
    userIdentifier(user, by),
  )
  return (value, column) => {
    const named = found.get(compared(value, by)) ?? []
    const local = by === 'username' && named.length > 1 ? named.filter(isLocal) : []
    return find(value, by, local.length > 0 ? local : named, soughtUser, column)
  }
}

function isLocal({ hostId }: UserKey): boolean {
  return hostId === localHost
}

export async function cohortFinder(
  read: Reader,
  by: CohortIdentity,
  values: Iterable<string>,
): Promise<Finder<CohortRecord>> {
  const found = Map.groupBy(await read.cohorts(by, distinct(values)), (cohort) => String(cohort[by] ?? ''))
  return (value, column) => find(value, by, found.get(value) ?? [], soughtCohort, column)
}

export async function roleFinder(read: Reader, by: 'id' | 'shortname'): Promise<Finder<RoleRecord>> {
  const found = Map.groupBy(await read.roles(), (role) => String(role[by]))
  return (value, column) => find(value, by, found.get(value) ?? [], soughtRole, column)
}

/** How an account is called under an identity, as `compared` writes it. */
export function userIdentifier(user: UserKey, by: UserIdentity): string {
  if (by === 'hostedusername') return `${user.username}@${user.hostId}`.toLowerCase()
  return compared(String(user[by] ?? ''), by)
}

function compared(value: string, by: UserIdentity): string {
  return by === 'username' || by === 'email' || by === 'hostedusername' ? value.toLowerCase() : value
}

function distinct(values: Iterable<string>): string[] {
  return [...new Set(values)].filter((value) => value !== '')
}
