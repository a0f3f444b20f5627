import type { Queryable } from './database.ts'

/** What there is to know of the database server and of our database on it. */
export interface DatabaseState {
  readonly version: string
  readonly sizeBytes: number
  readonly connections: number
  readonly maxConnections: number
  /** Applied. */
  readonly migrations: number
  readonly startedAt: string
}

export async function readDatabaseState(db: Queryable): Promise<DatabaseState> {
  const { rows } = await db.query<Omit<DatabaseState, 'startedAt'> & { started: Date }>(
    `select current_setting('server_version') as version,
            pg_database_size(current_database()) as "sizeBytes",
            (select count(*) from pg_stat_activity where backend_type = 'client backend') as connections,
            current_setting('max_connections')::int as "maxConnections",
            (select count(*) from schema_migration) as migrations,
            pg_postmaster_start_time() as started`,
  )
  const { started, ...state } = rows[0]!
  return { ...state, startedAt: started.toISOString() }
}
