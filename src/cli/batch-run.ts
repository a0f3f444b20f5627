import type { Command } from 'commander'
import { describeDetail } from '../batch/detail-words.ts'
import { openDispatchQueue } from '../batch/dispatch-queue.ts'
import { livingNodes } from '../batch/living-nodes.ts'
import { previewRun } from '../batch/preview-run.ts'
import { requestRun } from '../batch/request-run.ts'
import type { Installation } from '../installation.ts'
import { systemClock } from '../platform/clock.ts'
import { findBatch } from './batch-record.ts'
import { author, type Cli } from './cli.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { refusedByEngine } from './failure.ts'
import { readJsonObject } from './json-argument.ts'
import { endOfRun } from './run-end.ts'
import { type LaunchRequest, runInThisProcess, watchElsewhere } from './watched-run.ts'
import { withInstallation } from './with-installation.ts'

interface RunOptions {
  wait?: boolean
  confirm?: string
  parameters?: string
}

/**
 * `batch run CODE`: immediate launch. With `--wait`, a living node runs it and this command watches; where none is
 * alive, this process runs it itself.
 */
export function addBatchRun(group: Command, cli: Cli): void {
  group
    .command('run <CODE>')
    .description(cli.say(texts.description))
    .option('--wait', cli.say(texts.wait))
    .option('--confirm <CODE>', cli.say(texts.confirm))
    .option('--parameters <JSON>', cli.say(texts.parameters))
    .action(
      cli.action(async (code: string, options: RunOptions) => {
        const request = {
          code,
          ...(options.confirm === undefined ? {} : { confirmCode: options.confirm }),
          ...(options.parameters === undefined ? {} : { parameters: readJsonObject(options.parameters) }),
        }
        return await withInstallation(cli, async (installation) => {
          await findBatch(installation, code)
          await warnOfDanger(cli, installation, request)
          const nodes = await livingNodes(installation.database.pool)
          if (options.wait === true && nodes.length === 0) {
            cli.note(cli.say(texts.here))
            return endOfRun(cli, installation, await runInThisProcess(cli, installation, request))
          }
          const runId = await ask(installation, request)
          if (options.wait === true) {
            const { run, detached } = await watchElsewhere(cli, installation, runId)
            if (!detached) return endOfRun(cli, installation, run)
            cli.note(`${cli.say(texts.detached)} ./nocturne batch cancel ${code}`)
            return exitCodes.interrupted
          }
          if (cli.json) cli.printJson({ code, run: runId, nodes: nodes.length })
          else cli.print(`${code} : ${cli.say(texts.requested)} ${runId}`)
          if (nodes.length === 0) cli.note(cli.say(texts.nobody))
          return exitCodes.done as ExitCode
        })
      }),
    )
}

/** Before somebody types the code of a batch that cannot be undone, he is told how much it would touch. */
async function warnOfDanger(cli: Cli, installation: Installation, request: LaunchRequest): Promise<void> {
  if (request.confirmCode === request.code) return
  const clock = systemClock()
  const outcome = await previewRun({ ...installation, clock }, request.code, request.parameters)
  if (!outcome.ok || outcome.preview === null) return
  cli.note(`${cli.say(texts.preview)} ${describeDetail(outcome.preview, cli.locale)}`)
  cli.note(`${cli.say(texts.howToConfirm)} --confirm ${request.code}`)
}

async function ask(installation: Installation, request: LaunchRequest): Promise<number> {
  const { database, catalogue } = installation
  const queue = await openDispatchQueue(database.pool, () => {})
  try {
    const outcome = await requestRun(
      { database, queue, catalogue, now: await installation.now() },
      { ...request, trigger: 'cli', requestedBy: author() },
    )
    if (!outcome.ok) throw refusedByEngine(outcome.refusal)
    return outcome.runId
  } finally {
    await queue.stop()
  }
}

const texts = {
  description: { fr: 'lance un batch immédiatement', en: 'launch a batch immediately' },
  wait: {
    fr: "attend la fin, en montrant le journal ; si aucun serveur n'est en marche, exécute ici (Ctrl-C annule)",
    en: 'wait for the end and show the log; where no server is running, run here (Ctrl-C cancels)',
  },
  confirm: {
    fr: 'code du batch, retapé : pour ceux dont l’effet ne se défait pas',
    en: "the batch's code, typed again: for those that cannot be undone",
  },
  parameters: {
    fr: 'paramètres de cette exécution, en objet JSON',
    en: 'parameters of this run, as a JSON object',
  },
  requested: { fr: 'exécution demandée, numéro', en: 'run requested, number' },
  here: {
    fr: "Aucun serveur n'est en marche : exécution dans ce processus (Ctrl-C annule)",
    en: 'No server is running: running in this process (Ctrl-C cancels)',
  },
  nobody: {
    fr: "Aucun serveur n'est en marche : rien ne démarrera avant ./nocturne start (ou relancez avec --wait)",
    en: 'No server is running: nothing will start until ./nocturne start runs (or run it with --wait)',
  },
  detached: {
    fr: "L'exécution continue sur son serveur. Pour l'arrêter :",
    en: 'The run goes on on its server. To stop it:',
  },
  preview: {
    fr: 'Ce que fait ce batch ne se défait pas. Il toucherait :',
    en: 'What this batch does cannot be undone. It would touch:',
  },
  howToConfirm: { fr: 'Pour confirmer :', en: 'To confirm:' },
}
