import type pg from 'pg'
import type { OperationKind, OperationOf } from '../operation.ts'
import type { IdMap } from './id-map.ts'

/**
 * Carries out all operations of one kind that a stretch of a chunk has, in a few statements however many they are.
 * Never called with none. Of operations on the same thing the last counts.
 */
export type Applier<K extends OperationKind> = (
  client: pg.PoolClient,
  operations: readonly OperationOf<K>[],
  ids: IdMap,
) => Promise<void>

export type Appliers = { readonly [K in OperationKind]: Applier<K> }
