import type { Temporal } from 'temporal-polyfill'
import type { SisKind } from '../../platform/connection-definitions.ts'
import type { Queryable } from '../../platform/database.ts'
import { shippedTemplates } from '../mails/shipped-templates.ts'
import { fillSeason, type SeasonCounts } from './season.ts'

export interface ResetOptions {
  readonly now: Temporal.Instant
  readonly timeZone: string
  readonly sisKind: SisKind
  /** Logins that get their role of administrator back. */
  readonly administrators: readonly string[]
}

export interface ResetCounts extends SeasonCounts {
  readonly tables: number
  readonly rowsErased: number
  readonly sessionsClosed: number
  /** Configured, and no account of the program has this login. */
  readonly missingAdministrators: readonly string[]
}

const accounts = 200

/**
 * Empties the office and fills it anew, in the caller's transaction: every table of its schema, taken from the catalogue of the
 * database so that none is forgotten, but reference tables of the information system and the marker. All dates are told from
 * the day, so that the same day makes the same rows, to the last identifier.
 */
export async function resetData(client: Queryable, options: ResetOptions): Promise<ResetCounts> {
  const { now, timeZone, sisKind, administrators } = options
  await client.query(`set local lock_timeout = '60s'`)
  const tables = await dataTables(client)
  const { rowsErased, sessionsClosed } = await countRows(client, tables)
  await client.query(`truncate ${tables.map((name) => `admissions.${name}`).join(', ')} restart identity`)
  await client.query(
    `delete from batch_unit_failure
     where batch_code in (select code from batch where application = 'admissions')`,
  )
  await client.query(
    `insert into admissions.mail_template (code, label)
     select code, label from jsonb_to_recordset($1) as shipped (code text, label text)`,
    [JSON.stringify(shippedTemplates.map(({ code, label }) => ({ code, label: label.fr })))],
  )
  const day = now.toZonedDateTimeISO(timeZone).startOfDay().toInstant()
  const counts = await fillSeason(client, { now: day, timeZone, sisKind, accounts })
  await stampWith(client, day, tables)
  const missingAdministrators = await restoreAdministrators(client, administrators)
  return { ...counts, tables: tables.length, rowsErased, sessionsClosed, missingAdministrators }
}

export async function dataTables(client: Queryable): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(relname) as name from pg_class
     where relnamespace = 'admissions'::regnamespace and relkind in ('r', 'p') and not relispartition
       and relname not like 'siscol\\_%' and relname <> 'demo_marker'
     order by relname`,
  )
  return rows.map(({ name }) => name)
}

async function countRows(client: Queryable, tables: readonly string[]) {
  const { rows } = await client.query<{ rowsErased: number; sessionsClosed: number }>(
    `select (${tables.map((name) => `(select count(*) from admissions.${name})`).join(' + ')}) as "rowsErased",
            (select count(*) from admissions.candidate_session) as "sessionsClosed"`,
  )
  return rows[0]!
}

/** What the database itself has stamped with the moment of this transaction gets the day's, as everything else. */
async function stampWith(client: Queryable, day: Temporal.Instant, tables: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select quote_ident(relname) as table, quote_ident(attname) as column
     from pg_attribute join pg_class on pg_class.oid = attrelid
     where relnamespace = 'admissions'::regnamespace and quote_ident(relname) = any ($1)
       and atttypid = 'timestamptz'::regtype and attnum > 0 and not attisdropped`,
    [tables],
  )
  for (const { table, column } of rows)
    await client.query(
      `update admissions.${table} set ${column} = $1 where ${column} = transaction_timestamp()`,
      [day.toString()],
    )
}

async function restoreAdministrators(client: Queryable, logins: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ login: string }>(
    `with granted as (
       insert into account_grant (account_id, application, role)
       select id, 'admissions', 'administrator' from account where login = any ($1)
       on conflict (account_id, application) do update set role = excluded.role
       returning account_id
     )
     select login from account where id in (select account_id from granted)`,
    [logins],
  )
  return logins.filter((login) => !rows.some((row) => row.login === login))
}
