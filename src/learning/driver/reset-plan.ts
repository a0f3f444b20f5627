import type { Id } from './records.ts'

/** What `reset-course` clears, already resolved: names of roles are identifiers here. */
export interface ResetPlan {
  /** Kinds of `course_user_data` to remove, such as `event`, `grade`, `module:forum`. */
  readonly kinds: readonly string[]
  /** `all`: every module's data, but for those named in `keepModules`. */
  readonly allModules: boolean
  readonly keepModules: readonly string[]
  /** Users who hold one of these roles in the course are unenrolled, with roles and memberships. */
  readonly unenrolRoles: readonly Id[] | 'all'
  /** Roles given in the course itself, by nobody's enrolment. */
  readonly localRoles: boolean
  readonly groups: 'none' | 'groups' | 'members' | 'all'
  readonly groupings: 'none' | 'groups' | 'members' | 'all'
}
