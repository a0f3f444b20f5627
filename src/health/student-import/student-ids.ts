import type pg from 'pg'

/** Hands out identifiers for new students without a round trip each. */
export interface StudentIds {
  /** Makes sure that `count` calls of `next` will do without the database. */
  reserve(count: number): Promise<void>
  next(): number
}

/** Real identifiers, from the table's sequence: gaps are left where an import is rolled back. */
export function studentIds(client: pg.PoolClient): StudentIds {
  let held: number[] = []
  return {
    async reserve(count) {
      if (held.length >= count) return
      const { rows } = await client.query<{ id: number }>(
        `select nextval(pg_get_serial_sequence('student', 'id')) as id from generate_series(1, $1)`,
        [count - held.length],
      )
      // Taken from the end, so that the lowest goes to the first line.
      held = [...rows.map((row) => row.id).reverse(), ...held]
    },
    next: () => held.pop()!,
  }
}

/** Identifiers of a simulation: negative, of nobody. */
export function simulatedIds(): StudentIds {
  let last = 0
  return { reserve: async () => {}, next: () => --last }
}
