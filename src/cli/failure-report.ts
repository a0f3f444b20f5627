import { HttpAddressError } from '../api/http-address.ts'
import { ImportDirectoryError } from '../health/student-import/import-students.ts'
import { ConfigurationError } from '../platform/configuration.ts'
import { DatabaseStartError } from '../platform/embedded-postgres/startup-error.ts'
import { NewerSchemaError } from '../platform/migrations.ts'
import { SettingError } from '../platform/settings.ts'
import { exitCodes } from './exit-codes.ts'
import { CommandFailure } from './failure.ts'

/** Whatever a command threw, as a failure with words and an exit code. */
export function describeFailure(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error
  if (error instanceof ConfigurationError) {
    const list = error.faults.map((fault) => `\n  - ${fault}`).join('')
    return new CommandFailure(exitCodes.usage, error.code, {
      fr: `Configuration incorrecte :${list}`,
      en: `Wrong configuration:${list}`,
    })
  }
  if (error instanceof SettingError)
    return new CommandFailure(
      error.code === 'UNKNOWN_SETTING' ? exitCodes.notFound : exitCodes.usage,
      error.code,
      { fr: `Paramètre refusé : ${error.message}`, en: `Setting refused: ${error.message}` },
    )
  if (error instanceof DatabaseStartError || error instanceof NewerSchemaError)
    return failure(error.code, 'Base de données', 'Database', error.message)
  if (error instanceof HttpAddressError) {
    const { host, port } = error.address
    return error.code === 'PORT_TAKEN'
      ? new CommandFailure(exitCodes.failure, error.code, {
          fr: `Le port ${port} de ${host} est déjà pris, par un autre Nocturne ou un autre programme : arrêtez-le, ou choisissez un autre port (NOCTURNE_HTTP_PORT=8081, 0 pour n'importe lequel, off pour aucun)`,
          en: `Port ${port} of ${host} is taken, by another Nocturne or another program: stop it, or choose another port (NOCTURNE_HTTP_PORT=8081, 0 for any, off for none)`,
        })
      : new CommandFailure(exitCodes.failure, error.code, {
          fr: `Impossible d'écouter sur ${host}:${port} (${rootOf(error.cause).message}) : vérifiez NOCTURNE_HTTP_HOST et NOCTURNE_HTTP_PORT`,
          en: `Cannot listen on ${host}:${port} (${rootOf(error.cause).message}): check NOCTURNE_HTTP_HOST and NOCTURNE_HTTP_PORT`,
        })
  }
  if (error instanceof ImportDirectoryError) return failure(error.code, 'Import', 'Import', error.message)
  const { code, message } = rootOf(error)
  if (code !== undefined && unreachable.has(code))
    return new CommandFailure(exitCodes.failure, 'DATABASE_UNREACHABLE', {
      fr: `Base de données injoignable (${message}) : vérifiez DATABASE_URL, ou lancez ./nocturne doctor`,
      en: `The database cannot be reached (${message}): check DATABASE_URL, or run ./nocturne doctor`,
    })
  return failure('FAILURE', 'Erreur', 'Error', message)
}

/** Node's connection errors, and PostgreSQL's refusals of a connection: wrong password, no such database. */
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  '28P01',
  '28000',
  '3D000',
  '57P03',
  '53300',
])

function failure(code: string, french: string, english: string, message: string): CommandFailure {
  return new CommandFailure(exitCodes.failure, code, {
    fr: `${french} : ${message}`,
    en: `${english}: ${message}`,
  })
}

/** A connection tried on several addresses fails with a list and no message of its own. */
function rootOf(error: unknown): { code: string | undefined; message: string } {
  const first = error instanceof AggregateError && error.message === '' ? error.errors[0] : error
  if (!(first instanceof Error)) return { code: undefined, message: String(first) }
  const { code } = first as NodeJS.ErrnoException
  return { code, message: first.message || first.name }
}
