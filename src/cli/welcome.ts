import type { HttpAddress } from '../api/http-address.ts'
import type { HttpServer } from '../api/http-server.ts'
import type { Installation } from '../installation.ts'
import { firstAdministratorLink, linkUrl } from '../platform/accounts/account-link.ts'
import type { Configuration } from '../platform/configuration.ts'
import type { Cli } from './cli.ts'

/** Where the configuration says to listen; null: nowhere. */
export function httpAddress({ httpHost, httpPort }: Configuration): HttpAddress | null {
  return httpPort === null ? null : { host: httpHost, port: httpPort }
}

/** Says where the back-office is; while there is no account, with the one-time link that makes the administrator's. */
export async function welcome(
  cli: Cli,
  { database, now }: Pick<Installation, 'database' | 'now'>,
  { url }: HttpServer,
): Promise<void> {
  const link = await firstAdministratorLink(database, await now())
  const line = link === null ? `${cli.say(texts.open)} ${url}/` : cli.say(texts.create(linkUrl(url, link)))
  // Standard output is for the result alone when it is JSON.
  if (cli.json) cli.note(line)
  else cli.print(line)
}

const texts = {
  open: { fr: 'Back-office :', en: 'Back-office:' },
  create: (url: string) => ({
    fr: `Ouvrez ${url} pour créer l'administrateur (lien valable une fois, 48 h)`,
    en: `Open ${url} to create the administrator (good once, for 48 h)`,
  }),
}
