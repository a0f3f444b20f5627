import type { Command } from 'commander'
import { cancelRun } from '../batch/cancel-run.ts'
import { findBatch } from './batch-record.ts'
import { author, type Cli } from './cli.ts'
import { parseCount } from './due-instants.ts'
import { exitCodes } from './exit-codes.ts'
import { CommandFailure, refusedByEngine } from './failure.ts'
import { withInstallation } from './with-installation.ts'

/**
 * `batch cancel CODE`: takes back what waits; where nothing waits, tells the run under way to stop. `--run` names
 * the run where several wait.
 */
export function addBatchCancel(group: Command, cli: Cli): void {
  group
    .command('cancel <CODE>')
    .description(cli.say(texts.description))
    .option('--run <ID>', cli.say(texts.run))
    .action(
      cli.action(async (code: string, options: { run?: string }) => {
        await withInstallation(cli, async (installation) => {
          const batch = await findBatch(installation, code)
          const run =
            options.run === undefined
              ? (batch.waitingRun ?? batch.runningRun)
              : parseCount(options.run, '--run', 1, Number.MAX_SAFE_INTEGER)
          if (run === null)
            throw new CommandFailure(exitCodes.refused, 'NOTHING_TO_CANCEL', {
              fr: `Le batch ${code} n'attend pas et n'est pas en cours`,
              en: `Batch ${code} neither waits nor runs`,
            })
          const { database, now } = installation
          const outcome = await cancelRun({ database, now: await now() }, run, author())
          if (!outcome.ok) throw refusedByEngine(outcome.refusal)
          if (cli.json) return cli.printJson({ code, run, state: outcome.state })
          cli.print(
            `${code} : ${cli.say(outcome.state === 'cancelled' ? texts.cancelled : texts.stopping)} (${run})`,
          )
        })
        return exitCodes.done
      }),
    )
}

const texts = {
  description: {
    fr: "annule l'exécution en attente d'un batch ou, à défaut, arrête celle en cours",
    en: "cancel a batch's waiting run or, failing that, stop the one under way",
  },
  run: { fr: 'numéro de cette exécution', en: 'number of that run' },
  cancelled: { fr: 'exécution annulée', en: 'run cancelled' },
  stopping: { fr: "arrêt demandé à l'exécution en cours", en: 'the run under way has been told to stop' },
}
