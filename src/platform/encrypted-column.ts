import { type Database, type Queryable, transaction } from './database.ts'
import { boundVersion, cellPlace, type Encryption, keyIdOf } from './encryption.ts'

/** A column of encrypted values (`encryption.ts`), bound to their rows. Its table has an `id`. */
export interface EncryptedColumn {
  readonly table: string
  readonly column: string
}

/** How many values of a column one key encrypted. */
export interface KeyUse {
  readonly table: string
  readonly column: string
  /** In hexadecimal, as `Encryption.keyIds`; null: it is no encrypted value. */
  readonly keyId: string | null
  readonly values: number
}

const knownVersions = '(1, 2)'

/** Reads every value's head: some seconds for a million students. */
export async function readKeyUse(db: Queryable, columns: readonly EncryptedColumn[]): Promise<KeyUse[]> {
  const uses: KeyUse[] = []
  for (const { table, column } of columns) {
    const { rows } = await db.query<{ keyId: string | null; values: number }>(
      `select case when length(${column}) >= 5 and get_byte(${column}, 0) in ${knownVersions}
           then encode(substring(${column} from 2 for 4), 'hex') end as "keyId",
         count(*) as values
       from ${table} where ${column} is not null group by 1 order by 1 nulls last`,
    )
    uses.push(...rows.map((row) => ({ table, column, ...row })))
  }
  return uses
}

export interface RotationCounts {
  readonly table: string
  readonly column: string
  readonly done: number
  /** No key of the ring opens them, or they are not what was written there: left as they are. */
  readonly unreadable: number
  /** Written by somebody else meanwhile. */
  readonly changed: number
}

/** So many values a transaction. */
const chunk = 200

/**
 * Encrypts the values of a column with the first key of the ring. While the program runs: a value that changes
 * meanwhile is left to whoever changed it. Cut short, it goes on with what is left the next time. Nothing else of the
 * rows changes, neither their version nor when they changed.
 */
export async function rotateColumn(
  database: Database,
  encryption: Encryption,
  { table, column }: EncryptedColumn,
  options: { readonly signal: AbortSignal; readonly onProgress: (done: number) => void },
): Promise<RotationCounts> {
  const counts = { done: 0, unreadable: 0, changed: 0 }
  const [current] = encryption.keyIds
  for (let after = 0; ; ) {
    options.signal.throwIfAborted()
    const { rows } = await database.pool.query<{ id: number; value: Buffer }>(
      `select id, ${column} as value from ${table}
       where ${column} is not null and id > $1
         and (substring(${column} from 2 for 4) is distinct from decode($2, 'hex')
           or get_byte(${column} || '\\x00', 0) <> ${boundVersion})
       order by id limit $3`,
      [after, current, chunk],
    )
    const renewed = rows.flatMap(({ id, value }) => {
      const place = cellPlace(table, column, id)
      const again = encryptedAgain(encryption, value, place)
      if (again === null) counts.unreadable++
      return again === null ? [] : [{ id, value, again }]
    })
    const written = await transaction(database.pool, async (client) => {
      await client.query(`set local nocturne.reencrypting = 'on'`)
      const { rowCount } = await client.query(
        `update ${table} set ${column} = renewed.again
         from unnest($1::bigint[], $2::bytea[], $3::bytea[]) as renewed (id, value, again)
         where ${table}.id = renewed.id and ${table}.${column} = renewed.value`,
        [renewed.map(({ id }) => id), renewed.map(({ value }) => value), renewed.map(({ again }) => again)],
      )
      return rowCount ?? 0
    })
    counts.done += written
    counts.changed += renewed.length - written
    options.onProgress(counts.done)
    if (rows.length < chunk) return { table, column, ...counts }
    after = rows.at(-1)!.id
  }
}

/** Null when it cannot be read. A value of before that was not bound to its row becomes so. */
function encryptedAgain(encryption: Encryption, value: Buffer, place: string): Buffer | null {
  if (keyIdOf(value) === null) return null
  try {
    return encryption.encrypt(encryption.decrypt(value, place), place)
  } catch {
    return null
  }
}

/** What the keys of the ring, and the values that are there, tell of each other. */
export interface KeyReport {
  readonly keys: readonly {
    readonly id: string
    /** The one that encrypts. */
    readonly current: boolean
    readonly values: number
  }[]
  /** Values that no key of the ring opens, by the key that is missing; null: no encrypted value at all. */
  readonly missing: readonly { readonly id: string | null; readonly values: number }[]
}

/** Pure: which keys are still needed, and which are missing. */
export function keyReport(ring: readonly string[], uses: readonly KeyUse[]): KeyReport {
  const valuesOf = (id: string | null) =>
    uses.filter(({ keyId }) => keyId === id).reduce((sum, { values }) => sum + values, 0)
  const missing = [...new Set(uses.map(({ keyId }) => keyId))].filter(
    (id) => id === null || !ring.includes(id),
  )
  return {
    keys: ring.map((id, at) => ({ id, current: at === 0, values: valuesOf(id) })),
    missing: missing.map((id) => ({ id, values: valuesOf(id) })),
  }
}
