import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { ConfigurationError } from '../platform/configuration.ts'
import { type Locale, locales } from '../platform/text.ts'
import type { Cli } from './cli.ts'
import { commands } from './commands.ts'
import { type ExitCode, exitCodeMeanings, exitCodes } from './exit-codes.ts'
import { describeFailure } from './failure-report.ts'
import { terminalText } from './terminal-text.ts'
import { helpTitle, usageError } from './usage-words.ts'

export type CommandLineOptions = Omit<Cli, 'json' | 'say' | 'print' | 'printJson' | 'note' | 'action'> & {
  readonly output: NodeJS.WritableStream
}

/** Parses the arguments, runs the command they name and returns the exit code; never throws. */
export async function runCommandLine(argv: readonly string[], options: CommandLineOptions): Promise<number> {
  const { locale, output, errorStream } = options
  let exitCode: ExitCode = exitCodes.done
  const root = new Command('nocturne')
  const cli: Cli = {
    ...options,
    get json() {
      return root.opts<{ json?: boolean }>().json === true
    },
    say: (text) => text[locale],
    print: (line) => void output.write(`${terminalText(line)}\n`),
    printJson: (value) => void output.write(`${JSON.stringify(value, null, 2)}\n`),
    note: (line) => void errorStream.write(`${terminalText(line)}\n`),
    action:
      (body) =>
      async (...given) => {
        exitCode = await body(...given)
      },
  }

  root
    .description(cli.say(texts.description))
    .version(options.version, '-V, --version', cli.say(texts.version))
    .helpOption('-h, --help', cli.say(texts.help))
    .helpCommand('help [command]', cli.say(texts.helpCommand))
    .option('--json', cli.say(texts.json))
    .option('--lang <fr|en>', cli.say(texts.lang), checkLanguage)
    .configureHelp({ showGlobalOptions: true, styleTitle: (title) => helpTitle(title, locale) })
    .configureOutput({
      writeOut: (text) => void output.write(text),
      writeErr: (text) => void errorStream.write(text),
      // Told below, in the right language and with its exit code.
      outputError: () => {},
    })
    .addHelpText('after', () => `\n${exitCodeTable(cli)}`)
    .exitOverride()
  for (const add of commands) add(root, cli)
  inheritTexts(root, cli)

  try {
    await root.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version were asked for; help that answers a missing command is an error.
      if (error.exitCode === 0) return exitCodes.done
      if (error.code === 'commander.help') return exitCodes.usage
      cli.note(usageError(error, locale))
      return exitCodes.usage
    }
    return reportFailure(error, cli)
  }
  return exitCode
}

/** Commands take their settings from their parent when they are made, but not the words of their own help. */
function inheritTexts(command: Command, cli: Cli): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command)
    child.helpOption('-h, --help', cli.say(texts.help))
    if (child.commands.length > 0) child.helpCommand('help [command]', cli.say(texts.helpCommand))
    inheritTexts(child, cli)
  }
}

function reportFailure(error: unknown, cli: Cli): ExitCode {
  const failure = describeFailure(error)
  if (cli.json)
    cli.printJson({
      error: {
        code: failure.code,
        message: cli.say(failure.text),
        problems: failure.problems.map(({ field, code, message }) => ({
          field,
          code,
          message: cli.say(message),
        })),
      },
    })
  cli.note(cli.say(failure.text))
  for (const { field, message } of failure.problems) cli.note(`  ${field} : ${cli.say(message)}`)
  if (wantsStack(cli) && error instanceof Error) cli.note(error.stack ?? '')
  return failure.exitCode
}

/** Where somebody looks for the cause of a fault of the program itself. */
function wantsStack(cli: Cli): boolean {
  try {
    return cli.configuration().logLevel === 'debug'
  } catch (error) {
    if (error instanceof ConfigurationError) return false
    throw error
  }
}

function checkLanguage(value: string): Locale {
  const locale = locales.find((one) => one === value)
  if (locale === undefined) throw new InvalidArgumentError(locales.join(', '))
  return locale
}

function exitCodeTable(cli: Cli): string {
  const rows = Object.entries(exitCodeMeanings).map(
    ([name, meaning]) =>
      `  ${String(exitCodes[name as keyof typeof exitCodes]).padStart(3)}  ${cli.say(meaning)}`,
  )
  return [cli.say(texts.exitCodes), ...rows].join('\n')
}

const texts = {
  description: {
    fr: "Nocturne : les traitements de nuit de l'université, programmés, exécutés, suivis et réparés",
    en: "Nocturne: the university's night batches, planned, run, watched and repaired",
  },
  version: { fr: 'affiche la version', en: 'print the version' },
  help: { fr: "affiche l'aide", en: 'print help' },
  helpCommand: { fr: "affiche l'aide d'une commande", en: 'print the help of a command' },
  json: { fr: 'résultat en JSON sur la sortie standard', en: 'result as JSON on standard output' },
  lang: {
    fr: 'langue des textes (défaut : celle du système)',
    en: 'language of the texts (default: that of the system)',
  },
  exitCodes: { fr: 'Codes de sortie :', en: 'Exit codes:' },
}
