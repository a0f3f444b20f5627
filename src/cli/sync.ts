import { access, constants } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { type SyncOperation, syncOperations } from '../learning/operations.ts'
import { fileNameOf } from '../learning/sync/file-pattern.ts'
import { takeSnapshot } from '../learning/sync/settings-snapshot.ts'
import { toolList } from '../learning/tools/tool-list.ts'
import type { Cli } from './cli.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { badUsage, CommandFailure, notFound } from './failure.ts'
import { endOfSync } from './sync-end.ts'
import { table } from './table.ts'
import { runInThisProcess } from './watched-run.ts'
import { withInstallation } from './with-installation.ts'

interface SyncOptions {
  dryRun?: boolean
  separator?: string
  encoding?: string
}

/**
 * `sync TOOL [FILE]`: a command file of this machine, or those that the settings name, processed in this process by the
 * same batch as from the screens. It takes its turn with the runs of the nodes.
 */
export function addSyncCommands(root: Command, cli: Cli): void {
  const group = root
    .command('sync')
    .description(cli.say(texts.group))
    .argument('[TOOL]', cli.say(texts.tool))
    .argument('[FILE]', cli.say(texts.file))
    .option('--dry-run', cli.say(texts.dryRun))
    .option('--separator <S>', cli.say(texts.separator))
    .option('--encoding <E>', cli.say(texts.encoding))
    .action(
      cli.action(async (tool: string | undefined, file: string | undefined, options: SyncOptions) => {
        const { code } = operationNamed(tool)
        const path = file === undefined ? null : resolve(cli.workingDirectory, file)
        if (path !== null) await readable(path)
        const format = formatOf(options)
        return await withInstallation(cli, async (installation) => {
          const run = await runInThisProcess(cli, installation, {
            code: 'SYNC_FILE',
            parameters: {
              operation: code,
              path,
              fileName: path === null ? null : basename(path),
              dryRun: options.dryRun === true,
              ...format,
            },
          })
          return await endOfSync(cli, installation, run)
        })
      }),
    )
  group
    .command('list')
    .description(cli.say(texts.list))
    .action(cli.action(async () => await listTools(cli)))
}

async function listTools(cli: Cli): Promise<ExitCode> {
  await withInstallation(cli, async ({ settings }) => {
    const values = await takeSnapshot(settings)
    const tools = available().map((operation) => ({
      tool: operation.tool,
      operation: operation.code,
      label: cli.say(operation.label),
      file: fileNameOf(operation, values),
      batch: operation.batch?.code ?? null,
    }))
    if (cli.json) return cli.printJson(tools)
    const rows = tools.map(({ tool, label, file, batch }) => [tool, file, batch ?? '', label])
    cli.print(table(texts.captions.map(cli.say), rows))
  })
  return exitCodes.done
}

function available(): SyncOperation[] {
  return syncOperations.filter(({ code }) => toolList[code] !== undefined)
}

function operationNamed(tool: string | undefined): SyncOperation {
  const found = available().find((operation) => operation.tool === tool || operation.code === tool)
  if (found !== undefined) return found
  const known = available()
    .map((operation) => operation.tool)
    .join(', ')
  if (tool === undefined) throw badUsage({ fr: `Donnez un outil : ${known}`, en: `Give a tool: ${known}` })
  throw notFound('UNKNOWN_TOOL', {
    fr: `Aucun outil ne s'appelle ${tool} (outils : ${known})`,
    en: `No tool is called ${tool} (tools: ${known})`,
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

const encodings: Readonly<Record<string, 'utf-8' | 'iso-8859-1'>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'iso-8859-1': 'iso-8859-1',
  latin1: 'iso-8859-1',
}

function formatOf({ separator, encoding }: SyncOptions) {
  if (separator !== undefined && separator !== ';' && separator !== ',')
    throw badUsage({ fr: 'Le séparateur est « ; » ou « , »', en: 'The separator is ; or ,' })
  const known = encoding === undefined ? undefined : encodings[encoding.toLowerCase()]
  if (encoding !== undefined && known === undefined)
    throw badUsage({
      fr: "L'encodage est utf-8 ou iso-8859-1",
      en: 'The encoding is utf-8 or iso-8859-1',
    })
  return {
    ...(separator === undefined ? {} : { separator }),
    ...(known === undefined ? {} : { encoding: known }),
  }
}

const texts = {
  group: {
    fr: 'traite un fichier de commande de la plateforme pédagogique',
    en: 'process a command file of the learning platform',
  },
  tool: { fr: 'outil (./nocturne sync list)', en: 'tool (./nocturne sync list)' },
  file: {
    fr: 'fichier de cette machine ; sans lui, ceux que nomment les paramètres',
    en: 'file of this machine; without it, those that the settings name',
  },
  dryRun: { fr: "simulation : tout est contrôlé, rien n'est écrit", en: 'check everything, write nothing' },
  separator: {
    fr: "séparateur de champs de ce fichier, ';' ou ','",
    en: "field separator of this file, ';' or ','",
  },
  encoding: {
    fr: 'encodage de ce fichier, utf-8 ou iso-8859-1',
    en: 'encoding of this file, utf-8 or iso-8859-1',
  },
  list: { fr: 'les outils et leurs fichiers', en: 'the tools and their files' },
  captions: [
    { fr: 'Outil', en: 'Tool' },
    { fr: 'Fichier de commande', en: 'Command file' },
    { fr: 'Batch', en: 'Batch' },
    { fr: 'Libellé', en: 'Label' },
  ],
}
