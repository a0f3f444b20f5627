import type { Command } from 'commander'
import { listBatches } from '../batch/list-batches.ts'
import { batchJson, batchLabel, planText } from './batch-record.ts'
import type { Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { runLine } from './moment.ts'
import { table } from './table.ts'
import { withInstallation } from './with-installation.ts'

/** `batch list`: the grid « Batches programmés ». */
export function addBatchList(group: Command, cli: Cli): void {
  group
    .command('list')
    .description(cli.say(texts.description))
    .option('--application <code>', cli.say(texts.application))
    .option('--all', cli.say(texts.all))
    .action(
      cli.action(async ({ application, all }: { application?: string; all?: boolean }) => {
        await withInstallation(cli, async (installation) => {
          const found = await listBatches(
            installation.database.pool,
            application === undefined ? {} : { application },
          )
          const batches = found.filter((batch) => all === true || batch.planned)
          const now = await installation.now()
          if (cli.json) return cli.printJson(batches.map((batch) => batchJson(batch, installation, cli, now)))
          const mark = (yes: boolean) => (yes ? '✓' : '✗')
          const rows = batches.map((batch) => [
            batch.code,
            batchLabel(batch, installation, cli),
            mark(batch.enabled),
            mark(batch.requested),
            planText(batch, cli, now),
            runLine(batch.lastRun, cli.locale, batch.timeZone),
          ])
          cli.print(table(texts.captions.map(cli.say), rows))
        })
        return exitCodes.done
      }),
    )
}

const texts = {
  description: { fr: 'liste les batches programmés', en: 'list the planned batches' },
  application: { fr: "d'une seule application", en: 'of one application only' },
  all: {
    fr: "aussi ceux qui ne s'exécutent qu'à la demande",
    en: 'also those that run on request only',
  },
  captions: [
    { fr: 'Code', en: 'Code' },
    { fr: 'Libellé', en: 'Label' },
    { fr: 'En service', en: 'In service' },
    { fr: 'Lancement immédiat', en: 'Immediate launch' },
    { fr: 'Programmation', en: 'Schedule' },
    { fr: 'Dernière exécution', en: 'Last run' },
  ],
}
