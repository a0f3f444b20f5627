import type { Command } from 'commander'
import { notPlanned } from '../batch/batch-refusal.ts'
import { findBatch, planText, previousStart } from './batch-record.ts'
import type { Cli } from './cli.ts'
import { dueInstants, parseCount, parseInstant } from './due-instants.ts'
import { exitCodes } from './exit-codes.ts'
import { refusedByEngine } from './failure.ts'
import { moment } from './moment.ts'
import { withInstallation } from './with-installation.ts'

/** `batch next CODE`: when the batch is due, as its plan stands. */
export function addBatchNext(group: Command, cli: Cli): void {
  group
    .command('next <CODE>')
    .description(cli.say(texts.description))
    .option('--from <INSTANT>', cli.say(texts.from))
    .option('--count <N>', cli.say(texts.count), '3')
    .action(
      cli.action(async (code: string, options: { from?: string; count: string }) => {
        const count = parseCount(options.count, '--count', 1, 10_000)
        await withInstallation(cli, async (installation) => {
          const batch = await findBatch(installation, code)
          if (!batch.planned) throw refusedByEngine(notPlanned(code).refusal)
          const zone = batch.timeZone
          const now = await installation.now()
          const from = options.from === undefined ? now : parseInstant(options.from, zone)
          const due = dueInstants(batch.schedule, from, zone, count, previousStart(batch))
          const text = planText(batch, cli, now)
          if (cli.json)
            return cli.printJson({
              code,
              enabled: batch.enabled,
              schedule: batch.schedule,
              scheduleText: text,
              zone,
              from: from.toString(),
              ...due,
            })
          if (!batch.enabled) cli.note(cli.say(texts.outOfService))
          cli.note(`${code} : ${text}`)
          if (due.instants.length === 0) cli.note(cli.say(texts.never))
          for (const instant of due.instants) cli.print(moment(instant, zone))
        })
        return exitCodes.done
      }),
    )
}

const texts = {
  description: { fr: "prochaines échéances d'un batch", en: 'next due instants of a batch' },
  from: { fr: 'après cet instant (défaut : maintenant)', en: 'after this instant (default: now)' },
  count: { fr: "nombre d'échéances", en: 'how many' },
  outOfService: {
    fr: 'Attention : ce batch est hors service, rien ne sera lancé',
    en: 'Note: this batch is out of service, nothing will be launched',
  },
  never: { fr: 'Aucune échéance', en: 'Never due' },
}
