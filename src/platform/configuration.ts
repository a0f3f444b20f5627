import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { configurationDefinitions } from './configuration-definitions.ts'
import { connectionFolders, type SisKind } from './connection-definitions.ts'

type Definitions = typeof configurationDefinitions
type Widened<T> = T extends null
  ? string | null
  : T extends string
    ? string
    : T extends number
      ? number
      : T extends boolean
        ? boolean
        : T

/**
 * What the program must know to start. Read once, all faults in one message, then frozen and handed down; what an
 * administrator changes while it runs is a setting (`settings.ts`). Each value comes from its environment variable,
 * else from the file, else from its default (`configuration-definitions.ts`).
 */
export type Configuration = {
  readonly [Key in keyof Definitions]: Key extends 'logLevel'
    ? 'debug' | 'info' | 'warn' | 'error' | 'silent'
    : Key extends 'sisKind'
      ? SisKind
      : Key extends 'httpPort'
        ? number | null
        : Widened<Definitions[Key]['default']>
}

/** The files by which statistics are sent, as a batch is handed them. */
export function senderFilesOf(configuration: Configuration) {
  return {
    certificate: configuration.statisticsCertificate,
    key: configuration.statisticsKey,
    ca: configuration.statisticsCa,
    signingKey: configuration.statisticsSigningKey,
  }
}

/** One message with every fault, each with the name to change. */
export class ConfigurationError extends Error {
  readonly code = 'CONFIGURATION'
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`configuration:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

export const configurationFileVariable = 'NOCTURNE_CONFIG'
const defaultFile = 'nocturne.json'

/**
 * Reads the configuration from `environment` and the optional JSON file (named by `NOCTURNE_CONFIG`, else
 * `nocturne.json` in `directory` if there). Relative paths start at `directory`. Throws `ConfigurationError`.
 */
export function readConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
  directory: string,
): Configuration {
  const faults: string[] = []
  const file = readFile(environment[configurationFileVariable], directory, faults)
  for (const key of Object.keys(file))
    if (!(key in configurationDefinitions))
      faults.push(`${key}: unknown (in the configuration file)${closest(key)}`)

  const values: Record<string, unknown> = {}
  for (const [key, definition] of Object.entries(configurationDefinitions)) {
    const fromEnvironment = environment[definition.variable]
    const given = fromEnvironment !== undefined && fromEnvironment !== '' ? fromEnvironment : file[key]
    if (given === undefined) {
      values[key] = definition.default
      continue
    }
    const parsed = definition.schema.safeParse(given)
    if (parsed.success) values[key] = parsed.data
    else
      faults.push(`${definition.variable}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}`)
  }
  if (values.oidcIssuer !== null && values.oidcClientId === null)
    faults.push(
      `${configurationDefinitions.oidcClientId.variable}: required with ${configurationDefinitions.oidcIssuer.variable}`,
    )
  if (values.encryptionKeysFile !== null) readKeysFile(values, directory, faults)
  if (faults.length > 0) throw new ConfigurationError(faults)
  values.dataDirectory = resolve(directory, String(values.dataDirectory))
  const files = ['statisticsCertificate', 'statisticsKey', 'statisticsCa', 'statisticsSigningKey']
  for (const key of [...files, ...connectionFolders])
    if (values[key] !== null) values[key] = resolve(directory, String(values[key]))
  return Object.freeze(values) as Configuration
}

/** Keys of the file take the place of those of the environment, which must not be there as well. */
function readKeysFile(values: Record<string, unknown>, directory: string, faults: string[]): void {
  const { encryptionKeys, encryptionKeysFile } = configurationDefinitions
  const path = resolve(directory, String(values.encryptionKeysFile))
  values.encryptionKeysFile = path
  if ((values.encryptionKeys as readonly string[] | undefined)?.length !== 0) {
    faults.push(`${encryptionKeysFile.variable}: not together with ${encryptionKeys.variable}`)
    return
  }
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    faults.push(`${encryptionKeysFile.variable}: ${error instanceof Error ? error.message : error}`)
    return
  }
  const lines = text
    .split(/[\r\n,]+/)
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter(Boolean)
  const parsed = encryptionKeys.schema.safeParse(lines)
  // Neither a key nor a part of one stands in the message.
  if (parsed.success && parsed.data.length > 0) values.encryptionKeys = parsed.data
  else
    faults.push(
      `${encryptionKeysFile.variable}: ${path}: ${parsed.success ? 'no key' : 'keys are 32 bytes in base64, one a line: openssl rand -base64 32'}`,
    )
}

function readFile(named: string | undefined, directory: string, faults: string[]): Record<string, unknown> {
  const path = resolve(directory, named ?? defaultFile)
  if (!existsSync(path)) {
    if (named !== undefined) faults.push(`${configurationFileVariable}: no file ${path}`)
    return {}
  }
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    faults.push(`${path}: not a JSON object (${error instanceof Error ? error.message : error})`)
    return {}
  }
}

/** « did you mean … » for a key that differs in case or separators only. */
function closest(key: string): string {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '')
  const match = Object.keys(configurationDefinitions).find((known) => plain(known) === plain(key))
  return match === undefined ? '' : `; did you mean ${match}?`
}
