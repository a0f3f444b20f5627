import { applications } from '../applications.ts'
import type { Configuration } from '../platform/configuration.ts'
import { ConfigurationError } from '../platform/configuration.ts'
import { connectionsOf } from '../platform/connections.ts'
import { type Database, openDatabase } from '../platform/database.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres/server.ts'
import { smtpMailer } from '../platform/mail.ts'
import { settingsStore } from '../platform/settings.ts'
import { checkClock, checkSchema, checkServer } from './database.ts'
import { type Finding, finder, messageOf, plain } from './finding.ts'
import { checkDataFolder } from './folders.ts'
import { checkNode, checkTimeZone } from './machine.ts'
import { checkMail } from './mail.ts'
import { checkRemoteSystems } from './remote-systems.ts'
import { contentChecks } from './running-checks.ts'

/**
 * Examines the installation and says all that it finds, as it finds it. Nothing is changed, except that the embedded
 * database is started to be looked at; what cannot be looked at because of an earlier fault is left out.
 */
export async function* examine(readConfiguration: () => Configuration): AsyncGenerator<Finding> {
  yield checkNode(process.versions.node)
  let configuration: Configuration
  try {
    configuration = readConfiguration()
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    for (const fault of error.faults) yield wrongConfiguration(fault)
    return
  }
  yield finder('configuration', configurationName).ok({ fr: 'lue', en: 'read' })
  yield checkTimeZone(configuration)
  const folder = await checkDataFolder(configuration.dataDirectory)
  yield folder
  yield* examineMail(configuration)
  if (configuration.databaseUrl === null && folder.state === 'fault') return
  yield* examineDatabase(configuration)
}

const configurationName = { fr: 'Configuration', en: 'Configuration' }

function wrongConfiguration(fault: string): Finding {
  return finder('configuration', configurationName).fault(plain(fault), {
    fr: "Corrigez la variable d'environnement ou nocturne.json (./nocturne config)",
    en: 'Correct the environment variable or nocturne.json (./nocturne config)',
  })
}

async function* examineMail(configuration: Configuration): AsyncGenerator<Finding> {
  const mail = smtpMailer({ url: configuration.smtpUrl, from: configuration.mailFrom })
  try {
    yield await checkMail(mail)
  } finally {
    mail.close()
  }
}

async function* examineDatabase(configuration: Configuration): AsyncGenerator<Finding> {
  const { databaseUrl, dataDirectory } = configuration
  let embedded: Awaited<ReturnType<typeof startEmbeddedPostgres>> | undefined
  let database: Database | undefined
  try {
    if (databaseUrl === null) embedded = await startEmbeddedPostgres({ dataDirectory })
    database = openDatabase(databaseUrl ?? embedded!.url, { max: 2 })
    yield await checkServer(database, embedded !== undefined)
    yield await checkClock(database)
    const schema = await checkSchema(database)
    yield schema
    // The other checks read tables that may not be there yet.
    if (schema.state === 'ok') yield* examineContents(database, configuration)
  } catch (error) {
    yield finder('database', { fr: 'Base de données', en: 'Database' }).fault(plain(messageOf(error)), {
      fr:
        databaseUrl === null
          ? 'Voyez le journal postgres.log du dossier de données'
          : 'Vérifiez DATABASE_URL',
      en: databaseUrl === null ? 'See postgres.log in the data folder' : 'Check DATABASE_URL',
    })
  } finally {
    await database?.close()
    await embedded?.stop()
  }
}

async function* examineContents(database: Database, configuration: Configuration): AsyncGenerator<Finding> {
  const settings = settingsStore(
    database,
    applications.flatMap((application) => application.settings),
  )
  for (const findings of contentChecks(database, settings, configuration)) yield* await findings
  yield* checkRemoteSystems(connectionsOf(configuration), settings)
}
