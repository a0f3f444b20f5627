import type { CourseContent } from './course-content.ts'
import type { CourseFields, Id, UserFields } from './records.ts'
import type { ResetPlan } from './reset-plan.ts'

/**
 * What a tool asks of the platform: the verbs of the driver contract (driver.ts). A new thing has a provisional `id`
 * (below zero, one of its own in the chunk), by which later operations of the chunk name it. Operations set a state
 * and are idempotent: enrolling who is enrolled sets dates and status; removing what is not there does nothing.
 *
 * What an operation takes along is said here; nothing else happens. Who unenrols somebody removes roles and group
 * memberships by operations of its own, so that a plan tells all that it changes.
 */
export type Operation =
  | {
      readonly kind: 'create-category'
      readonly id: Id
      readonly parentId: Id | null
      readonly name: string
      readonly idnumber: string | null
      readonly visible: boolean
    }
  /** Without courses and children: the tool has seen to it. */
  | { readonly kind: 'delete-category'; readonly id: Id }

  /** With a `manual` method, enabled, as every new course has; role of new participants: student. */
  | { readonly kind: 'create-course'; readonly id: Id; readonly fields: CourseFields }
  | { readonly kind: 'update-course'; readonly id: Id; readonly changes: Partial<CourseFields> }
  /** Takes along sections, methods, enrolments, roles, groups and what people did there. */
  | { readonly kind: 'delete-course'; readonly id: Id }
  | {
      readonly kind: 'set-section'
      readonly courseId: Id
      readonly position: number
      readonly name?: string
      readonly summary?: string
    }
  /** `replace` removes sections and groups first; `add` puts the sections after the last one. */
  | {
      readonly kind: 'put-content'
      readonly courseId: Id
      readonly mode: 'add' | 'replace'
      readonly content: CourseContent
    }
  | { readonly kind: 'reset-course'; readonly courseId: Id; readonly plan: ResetPlan }
  | { readonly kind: 'create-user'; readonly id: Id; readonly fields: UserFields }
  | { readonly kind: 'update-user'; readonly id: Id; readonly changes: Partial<UserFields> }
  /** Takes along enrolments, roles, group and cohort memberships; the identity is free for another account. */
  | { readonly kind: 'delete-user'; readonly id: Id }
  /** A deleted account lives again, with these fields. */
  | { readonly kind: 'revive-user'; readonly id: Id; readonly changes: Partial<UserFields> }
  | { readonly kind: 'set-profile-value'; readonly userId: Id; readonly fieldId: Id; readonly value: string }
  | { readonly kind: 'set-picture'; readonly userId: Id; readonly picture: Picture }
  | {
      readonly kind: 'create-method'
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
  | {
      readonly kind: 'update-method'
      readonly id: Id
      readonly enabled?: boolean
      readonly startsAt?: number | null
      readonly endsAt?: number | null
      readonly makeGroup?: boolean
      readonly groupId?: Id | null
    }
  /** Takes along its enrolments and the roles that it gave. */
  | { readonly kind: 'delete-method'; readonly id: Id }
  | {
      readonly kind: 'enrol'
      readonly methodId: Id
      readonly courseId: Id
      readonly userId: Id
      readonly active: boolean
      readonly startsAt: number | null
      readonly endsAt: number | null
    }
  | { readonly kind: 'unenrol'; readonly methodId: Id; readonly courseId: Id; readonly userId: Id }
  | {
      readonly kind: 'assign-role'
      readonly courseId: Id
      readonly userId: Id
      readonly roleId: Id
      readonly component: string
      readonly itemId: Id
    }
  | {
      readonly kind: 'unassign-role'
      readonly courseId: Id
      readonly userId: Id
      readonly roleId: Id
      readonly component: string
      readonly itemId: Id
    }
  | {
      readonly kind: 'create-group'
      readonly id: Id
      readonly courseId: Id
      readonly name: string
      readonly idnumber: string | null
      readonly description: string
    }
  | {
      readonly kind: 'update-group'
      readonly id: Id
      readonly name?: string
      readonly idnumber?: string | null
      readonly description?: string
    }
  /** Takes its memberships along. */
  | { readonly kind: 'delete-group'; readonly id: Id }
  | {
      readonly kind: 'create-grouping'
      readonly id: Id
      readonly courseId: Id
      readonly name: string
      readonly idnumber: string | null
      readonly description: string
    }
  | {
      readonly kind: 'update-grouping'
      readonly id: Id
      readonly name?: string
      readonly idnumber?: string | null
      readonly description?: string
    }
  | { readonly kind: 'delete-grouping'; readonly id: Id }
  | { readonly kind: 'add-to-grouping'; readonly groupingId: Id; readonly groupId: Id; readonly courseId: Id }
  | {
      readonly kind: 'join-group'
      readonly groupId: Id
      readonly courseId: Id
      readonly userId: Id
      readonly component: string
    }
  | { readonly kind: 'leave-group'; readonly groupId: Id; readonly courseId: Id; readonly userId: Id }
  | {
      readonly kind: 'create-cohort'
      readonly id: Id
      readonly categoryId: Id | null
      readonly name: string
      readonly idnumber: string | null
      readonly description: string
      readonly component: string
    }
  | {
      readonly kind: 'update-cohort'
      readonly id: Id
      readonly categoryId?: Id | null
      readonly name?: string
      readonly idnumber?: string | null
      readonly description?: string
      readonly component?: string
    }
  /** Takes along members, bindings and the enrolments that they gave. */
  | { readonly kind: 'delete-cohort'; readonly id: Id }
  | { readonly kind: 'join-cohort'; readonly cohortId: Id; readonly userId: Id }
  | { readonly kind: 'leave-cohort'; readonly cohortId: Id; readonly userId: Id }
  /** Makes enrolments, roles and groups of the cohort and meta methods of these courses what members and links say. */
  | { readonly kind: 'sync-derived-enrolments'; readonly courseIds: readonly Id[] | 'all' }

export type OperationKind = Operation['kind']
export type OperationOf<K extends OperationKind> = Extract<Operation, { kind: K }>

/** An avatar as it is shown, and the sums of the image that it was made of. */
export interface Picture {
  readonly sourceName: string
  readonly mime: string
  /** Hexadecimal, of the source. */
  readonly sha256: string
  readonly md5: string
  readonly width: number
  readonly height: number
  readonly content: Uint8Array
}
