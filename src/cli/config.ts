import type { Command } from 'commander'
import { configurationTable, describeConfiguration } from '../platform/describe-configuration.ts'
import type { Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { table } from './table.ts'

/** `config`: what the program starts with, and where each value can be set. Secrets are masked. */
export function addConfig(root: Command, cli: Cli): void {
  root
    .command('config')
    .description(cli.say(texts.description))
    .option('--markdown', cli.say(texts.markdown))
    .action(
      cli.action(async ({ markdown }: { markdown?: boolean }) => {
        if (markdown === true) {
          cli.print(configurationTable())
          return exitCodes.done
        }
        const entries = describeConfiguration(cli.configuration())
        if (cli.json) cli.printJson(entries)
        else
          cli.print(
            table(
              texts.captions.map(cli.say),
              entries.map(({ key, variable, value, description }) => [
                variable,
                key,
                value === null ? '' : String(value),
                cli.say(description),
              ]),
            ),
          )
        return exitCodes.done
      }),
    )
}

const texts = {
  description: {
    fr: 'configuration de départ, secrets masqués',
    en: 'start-up configuration, secrets masked',
  },
  markdown: { fr: 'le tableau du README', en: 'the table of the README' },
  captions: [
    { fr: 'Variable', en: 'Variable' },
    { fr: 'Clé du fichier', en: 'Key in the file' },
    { fr: 'Valeur', en: 'Value' },
    { fr: 'Rôle', en: 'Meaning' },
  ],
}
