import type { CohortIdentity, CourseIdentity, Reader, UserIdentity } from '../driver/reader.ts'
import type { CohortRecord, CourseKey, RoleRecord, UserKey } from '../driver/records.ts'
import { type Found, find, soughtCohort, soughtCourse, soughtRole, soughtUser } from './found.ts'

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

/** User names and mail addresses are found without regard to case. */
export async function userFinder(
  read: Reader,
  by: UserIdentity,
  values: Iterable<string>,
): Promise<Finder<UserKey>> {
  const found = Map.groupBy(await read.users(by, distinct(values)), (user) => userIdentifier(user, by))
  return (value, column) => find(value, by, found.get(compared(value, by)) ?? [], soughtUser, column)
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
