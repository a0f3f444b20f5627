export interface Change {
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

type Record_ = Readonly<Record<string, unknown>>

/**
 * The changes that an entry tells, and what else it tells. Changes stand as `changes: { field: { from, to } }` (also
 * `before`/`after`), or as two records `before` and `after`, of which the members that differ are taken.
 */
export function changesIn(detail: Record_): {
  changes: readonly Change[]
  others: readonly [string, unknown][]
} {
  const { changes, before, after, from, to, ...others } = detail
  if (isRecord(changes)) {
    const listed = Object.entries(changes).map(([field, change]) => ({ field, ...twoOf(change) }))
    return { changes: listed, others: Object.entries({ ...others, ...present({ before, after, from, to }) }) }
  }
  if (isRecord(before) && isRecord(after)) {
    const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    const listed = fields
      .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      .map((field) => ({ field, before: before[field], after: after[field] }))
    return { changes: listed, others: Object.entries({ ...others, ...present({ changes, from, to }) }) }
  }
  if ('before' in detail || 'after' in detail) {
    const listed = [{ field: '', before, after }]
    return { changes: listed, others: Object.entries({ ...others, ...present({ changes, from, to }) }) }
  }
  return { changes: [], others: Object.entries({ ...others, ...present({ changes, from, to }) }) }
}

function twoOf(change: unknown): { before: unknown; after: unknown } {
  if (Array.isArray(change)) return { before: change[0], after: change[1] }
  if (!isRecord(change)) return { before: undefined, after: change }
  return {
    before: firstOf(change, ['from', 'before', 'old']),
    after: firstOf(change, ['to', 'after', 'new']),
  }
}

/** The member under the first of these names that is there, be it null. */
function firstOf(record: Record_, names: readonly string[]): unknown {
  const name = names.find((each) => each in record)
  return name === undefined ? undefined : record[name]
}

function present(record: Record_): Record_ {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}

function isRecord(value: unknown): value is Record_ {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
