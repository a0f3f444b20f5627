import type { Operation } from '../operation.ts'

/**
 * Puts an update into the operation that creates, revives or updates the same thing before it: updates are carried out
 * before creations (they may free a name that a creation takes), when a provisional thing is not there yet, and a
 * statement that updates one row twice would keep either.
 */
export function foldUpdates(operations: readonly Operation[]): readonly Operation[] {
  // Most stretches create, enrol and join only.
  if (!operations.some((operation) => operation.kind.startsWith('update-'))) return operations
  const places = new Map<string, number>()
  const folded: Operation[] = []
  for (const operation of operations) {
    const subject = subjectOf(operation)
    const at = operation.kind.startsWith('update-') ? places.get(subject) : undefined
    if (at !== undefined) {
      folded[at] = updated(folded[at]!, operation)
      continue
    }
    if (/^(create|update|revive)-/.test(operation.kind)) places.set(subject, folded.length)
    folded.push(operation)
  }
  return folded
}

function subjectOf(operation: Operation): string {
  return 'id' in operation ? `${operation.kind.slice(operation.kind.indexOf('-'))} ${operation.id}` : ''
}

/** `earlier`, had it said what `update` says. */
function updated(earlier: Operation, update: Operation): Operation {
  const given =
    'changes' in update
      ? update.changes
      : Object.fromEntries(
          Object.entries(update).filter(([key, value]) => key !== 'kind' && value !== undefined),
        )
  if ('fields' in earlier) return { ...earlier, fields: { ...earlier.fields, ...given } } as Operation
  if ('changes' in earlier) return { ...earlier, changes: { ...earlier.changes, ...given } } as Operation
  return { ...earlier, ...given } as Operation
}
