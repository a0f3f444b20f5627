import { isDeepStrictEqual } from 'node:util'
import type { CatchUp } from './define-batch.ts'
import type { Schedule } from './schedule/schedule.ts'

/** A plan as its revisions keep it: what can be put back. */
export interface RememberedPlan {
  readonly enabled: boolean
  readonly schedule: Schedule
  readonly catchUp: CatchUp
  readonly parameters: Readonly<Record<string, unknown>>
}

export const planParts = ['enabled', 'schedule', 'catchUp', 'parameters'] as const
export type PlanPart = (typeof planParts)[number]

/** The names of what differs between two plans. */
export function changedParts(before: RememberedPlan, after: RememberedPlan): PlanPart[] {
  return planParts.filter((part) => !isDeepStrictEqual(plain(before[part]), plain(after[part])))
}

/** As JSON keeps it: a value that is undefined is one that is absent. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null))
}
