import type pg from 'pg'
import type { Operation, OperationKind, OperationOf } from '../operation.ts'
import type { Id } from '../records.ts'
import type { Applier } from './applier.ts'
import { appliers } from './appliers.ts'
import { foldUpdates } from './fold-updates.ts'
import type { IdMap } from './id-map.ts'

/**
 * Kinds in an order that suits each stretch of operations: what is made comes before what names it, and leaving before
 * joining. Deletions are stretches of their own (see `stretches`).
 */
const order: readonly OperationKind[] = [
  'delete-group',
  'delete-grouping',
  'delete-method',
  'delete-cohort',
  'delete-course',
  'delete-category',
  'delete-user',
  'create-category',
  'update-course',
  'create-course',
  'put-content',
  'set-section',
  'reset-course',
  'update-user',
  'revive-user',
  'create-user',
  'set-profile-value',
  'set-picture',
  'update-cohort',
  'create-cohort',
  'update-group',
  'create-group',
  'update-grouping',
  'create-grouping',
  'update-method',
  'create-method',
  'unassign-role',
  'leave-group',
  'unenrol',
  'leave-cohort',
  'enrol',
  'assign-role',
  'add-to-grouping',
  'join-group',
  'join-cohort',
  'sync-derived-enrolments',
]

/** What takes others along, or reads what others did: nothing may be moved across it. */
const apart: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'delete-group',
  'delete-grouping',
  'delete-method',
  'delete-cohort',
  'delete-course',
  'delete-category',
  'delete-user',
  'reset-course',
  'sync-derived-enrolments',
])

/** Operations that change one state of one thing: of several in a stretch only the last is carried out. */
const stateOf: { readonly [K in OperationKind]?: (operation: OperationOf<K>) => string } = {
  enrol: (o) => `enrolment ${o.methodId} ${o.userId}`,
  unenrol: (o) => `enrolment ${o.methodId} ${o.userId}`,
  'assign-role': (o) => `role ${o.courseId} ${o.userId} ${o.roleId} ${o.component} ${o.itemId}`,
  'unassign-role': (o) => `role ${o.courseId} ${o.userId} ${o.roleId} ${o.component} ${o.itemId}`,
  'join-group': (o) => `member ${o.groupId} ${o.userId}`,
  'leave-group': (o) => `member ${o.groupId} ${o.userId}`,
  'join-cohort': (o) => `cohort ${o.cohortId} ${o.userId}`,
  'leave-cohort': (o) => `cohort ${o.cohortId} ${o.userId}`,
  'add-to-grouping': (o) => `grouping ${o.groupingId} ${o.groupId}`,
  'set-section': (o) =>
    o.name !== undefined && o.summary !== undefined ? `section ${o.courseId} ${o.position}` : '',
  'set-picture': (o) => `picture ${o.userId}`,
  'set-profile-value': (o) => `profile ${o.userId} ${o.fieldId}`,
}

/** Carries out operations in their order as far as anybody can tell, one statement or a few for each kind. */
export async function applyOperations(
  client: pg.PoolClient,
  operations: readonly Operation[],
  ids: IdMap,
): Promise<void> {
  for (const stretch of stretches(operations))
    for (const kind of order) {
      const ofKind = stretch.get(kind)
      if (ofKind !== undefined) await (appliers[kind] as Applier<OperationKind>)(client, ofKind, ids)
    }
}

type Stretch = ReadonlyMap<OperationKind, Operation[]>

/** Cuts the list where order matters, and leaves out what a later operation of the stretch undoes. */
export function stretches(operations: readonly Operation[]): Stretch[] {
  const result: Stretch[] = []
  let current: Operation[] = []
  let currentApart: OperationKind | null = null
  // Courses in which the stretch does something: content goes in after that, not before.
  let coursesTouched = new Set<Id>()
  const cut = () => {
    if (current.length > 0) result.push(byKind(lastStates(foldUpdates(current))))
    current = []
    coursesTouched = new Set()
  }
  for (const operation of operations) {
    const kind = apart.has(operation.kind) ? operation.kind : null
    if (kind !== currentApart) cut()
    if (operation.kind === 'put-content' && coursesTouched.has(operation.courseId)) cut()
    currentApart = kind
    current.push(operation)
    if ('courseId' in operation) coursesTouched.add(operation.courseId)
  }
  cut()
  return result
}

function lastStates(operations: readonly Operation[]): readonly Operation[] {
  const seen = new Set<string>()
  const kept: Operation[] = []
  for (let at = operations.length - 1; at >= 0; at--) {
    const operation = operations[at]!
    const state = (stateOf[operation.kind] as ((o: Operation) => string) | undefined)?.(operation) ?? ''
    if (state !== '') {
      if (seen.has(state)) continue
      seen.add(state)
    }
    kept.push(operation)
  }
  return kept.reverse()
}

function byKind(operations: readonly Operation[]): Stretch {
  return Map.groupBy(operations, (operation) => operation.kind)
}
