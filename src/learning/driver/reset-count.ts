import type { Id } from './records.ts'
import type { ResetPlan } from './reset-plan.ts'

/** A reset that is thought of; a course at most once in a question. */
export interface ResetAsked {
  readonly courseId: Id
  readonly plan: ResetPlan
}

/** How much it would clear. */
export interface ResetCount {
  readonly courseId: Id
  /** People's data by kind; kinds without any are absent. */
  readonly data: readonly { readonly kind: string; readonly count: number }[]
  readonly unenrolled: number
  readonly localRoles: number
  readonly groups: number
  readonly memberships: number
  readonly groupings: number
  /** Groups that leave a grouping which stays. */
  readonly groupsOfGroupings: number
}
