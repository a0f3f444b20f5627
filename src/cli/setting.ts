import type { Command } from 'commander'
import { SettingError, type Settings } from '../platform/settings.ts'
import { author, type Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { moment } from './moment.ts'
import { table } from './table.ts'
import { withInstallation } from './with-installation.ts'

/** `setting …`: what an administrator changes while the program runs. */
export function addSettingCommands(root: Command, cli: Cli): void {
  const group = root.command('setting').description(cli.say(texts.group))
  group
    .command('list')
    .description(cli.say(texts.list))
    .action(
      cli.action(async () => {
        await withInstallation(cli, async ({ settings, place }) => {
          const values = await settings.list()
          if (cli.json)
            return cli.printJson(values.map((value) => ({ ...value, label: cli.say(value.label) })))
          const rows = values.map((value) => [
            value.key,
            JSON.stringify(value.value),
            value.changedAt === null ? '' : `${moment(value.changedAt, place.timeZone)} - ${value.changedBy}`,
            cli.say(value.label),
          ])
          cli.print(table(texts.captions.map(cli.say), rows))
        })
        return exitCodes.done
      }),
    )
  group
    .command('set <KEY> <VALUE>')
    .description(cli.say(texts.set))
    .action(
      cli.action(async (key: string, value: string) => {
        await withInstallation(cli, async ({ settings }) => {
          await setValue(settings, key, value)
          await show(cli, settings, key)
        })
        return exitCodes.done
      }),
    )
  group
    .command('reset <KEY>')
    .description(cli.say(texts.reset))
    .action(
      cli.action(async (key: string) => {
        await withInstallation(cli, async ({ settings }) => {
          await settings.reset(key, author())
          await show(cli, settings, key)
        })
        return exitCodes.done
      }),
    )
}

/** `0.2`, `true`, `["a@b.fr"]` are JSON; a path or a name needs no quotes. */
async function setValue(settings: Settings, key: string, text: string): Promise<void> {
  const candidates: unknown[] = [text]
  try {
    candidates.unshift(JSON.parse(text))
  } catch {
    // Plain text, then.
  }
  let refusal: unknown
  for (const candidate of candidates)
    try {
      return await settings.set(key, candidate, author())
    } catch (error) {
      if (!(error instanceof SettingError && error.code === 'INVALID_SETTING')) throw error
      // What is said of the JSON value tells more than what is said of its text.
      refusal ??= error
    }
  throw refusal
}

async function show(cli: Cli, settings: Settings, key: string): Promise<void> {
  const value = (await settings.list()).find((one) => one.key === key)!
  if (cli.json) cli.printJson({ ...value, label: cli.say(value.label) })
  else cli.print(`${key} = ${JSON.stringify(value.value)}`)
}

const texts = {
  group: {
    fr: 'paramètres modifiables pendant la marche',
    en: 'settings, which may change while the program runs',
  },
  list: { fr: 'liste les paramètres', en: 'list the settings' },
  set: { fr: 'change un paramètre (JSON, ou texte simple)', en: 'change a setting (JSON, or plain text)' },
  reset: { fr: 'revient à la valeur par défaut', en: 'go back to the default' },
  captions: [
    { fr: 'Clé', en: 'Key' },
    { fr: 'Valeur', en: 'Value' },
    { fr: 'Modifié', en: 'Changed' },
    { fr: 'Rôle', en: 'Meaning' },
  ],
}
