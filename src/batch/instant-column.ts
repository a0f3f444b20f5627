import { Temporal } from 'temporal-polyfill'

/** A timestamptz as `pg` reads it, to the millisecond. Parameters go the other way as ISO 8601 text. */
export function instantOf(column: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(column.getTime())
}

export function instantOrNull(column: Date | null): Temporal.Instant | null {
  return column === null ? null : instantOf(column)
}
