import type pg from 'pg'

/** Hands out identifiers for new students without a round trip each. */
export interface StudentIds {
  /** Makes sure that `count` calls of `next` will do without the database. */
  reserve(count: number): Promise<void>
  /** How many calls of `next` will do without the database. */
  available(): number
  next(): number
}

/** How many identifiers one number of the sequence stands for: its increment (migration 0042). */
const blockSize = 1000
const aheadFactor = 10

/** Real identifiers, from the table's sequence: gaps are left where an import is rolled back. */
export function studentIds(client: pg.PoolClient): StudentIds {
  const blocks: number[] = []
  let next = 0
  let left = 0
  return {
    available: () => left + blocks.length * blockSize,
    async reserve(count) {
      // Some sets ahead, so that it is rarely asked for.
      const missing = Math.ceil((aheadFactor * count - left) / blockSize) - blocks.length
      if (missing <= 0) return
      const { rows } = await client.query<{ id: number }>(
        `select nextval(pg_get_serial_sequence('student', 'id')) as id from generate_series(1, $1)`,
        [missing],
      )
      for (const row of rows) blocks.push(row.id)
    },
    next() {
      if (left === 0) {
        next = blocks.shift()!
        left = blockSize
      }
      left--
      return next++
    },
  }
}

/** Identifiers of a simulation: negative, of nobody. */
export function simulatedIds(): StudentIds {
  let last = 0
  return { reserve: async () => {}, available: () => Number.POSITIVE_INFINITY, next: () => --last }
}
