import { access, constants } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { findExchangeOfRun } from '../exchange/exchange-record.ts'
import type { LoadKind, LoadOffice } from '../exchange/loads/load-kind.ts'
import { columnsOf } from '../exchange/loads/load-kinds.ts'
import type { Text } from '../platform/text.ts'
import type { Cli } from './cli.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { badUsage, CommandFailure, notFound } from './failure.ts'
import { endOfImport } from './import-end.ts'
import { table } from './table.ts'
import { runInThisProcess } from './watched-run.ts'
import { withInstallation } from './with-installation.ts'

/**
 * `health-load KIND FILE`, `admissions load KIND FILE`: a CSV file of this machine that feeds an application, loaded in this
 * process by the same batch as from the screens; it takes its turn with the runs of the nodes.
 */
export function addLoadCommand(
  parent: Command,
  cli: Cli,
  {
    name,
    office,
    description,
  }: { readonly name: string; readonly office: LoadOffice; readonly description: Text },
): void {
  parent
    .command(name)
    .description(cli.say(description))
    .argument('[KIND]', `${cli.say(texts.kind)} : ${office.kinds.map(({ code }) => code).join(', ')}`)
    .argument('[FILE]', cli.say(texts.file))
    .option('--simulate', cli.say(texts.simulate))
    .action(
      cli.action(
        async (
          code: string | undefined,
          file: string | undefined,
          options: { readonly simulate?: boolean },
        ) => {
          const kind = kindNamed(office, code)
          if (file === undefined) return describe(cli, kind)
          const path = resolve(cli.workingDirectory, file)
          await readable(path)
          return await withInstallation(cli, async (installation) => {
            const run = await runInThisProcess(cli, installation, {
              code: office.batchCode,
              parameters: {
                kind: kind.code,
                path,
                fileName: basename(path),
                dryRun: options.simulate === true,
              },
            })
            const exit = await endOfImport(cli, installation, run)
            const exchange = await findExchangeOfRun(installation.database.pool, run.id)
            const rejected = exit === exitCodes.done && (exchange?.rejected ?? 0) > 0
            return rejected ? exitCodes.linesRejected : exit
          })
        },
      ),
    )
}

/** Without a file: what one holds. */
function describe(cli: Cli, kind: LoadKind): ExitCode {
  const columns = columnsOf(kind)
  if (cli.json) cli.printJson(columns)
  else
    cli.print(
      table(
        texts.captions.map(cli.say),
        columns.map(({ name, mandatory, rule, example }) => [
          name,
          cli.say(mandatory ? texts.mandatory : texts.optional),
          cli.say(rule),
          example,
        ]),
      ),
    )
  return exitCodes.done
}

function kindNamed({ kinds }: LoadOffice, code: string | undefined): LoadKind {
  const found = kinds.find((kind) => kind.code === code)
  if (found !== undefined) return found
  const known = kinds.map((kind) => kind.code).join(', ')
  if (code === undefined)
    throw badUsage({ fr: `Dites ce qui est à charger : ${known}`, en: `Say what is to be loaded: ${known}` })
  throw notFound('UNKNOWN_TOOL', {
    fr: `Rien de ce nom ne se charge : ${code} (possibles : ${known})`,
    en: `Nothing of this name can be loaded: ${code} (possible: ${known})`,
  })
}

/** Asked beforehand, so that a slip of the finger leaves no failed run behind. */
async function readable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK)
  } catch {
    throw new CommandFailure(exitCodes.usage, 'FILE_NOT_READABLE', {
      fr: `Le fichier ${path} n'existe pas ou ne peut pas être lu`,
      en: `The file ${path} does not exist or cannot be read`,
    })
  }
}

const texts = {
  kind: { fr: 'ce que le fichier contient', en: 'what the file holds' },
  file: {
    fr: 'fichier de cette machine ; sans lui, les colonnes attendues sont décrites',
    en: 'file of this machine; without it, the expected columns are described',
  },
  simulate: { fr: "tout est contrôlé, rien n'est écrit", en: 'check everything, write nothing' },
  mandatory: { fr: 'obligatoire', en: 'mandatory' },
  optional: { fr: 'facultative', en: 'optional' },
  captions: [
    { fr: 'Colonne', en: 'Column' },
    { fr: '', en: '' },
    { fr: 'Règle', en: 'Rule' },
    { fr: 'Exemple', en: 'Example' },
  ],
}
