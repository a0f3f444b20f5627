import { access, constants, mkdir } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { findImportModel, listImportModels } from '../health/student-import/store/import-model-store.ts'
import type { Installation } from '../installation.ts'
import type { Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { badUsage, CommandFailure, notFound } from './failure.ts'
import { endOfImport } from './import-end.ts'
import { runInThisProcess } from './watched-run.ts'
import { withInstallation } from './with-installation.ts'

interface ImportOptions {
  model: string
  dryRun?: boolean
  out?: string
  reportTo?: string
}

/**
 * `import students FILE`: the manual import, run in this process, since the file is on this machine. It takes its
 * turn with the imports of the nodes.
 */
export function addImportCommands(root: Command, cli: Cli): void {
  const group = root.command('import').description(cli.say(texts.group))
  group
    .command('students <FILE>')
    .description(cli.say(texts.description))
    .requiredOption('--model <M>', cli.say(texts.model))
    .option('--dry-run', cli.say(texts.dryRun))
    .option('--out <DIR>', cli.say(texts.out))
    .option('--report-to <EMAILS>', cli.say(texts.reportTo))
    .action(
      cli.action(async (file: string, options: ImportOptions) => {
        const out = options.out === undefined ? null : resolve(cli.workingDirectory, options.out)
        if (out !== null) await openDirectory(out)
        return await withInstallation(cli, async (installation) => {
          await checkModel(installation, options.model)
          const path = resolve(cli.workingDirectory, file)
          const run = await runInThisProcess(cli, installation, {
            code: 'IMP_MAN',
            parameters: {
              path,
              fileName: basename(path),
              model: options.model,
              dryRun: options.dryRun === true,
              out,
              reportTo: options.reportTo?.split(',').map((address) => address.trim()) ?? [],
            },
          })
          return await endOfImport(cli, installation, run)
        })
      }),
    )
}

async function openDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true })
    await access(directory, constants.W_OK)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw badUsage({
      fr: `Répertoire inutilisable pour les journaux : ${why}`,
      en: `The directory cannot be used for the log files: ${why}`,
    })
  }
}

/** Asked beforehand, so that a slip of the finger leaves no failed run behind. */
async function checkModel(installation: Installation, code: string): Promise<void> {
  const { pool } = installation.database
  const model = await findImportModel(pool, code)
  const known = (await listImportModels(pool)).filter((one) => one.active).map((one) => one.code)
  if (model === null)
    throw notFound('UNKNOWN_MODEL', {
      fr: `Aucun modèle d'importation ne s'appelle ${code} (modèles actifs : ${known.join(', ')})`,
      en: `No import model is called ${code} (active models: ${known.join(', ')})`,
    })
  if (!model.active)
    throw new CommandFailure(exitCodes.refused, 'INACTIVE_MODEL', {
      fr: `Le modèle d'importation ${code} est inactif`,
      en: `Import model ${code} is inactive`,
    })
}

const texts = {
  group: { fr: "imports d'un fichier", en: 'imports of a file' },
  description: { fr: 'importe un fichier de scolarité', en: 'import a student file' },
  model: { fr: "modèle d'importation (./nocturne model list)", en: 'import model (./nocturne model list)' },
  dryRun: { fr: "simulation : tout est contrôlé, rien n'est écrit", en: 'check everything, write nothing' },
  out: { fr: 'répertoire des trois journaux', en: 'directory of the three log files' },
  reportTo: {
    fr: 'adresses, séparées par des virgules, à qui envoyer le rapport',
    en: 'addresses, separated by commas, to mail the report to',
  },
}
