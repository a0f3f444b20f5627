import type { Change } from '../../exchange/command-file/verdict.ts'
import type { Operation } from '../driver/operation.ts'

/** What one command changes in a model of the platform: nothing, or operations and their journal. */
export interface Step {
  readonly changed: boolean
  readonly operations: readonly Operation[]
  readonly changes: readonly Change[]
}

export const nothing: Step = { changed: false, operations: [], changes: [] }

export function step(operation: Operation, ...changes: readonly Change[]): Step {
  return { changed: true, operations: [operation], changes }
}

export function together(...steps: readonly Step[]): Step {
  const changed = steps.filter((one) => one.changed)
  if (changed.length < 2) return changed[0] ?? nothing
  return {
    changed: true,
    operations: changed.flatMap((one) => one.operations),
    changes: changed.flatMap((one) => one.changes),
  }
}
