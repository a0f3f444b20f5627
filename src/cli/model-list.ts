import type { Command } from 'commander'
import { listImportModels } from '../health/student-import/store/import-model-store.ts'
import type { Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { table } from './table.ts'
import { withInstallation } from './with-installation.ts'

/** `model list`: the import models. */
export function addModelCommands(root: Command, cli: Cli): void {
  const group = root.command('model').description(cli.say(texts.group))
  group
    .command('list')
    .description(cli.say(texts.list))
    .action(
      cli.action(async () => {
        await withInstallation(cli, async ({ database }) => {
          const models = await listImportModels(database.pool)
          if (cli.json) return cli.printJson(models)
          const mark = (yes: boolean) => (yes ? '✓' : '✗')
          const rows = models.map((model) => [
            model.code,
            model.label,
            mark(model.active),
            mark(model.nightly),
            model.formatVersion,
            mark(model.keepNir),
            mark(model.strictCodes),
            mark(model.emptyErases),
          ])
          cli.print(table(texts.captions.map(cli.say), rows))
        })
        return exitCodes.done
      }),
    )
}

const texts = {
  group: { fr: "modèles d'importation", en: 'import models' },
  list: { fr: "liste les modèles d'importation", en: 'list the import models' },
  captions: [
    { fr: 'Code', en: 'Code' },
    { fr: 'Libellé', en: 'Label' },
    { fr: 'Actif', en: 'Active' },
    { fr: 'Import de nuit', en: 'Nightly' },
    { fr: 'Format', en: 'Format' },
    { fr: 'NIR conservé', en: 'Keeps NIR' },
    { fr: 'Codes stricts', en: 'Strict codes' },
    { fr: 'Vide efface', en: 'Empty erases' },
  ],
}
