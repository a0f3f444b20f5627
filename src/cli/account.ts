import type { Command } from 'commander'
import { shownHost } from '../api/http-address.ts'
import { inviteAdministrator, linkUrl } from '../platform/accounts/account-link.ts'
import { listAccounts } from '../platform/accounts/account-store.ts'
import type { Configuration } from '../platform/configuration.ts'
import { author, type Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { moment } from './moment.ts'
import { table } from './table.ts'
import { withInstallation } from './with-installation.ts'

/** `account …`: who may use the back-office, and the way in when nobody can get in any more. */
export function addAccountCommands(root: Command, cli: Cli): void {
  const group = root.command('account').description(cli.say(texts.group))
  group
    .command('list')
    .description(cli.say(texts.list))
    .action(
      cli.action(async () => {
        await withInstallation(cli, async ({ database, place, now }) => {
          const accounts = await listAccounts(database.pool, await now())
          if (cli.json) return cli.printJson(accounts)
          const rows = accounts.map((account) => [
            account.login,
            account.name,
            account.enabled ? '✓' : '✗',
            account.administrator
              ? cli.say(texts.everything)
              : Object.entries(account.grants)
                  .map(([application, role]) => `${application}: ${cli.say(roleWords[role])}`)
                  .join(', '),
            [
              account.hasPassword ? cli.say(texts.password) : '',
              ...account.identities.map((one) => one.provider),
            ]
              .filter(Boolean)
              .join(', '),
            moment(account.lastSignInAt, place.timeZone),
          ])
          cli.print(table(texts.captions.map(cli.say), rows))
        })
        return exitCodes.done
      }),
    )
  group
    .command('invite-administrator')
    .description(cli.say(texts.invite))
    .action(
      cli.action(async () => {
        await withInstallation(cli, async ({ database, configuration, now }) => {
          const link = await inviteAdministrator(database, { author: author(), now: await now() })
          const url = linkUrl(publicUrl(configuration), link)
          if (cli.json) cli.printJson({ url, expiresAt: link.expiresAt })
          else cli.print(cli.say(texts.open(url)))
        })
        return exitCodes.done
      }),
    )
}

/** Where the serving process is reached, as far as the configuration tells. */
function publicUrl({ publicUrl, httpHost, httpPort }: Configuration): string {
  return publicUrl?.replace(/\/+$/, '') ?? `http://${shownHost(httpHost)}:${httpPort ?? 8080}`
}

const roleWords = {
  reader: { fr: 'lecteur', en: 'reader' },
  operator: { fr: 'opérateur', en: 'operator' },
  administrator: { fr: 'administrateur', en: 'administrator' },
}

const texts = {
  group: { fr: 'comptes du back-office', en: 'accounts of the back-office' },
  list: { fr: 'liste les comptes et leurs droits', en: 'list the accounts and their roles' },
  invite: {
    fr: "imprime un lien à usage unique qui crée un compte d'administrateur",
    en: 'print a one-time link that creates an administrator account',
  },
  open: (url: string) => ({
    fr: `Ouvrez ${url} pour créer l'administrateur (lien valable une fois, 48 h)`,
    en: `Open ${url} to create the administrator (good once, for 48 h)`,
  }),
  everything: { fr: 'administrateur de tout', en: 'administrator of everything' },
  password: { fr: 'mot de passe', en: 'password' },
  captions: [
    { fr: 'Identifiant', en: 'Login' },
    { fr: 'Nom', en: 'Name' },
    { fr: 'Ouvert', en: 'Open' },
    { fr: 'Droits', en: 'Roles' },
    { fr: 'Connexion par', en: 'Signs in by' },
    { fr: 'Dernière connexion', en: 'Last sign-in' },
  ],
}
