import type pg from 'pg'
import type { Database } from '../platform/database.ts'
import { readMigrations } from '../platform/migrations.ts'
import { type Finding, finder } from './finding.ts'

const oldestMajor = 15
const undefinedTable = '42P01'

export async function checkServer({ pool }: Database, embedded: boolean): Promise<Finding> {
  const { ok, fault } = finder('database', { fr: 'Base de données', en: 'Database' })
  const { rows } = await pool.query<{ number: number; version: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
  )
  const { number, version } = rows[0]!
  const message = {
    fr: `PostgreSQL ${version}, ${embedded ? 'embarqué' : 'externe'}`,
    en: `PostgreSQL ${version}, ${embedded ? 'embedded' : 'external'}`,
  }
  if (number >= oldestMajor * 10_000) return ok(message)
  return fault(message, {
    fr: `Il faut PostgreSQL ${oldestMajor} ou plus récent`,
    en: `PostgreSQL ${oldestMajor} or later is needed`,
  })
}

/** Looks at the schema without touching it. */
export async function checkSchema({ pool }: Database): Promise<Finding> {
  const { ok, attention, fault } = finder('schema', { fr: 'Schéma', en: 'Schema' })
  const known = readMigrations().map((migration) => migration.number)
  const applied = await appliedMigrations(pool)
  const newer = applied.filter((number) => !known.includes(number))
  if (newer.length > 0)
    return fault(
      {
        fr: `plus récent que ce programme (${newer.join(', ')})`,
        en: `newer than this program (${newer.join(', ')})`,
      },
      {
        fr: 'Installez la version qui a migré cette base',
        en: 'Install the version that migrated this database',
      },
    )
  const pending = known.filter((number) => !applied.includes(number)).length
  if (pending > 0)
    return attention(
      {
        fr: pending === 1 ? 'une migration à appliquer' : `${pending} migrations à appliquer`,
        en: pending === 1 ? 'one migration to apply' : `${pending} migrations to apply`,
      },
      { fr: './nocturne migrate, ou le prochain démarrage', en: './nocturne migrate, or the next start' },
    )
  return ok({ fr: `à jour (${known.at(-1)})`, en: `up to date (${known.at(-1)})` })
}

async function appliedMigrations(pool: pg.Pool): Promise<number[]> {
  try {
    const { rows } = await pool.query<{ number: number }>('select number from schema_migration order by 1')
    return rows.map((row) => row.number)
  } catch (error) {
    if ((error as { code?: string }).code === undefinedTable) return []
    throw error
  }
}

const tolerableSeconds = 2

/** Nodes follow the database's clock, so a difference does no harm to schedules, but it confuses whoever compares logs. */
export async function checkClock({ pool }: Database): Promise<Finding> {
  const { ok, attention } = finder('clock', { fr: 'Horloge', en: 'Clock' })
  const askedMs = Date.now()
  const { rows } = await pool.query<{ ms: number }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
  )
  const middleMs = (askedMs + Date.now()) / 2
  const seconds = (rows[0]!.ms - middleMs) / 1000
  const shown = Math.abs(seconds).toFixed(1)
  const message = {
    fr: `écart avec la base : ${shown.replace('.', ',')} s`,
    en: `difference with the database: ${shown} s`,
  }
  if (Math.abs(seconds) <= tolerableSeconds) return ok(message)
  return attention(message, {
    fr: "Mettez les machines à l'heure (NTP) ; les batches suivent l'heure de la base",
    en: "Set the machines' clocks (NTP); batches follow the database's time",
  })
}
