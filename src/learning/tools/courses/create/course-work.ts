import type { Change } from '../../../../exchange/command-file/verdict.ts'
import type { Operation } from '../../../driver/operation.ts'

/** Operations and changes of a line as they come together. */
export interface Work {
  readonly key: string
  readonly operations: Operation[]
  readonly changes: Change[]
  result(): { readonly operations: readonly Operation[]; readonly changes: readonly Change[] }
}

export function workOn(key: string): Work {
  const operations: Operation[] = []
  const changes: Change[] = []
  return { key, operations, changes, result: () => ({ operations, changes }) }
}
