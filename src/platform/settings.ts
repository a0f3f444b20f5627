import { z } from 'zod'
import { recordAudit } from './audit/audit-trail.ts'
import type { Database, Queryable } from './database.ts'
import { transaction } from './database.ts'
import type { Text } from './text.ts'

/**
 * Runtime settings: what an administrator changes while the program runs, each value typed by its
 * definition, each change audited. What is needed to start at all is configuration (`configuration.ts`).
 */
export interface SettingDefinition<T = unknown> {
  /** Application, subject, name: `health.import.directory`. */
  readonly key: string
  readonly label: Text
  readonly schema: z.ZodType<T>
  readonly default: T
  /** What a value must be, where the schema's own words are in one language only. */
  readonly rule?: Text
  /** The values of a `z.enum` in words. */
  readonly choices?: Readonly<Record<string, Text>>
  /** The key of the general setting that this one replaces where it is not at its default. */
  readonly overrides?: string
  /** Never printed: shown masked, and audited without its values. */
  readonly secret?: boolean
}

export function defineSetting<T>(definition: SettingDefinition<T>): SettingDefinition<T> {
  return definition
}

export interface Settings {
  /** The value set by an administrator, else the default. Read from the database at each call. */
  get<T>(definition: SettingDefinition<T>): Promise<T>
  /**
   * Sets and audits a value; `address` is where the request came from. Throws `SettingError` on an unknown key or a
   * value of the wrong kind.
   */
  set(key: string, value: unknown, author: string, address?: string | null): Promise<void>
  /** Back to the default. */
  reset(key: string, author: string, address?: string | null): Promise<void>
  list(): Promise<SettingValue[]>
}

export interface SettingValue {
  readonly key: string
  readonly label: Text
  /** Masked when secret. */
  readonly value: unknown
  readonly default: unknown
  readonly secret: boolean
  readonly changedAt: string | null
  readonly changedBy: string | null
}

export class SettingError extends Error {
  readonly code: 'UNKNOWN_SETTING' | 'INVALID_SETTING'
  constructor(code: 'UNKNOWN_SETTING' | 'INVALID_SETTING', message: string) {
    super(message)
    this.code = code
  }
}

const mask = '••••••'

interface SettingRow {
  key: string
  value: unknown
  changed_at: Date
  changed_by: string
}

/** The store over tables `setting` and `setting_change`. `definitions` are those of all applications. */
export function settingsStore(database: Database, definitions: readonly SettingDefinition[]): Settings {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]))

  function definitionOf(key: string): SettingDefinition {
    const definition = byKey.get(key)
    if (definition === undefined) throw new SettingError('UNKNOWN_SETTING', `no setting is called ${key}`)
    return definition
  }

  async function stored(db: Queryable): Promise<Map<string, SettingRow>> {
    const { rows } = await db.query<SettingRow>('select key, value, changed_at, changed_by from setting')
    return new Map(rows.map((row) => [row.key, row]))
  }

  async function change(
    key: string,
    value: { new: unknown } | null,
    author: string,
    address: string | null = null,
  ): Promise<void> {
    const { secret } = definitionOf(key)
    await transaction(database.pool, async (client) => {
      const before = await client.query<{ value: unknown }>(
        'select value from setting where key = $1 for update',
        [key],
      )
      if (value === null) await client.query('delete from setting where key = $1', [key])
      else
        await client.query(
          `insert into setting (key, value, changed_by) values ($1, $2, $3)
           on conflict (key) do update
             set value = excluded.value, changed_by = excluded.changed_by, changed_at = now()`,
          [key, JSON.stringify(value.new), author],
        )
      const old = before.rows[0]?.value
      await client.query(
        'insert into setting_change (key, old_value, new_value, changed_by) values ($1, $2, $3, $4)',
        [key, audited(old, secret), audited(value?.new, secret), author],
      )
      await recordAudit(client, {
        actor: author,
        action: 'setting.changed',
        subject: `setting:${key}`,
        application: key.split('.', 1)[0]!,
        address,
        // Long values are cut: `setting_change` has them whole.
        detail: secret
          ? { secret: true, set: value !== null }
          : { from: shortened(old), to: shortened(value?.new), default: value === null },
      })
    })
  }

  return {
    async get<T>(definition: SettingDefinition<T>) {
      const { rows } = await database.pool.query<{ value: unknown }>(
        'select value from setting where key = $1',
        [definition.key],
      )
      if (rows[0] === undefined) return definition.default
      const parsed = definition.schema.safeParse(rows[0].value)
      // A value written by an older version that no longer fits must stop the work, not be replaced by a guess.
      if (!parsed.success)
        throw new SettingError(
          'INVALID_SETTING',
          `setting ${definition.key}: ${z.prettifyError(parsed.error)}; set it anew`,
        )
      return parsed.data
    },
    async set(key, value, author, address) {
      const parsed = definitionOf(key).schema.safeParse(value)
      if (!parsed.success)
        throw new SettingError('INVALID_SETTING', `setting ${key}: ${z.prettifyError(parsed.error)}`)
      await change(key, { new: parsed.data }, author, address)
    },
    async reset(key, author, address) {
      await change(key, null, author, address)
    },
    async list() {
      const values = await stored(database.pool)
      return [...byKey.values()].map((definition) => {
        const row = values.get(definition.key)
        const value = row === undefined ? definition.default : row.value
        return {
          key: definition.key,
          label: definition.label,
          value: definition.secret && value !== '' && value !== null ? mask : value,
          default: definition.default,
          secret: definition.secret ?? false,
          changedAt: row?.changed_at.toISOString() ?? null,
          changedBy: row?.changed_by ?? null,
        }
      })
    },
  }
}

function audited(value: unknown, secret: boolean | undefined): string | null {
  if (value === undefined) return null
  return JSON.stringify(secret ? mask : value)
}

const longestAudited = 500

/** Null for none; a long value is cut, as the text of its JSON. */
function shortened(value: unknown): unknown {
  const text = JSON.stringify(value ?? null)
  return text.length > longestAudited ? `${text.slice(0, longestAudited)}…` : (value ?? null)
}
