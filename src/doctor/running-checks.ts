import type { Installation } from '../installation.ts'
import type { Configuration } from '../platform/configuration.ts'
import type { Database } from '../platform/database.ts'
import type { Settings } from '../platform/settings.ts'
import { checkClock, checkSchema, checkServer } from './database.ts'
import { checkEncryption } from './encryption.ts'
import type { Finding } from './finding.ts'
import { checkDataFolder } from './folders.ts'
import { checkNode, checkTimeZone } from './machine.ts'
import { checkMail, checkPostedMail } from './mail.ts'
import { checkNodes } from './nodes.ts'
import { checkStudentImport } from './student-import.ts'
import { checkWebhook } from './webhook.ts'

/** What can be said of the data once the schema is there, in the order in which it is told. */
export function* contentChecks(
  database: Database,
  settings: Settings,
  configuration: Configuration,
): Generator<Promise<Finding[]>> {
  yield checkNodes(database).then(alone)
  yield checkStudentImport(database, settings, configuration)
  yield checkEncryption(database, configuration)
  yield checkPostedMail(database).then(alone)
  yield checkWebhook(database, settings).then(alone)
}

const alone = (finding: Finding): Finding[] => [finding]

/** Somebody looks at a page: a mail server that does not answer must not make them wait long. */
const mailPatienceMs = 3_000

/** The same examination of an installation that is up: all checks at once, for the page of the system's state. */
export async function examineRunning(installation: Installation): Promise<Finding[]> {
  const { configuration, database, settings, mail } = installation
  const findings = await Promise.all([
    [checkNode(process.versions.node), checkTimeZone(configuration)],
    checkDataFolder(configuration.dataDirectory).then(alone),
    checkMail(mail, mailPatienceMs).then(alone),
    checkServer(database, configuration.databaseUrl === null).then(alone),
    checkClock(database).then(alone),
    checkSchema(database).then(alone),
    ...contentChecks(database, settings, configuration),
  ])
  return findings.flat()
}
