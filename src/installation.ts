import { Temporal } from 'temporal-polyfill'
import { applications } from './applications.ts'
import type { Application } from './batch/application.ts'
import { buildCatalogue, type Catalogue } from './batch/catalogue.ts'
import type { Place } from './batch/run-context.ts'
import { type Configuration, senderFilesOf } from './platform/configuration.ts'
import { connectionsOf } from './platform/connections.ts'
import { type Database, openDatabase } from './platform/database.ts'
import { startEmbeddedPostgres } from './platform/embedded-postgres/server.ts'
import { encryption } from './platform/encryption.ts'
import { type Mailer, smtpMailer } from './platform/mail.ts'
import { type Migration, migrate } from './platform/migrations.ts'
import { type Settings, settingsStore } from './platform/settings.ts'

/**
 * What every command that works on data stands on, opened in this order and closed in the reverse one:
 *
 *     configuration → database server (embedded, or the one of DATABASE_URL) → connections → schema up to date
 */
export interface Installation {
  readonly configuration: Configuration
  readonly place: Place
  readonly database: Database
  /** Whose database server it is: the embedded one that this process started, one that runs already, or an external one. */
  readonly server: 'started' | 'joined' | 'external'
  /** The migrations that opening it applied. */
  readonly migrated: readonly Migration[]
  readonly applications: readonly Application[]
  readonly catalogue: Catalogue
  readonly settings: Settings
  readonly mail: Mailer
  /** The database's present instant: machines may disagree on the time, nodes must not. */
  now(): Promise<Temporal.Instant>
  /** May be called twice. */
  stop(): Promise<void>
}

/** Opens what `configuration` describes. Throws `DatabaseStartError`, `NewerSchemaError` or the connection's error. */
export async function openInstallation(configuration: Configuration): Promise<Installation> {
  const { databaseUrl, dataDirectory, timeZone, smtpUrl, mailFrom } = configuration
  const embedded = databaseUrl === null ? await startEmbeddedPostgres({ dataDirectory }) : null
  const database = openDatabase(databaseUrl ?? embedded!.url)
  const mail = smtpMailer({ url: smtpUrl, from: mailFrom })
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= (async () => {
      mail.close()
      await database.close()
      await embedded?.stop()
    })()
    return stopping
  }
  try {
    const migrated = await migrate(database.pool)
    const place = {
      timeZone,
      dataDirectory,
      encryption: encryption(configuration.encryptionKeys),
      senderFiles: senderFilesOf(configuration),
      connections: connectionsOf(configuration),
    }
    return {
      configuration,
      place,
      database,
      server: embedded === null ? 'external' : embedded.shared ? 'joined' : 'started',
      migrated,
      applications,
      catalogue: buildCatalogue(applications, place),
      settings: settingsStore(
        database,
        applications.flatMap((application) => application.settings),
      ),
      mail,
      async now() {
        const { rows } = await database.pool.query<{ now: Date }>('select clock_timestamp() as now')
        return Temporal.Instant.fromEpochMilliseconds(rows[0]!.now.getTime())
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
