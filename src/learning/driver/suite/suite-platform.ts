import type { Driver } from '../driver.ts'
import type { Operation } from '../operation.ts'
import type { Reader } from '../reader.ts'
import type { CourseFields, CourseKey, UserFields, UserKey } from '../records.ts'

/**
 * How the shared suite works on a platform through the contract alone: it asks for operations, and looks with the
 * reader in a chunk of its own. Names are never used twice, so subjects share one platform.
 */
export interface SuitePlatform {
  apply(operations: readonly Operation[]): Promise<void>
  look<T>(ask: (read: Reader) => Promise<T>): Promise<T>
  newCourse(changes?: Partial<CourseFields>): Promise<CourseKey>
  newUser(changes?: Partial<UserFields>): Promise<UserKey>
}

/** A subject of the contract: registers its tests on the platform that `driver` gives once they run. */
export type DriverSubject = (platform: SuitePlatform) => void

let named = 0

/** A name that no other test of the process uses. */
export function freshName(stem: string): string {
  named += 1
  return `${stem}${named}`
}

export function suitePlatform(driver: () => Driver): SuitePlatform {
  async function chunk<T>(work: Parameters<Awaited<ReturnType<Driver['open']>>['chunk']>[0]): Promise<T> {
    const session = await driver().open('apply')
    try {
      return (await session.chunk(work, async () => {})) as T
    } finally {
      await session.close()
    }
  }
  const platform: SuitePlatform = {
    apply: (operations) => chunk<void>((unit) => unit.apply(operations)),
    look: <T>(ask: (read: Reader) => Promise<T>) => chunk<T>((unit) => ask(unit.read)),
    async newCourse(changes = {}) {
      const shortname = changes.shortname ?? freshName('COURSE')
      const [category] = await platform.look((read) => read.categories())
      await platform.apply([
        { kind: 'create-course', id: -1, fields: { ...courseFields(category!.id, shortname), ...changes } },
      ])
      const [course] = await platform.look((read) => read.courses('shortname', [shortname]))
      return course!
    },
    async newUser(changes = {}) {
      const username = changes.username ?? freshName('testun')
      await platform.apply([{ kind: 'create-user', id: -1, fields: { ...userFields(username), ...changes } }])
      const [user] = await platform.look((read) => read.users('username', [username]))
      return user!
    },
  }
  return platform
}

/** A plain course, for tests that are about something else. */
export function courseFields(categoryId: number, shortname: string): CourseFields {
  return {
    categoryId,
    shortname,
    fullname: `Cours ${shortname}`,
    idnumber: null,
    summary: '',
    format: 'topics',
    sortOrder: 0,
    showGrades: true,
    showReports: false,
    newsItems: 5,
    startsAt: 1_788_249_600,
    marker: 0,
    maxBytes: 0,
    legacyFiles: 0,
    visible: true,
    visibleOld: true,
    groupMode: 0,
    groupModeForce: false,
    defaultGroupingId: null,
    courseDisplay: 0,
    enableCompletion: true,
    lang: '',
    theme: '',
    createdAt: 1_788_249_600,
    modifiedAt: 1_788_249_600,
  }
}

/** A plain account, for tests that are about something else. */
export function userFields(username: string): UserFields {
  return {
    hostId: 1,
    username,
    idnumber: null,
    firstname: 'Camille',
    lastname: 'TESTUN',
    email: null,
    auth: 'manual',
    passwordHash: null,
    passwordState: 'none',
    mustChangePassword: false,
    institution: '',
    department: '',
    city: '',
    country: '',
    lang: '',
    timezone: '99',
    icq: '',
    phone1: '',
    phone2: '',
    address: '',
    url: '',
    description: '',
    mailDisplay: 1,
    mailDigest: 0,
    mailFormat: 1,
    htmlEditor: 1,
    autoSubscribe: true,
    trackForums: false,
    suspended: false,
  }
}
