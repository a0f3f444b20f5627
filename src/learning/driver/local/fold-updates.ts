import type { Operation } from '../operation.ts'

/**
 * Puts updates of what the same operations create into its creation: updates are carried out before creations (they may
 * free a name that a creation takes), when a provisional thing is not there yet.
 */
export function foldUpdates(operations: readonly Operation[]): Operation[] {
  const places = new Map<string, number>()
  const folded: Operation[] = []
  for (const operation of operations) {
    const subject = subjectOf(operation)
    if (operation.kind.startsWith('create-')) places.set(subject, folded.length)
    const at = operation.kind.startsWith('update-') ? places.get(subject) : undefined
    if (at === undefined) folded.push(operation)
    else folded[at] = updated(folded[at]!, operation)
  }
  return folded
}

function subjectOf(operation: Operation): string {
  return 'id' in operation ? `${operation.kind.slice(operation.kind.indexOf('-'))} ${operation.id}` : ''
}

function updated(creation: Operation, update: Operation): Operation {
  if (creation.kind === 'create-user' && update.kind === 'update-user')
    return { ...creation, fields: { ...creation.fields, ...update.changes } }
  if (creation.kind === 'create-course' && update.kind === 'update-course')
    return { ...creation, fields: { ...creation.fields, ...update.changes } }
  const given = Object.entries(update).filter(([key, value]) => key !== 'kind' && value !== undefined)
  return { ...creation, ...Object.fromEntries(given) } as Operation
}
