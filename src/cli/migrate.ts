import type { Command } from 'commander'
import { openInstallation } from '../installation.ts'
import type { Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'

/** `migrate`: brings the schema up to date, as every start does, and says what it did. */
export function addMigrate(root: Command, cli: Cli): void {
  root
    .command('migrate')
    .description(cli.say(texts.description))
    .action(
      cli.action(async () => {
        const installation = await openInstallation(cli.configuration())
        await installation.stop()
        const applied = installation.migrated.map(({ number, name }) => ({ number, name }))
        if (cli.json) cli.printJson({ applied })
        else if (applied.length === 0) cli.print(cli.say(texts.upToDate))
        else
          for (const { number, name } of applied)
            cli.print(`${String(number).padStart(4, '0')} ${name} : ${cli.say(texts.applied)}`)
        return exitCodes.done
      }),
    )
}

const texts = {
  description: {
    fr: 'met à jour le schéma de la base (fait aussi à chaque démarrage)',
    en: "bring the database's schema up to date (also done at each start)",
  },
  upToDate: { fr: 'Le schéma est à jour', en: 'The schema is up to date' },
  applied: { fr: 'appliquée', en: 'applied' },
}
