/**
 * What a learning platform holds, as tools read it: the nouns of the driver contract (driver.ts). Instants are seconds
 * since 1970 (the platform's own unit, and that of its files); null: none, « no end ». Identifiers below zero are
 * provisional: of something that an operation of the same chunk creates.
 */
export type Id = number

export interface CategoryRecord {
  readonly id: Id
  readonly parentId: Id | null
  readonly name: string
  readonly idnumber: string | null
  readonly visible: boolean
}

/** What names a course. */
export interface CourseKey {
  readonly id: Id
  readonly shortname: string
  readonly idnumber: string | null
  readonly fullname: string
  readonly isSite: boolean
}

/** What a file may set of a course; `categoryId` may be provisional. */
export interface CourseFields {
  readonly categoryId: Id
  readonly shortname: string
  readonly fullname: string
  readonly idnumber: string | null
  readonly summary: string
  readonly format: string
  readonly sortOrder: number
  readonly showGrades: boolean
  readonly showReports: boolean
  readonly newsItems: number
  readonly startsAt: number
  readonly marker: number
  readonly maxBytes: number
  readonly legacyFiles: number
  readonly visible: boolean
  readonly visibleOld: boolean
  readonly groupMode: number
  readonly groupModeForce: boolean
  readonly defaultGroupingId: Id | null
  readonly courseDisplay: number
  readonly enableCompletion: boolean
  readonly lang: string
  readonly theme: string
  readonly createdAt: number
  readonly modifiedAt: number
}

export interface CourseRecord extends CourseFields {
  readonly id: Id
  readonly isSite: boolean
}

export interface SectionRecord {
  readonly courseId: Id
  readonly position: number
  readonly name: string
  readonly summary: string
}

/** What names an account. */
export interface UserKey {
  readonly id: Id
  readonly hostId: number
  readonly username: string
  readonly idnumber: string | null
  readonly email: string | null
  readonly firstname: string
  readonly lastname: string
  readonly suspended: boolean
  /** No file may delete it. */
  readonly protectedAs: 'administrator' | 'guest' | null
}

/** What a file may set of an account. */
export interface UserFields {
  readonly hostId: number
  readonly username: string
  readonly idnumber: string | null
  readonly firstname: string
  readonly lastname: string
  readonly email: string | null
  readonly auth: string
  readonly passwordHash: string | null
  readonly passwordState: 'set' | 'none' | 'to_generate'
  readonly mustChangePassword: boolean
  readonly institution: string
  readonly department: string
  readonly city: string
  readonly country: string
  readonly lang: string
  readonly timezone: string
  readonly icq: string
  readonly phone1: string
  readonly phone2: string
  readonly address: string
  readonly url: string
  readonly description: string
  readonly mailDisplay: number
  readonly mailDigest: number
  readonly mailFormat: number
  readonly htmlEditor: number
  readonly autoSubscribe: boolean
  readonly trackForums: boolean
  readonly suspended: boolean
}

export interface UserRecord extends UserFields {
  readonly id: Id
  readonly deleted: boolean
  readonly protectedAs: 'administrator' | 'guest' | null
}

export interface ProfileFieldRecord {
  readonly id: Id
  readonly shortname: string
}

export interface ProfileValueRecord {
  readonly userId: Id
  readonly fieldId: Id
  readonly value: string
}

/** The sums of the source image that a picture was made of. */
export interface PictureRecord {
  readonly userId: Id
  /** Hexadecimal. */
  readonly sha256: string
}

export interface RoleRecord {
  readonly id: Id
  readonly shortname: string
}

/** A way into a course: `manual`, `self`, `guest`, `cohort` (a binding), `meta` (a link), or another plug-in. */
export interface MethodRecord {
  readonly id: Id
  readonly courseId: Id
  readonly method: string
  readonly enabled: boolean
  readonly defaultRoleId: Id | null
  readonly startsAt: number | null
  readonly endsAt: number | null
  readonly cohortId: Id | null
  readonly linkedCourseId: Id | null
  readonly makeGroup: boolean
  readonly groupId: Id | null
}

export interface EnrolmentRecord {
  readonly methodId: Id
  readonly courseId: Id
  readonly userId: Id
  readonly active: boolean
  readonly startsAt: number | null
  readonly endsAt: number | null
}

/** A role in a course. `component` and `itemId` say what gave it: '' and 0 for none but the role itself. */
export interface CourseRoleRecord {
  readonly courseId: Id
  readonly userId: Id
  readonly roleId: Id
  readonly component: string
  readonly itemId: Id
}

export interface GroupRecord {
  readonly id: Id
  readonly courseId: Id
  readonly name: string
  readonly idnumber: string | null
  readonly description: string
}

export interface GroupingRecord {
  readonly id: Id
  readonly courseId: Id
  readonly name: string
  readonly idnumber: string | null
  readonly description: string
}

export interface GroupingGroupRecord {
  readonly groupingId: Id
  readonly groupId: Id
  readonly courseId: Id
}

/** `component` is `tool_sync` for a membership that a command file gave, '' for a teacher's. */
export interface MembershipRecord {
  readonly groupId: Id
  readonly courseId: Id
  readonly userId: Id
  readonly component: string
}

export interface CohortRecord {
  readonly id: Id
  /** Null: of the whole platform. */
  readonly categoryId: Id | null
  readonly name: string
  readonly idnumber: string | null
  readonly description: string
  readonly component: string
}

export interface CohortMemberRecord {
  readonly cohortId: Id
  readonly userId: Id
}
