import type { Engine } from '../batch/engine.ts'
import type { RunRequest } from '../batch/request-run.ts'
import type { RunRecord } from '../batch/run-record.ts'
import type { Installation } from '../installation.ts'
import { startProgram } from '../program.ts'
import { author, type Cli } from './cli.ts'
import { commandNodeName } from './command-node-name.ts'
import { refusedByEngine } from './failure.ts'
import { followRun, type RunWatcher } from './follow-run.ts'
import { progressDisplay } from './progress-display.ts'
import { quietLog } from './quiet-log.ts'
import { runLineText } from './run-line-text.ts'
import { reasonText } from './run-record.ts'

/** What is launched; who asks, and by which door, is known here. */
export type LaunchRequest = Omit<RunRequest, 'requestedBy' | 'trigger'>

/**
 * Runs a request in this process, with everything that a node guarantees, and shows it while it works. Ctrl-C
 * cancels the run: it is this process's own, and nobody else would go on with it. SIGTERM, by which a machine stops,
 * interrupts it as it interrupts those of any node that stops.
 */
export async function runInThisProcess(
  cli: Cli,
  installation: Installation,
  request: LaunchRequest,
): Promise<RunRecord> {
  return await followHere(cli, installation, async (engine) => {
    const outcome = await engine.requestRun({
      ...request,
      trigger: 'cli',
      requestedBy: author(),
      pinnedNode: engine.nodeId,
    })
    if (!outcome.ok) throw refusedByEngine(outcome.refusal)
    return outcome.runId
  })
}

/** The same for a run that comes about in another way: `ask` has it queued, pinned to this node, and names it. */
export async function followHere(
  cli: Cli,
  installation: Installation,
  ask: (engine: Engine) => Promise<number>,
): Promise<RunRecord> {
  const { configuration, database } = installation
  const program = await startProgram(installation, {
    scheduler: false,
    runner: false,
    nodeName: commandNodeName(),
    version: cli.version,
    log: quietLog(cli, configuration),
  })
  const { engine } = program
  try {
    const runId = await ask(engine)
    const forget = cli.signals.handle((signal) => {
      cli.note(cli.say(signal === 'SIGINT' ? texts.cancelling : texts.stopping))
      // Its end, seen below, is what ends the command.
      if (signal === 'SIGINT') engine.cancelRun(runId, author()).catch(() => {})
      else program.stop().catch(() => {})
    })
    try {
      const run = await followRun(database, runId, shownOnError(cli, installation))
      await program.sendMail()
      return run!
    } finally {
      forget()
    }
  } finally {
    await program.stop()
  }
}

/** Watches a run of another node. Ctrl-C leaves it to run: it belongs to the installation, not to this terminal. */
export async function watchElsewhere(
  cli: Cli,
  installation: Installation,
  runId: number,
): Promise<{ run: RunRecord; detached: boolean }> {
  const detaching = new AbortController()
  const forget = cli.signals.handle(() => detaching.abort())
  try {
    const run = await followRun(
      installation.database,
      runId,
      shownOnError(cli, installation),
      detaching.signal,
    )
    return { run: run!, detached: detaching.signal.aborted }
  } finally {
    forget()
  }
}

/** Log lines, what the run waits for, and progress, on standard error. */
function shownOnError(cli: Cli, installation: Installation): RunWatcher {
  const display = progressDisplay(cli)
  const zone = installation.place.timeZone
  let shown: string | null = null
  return {
    onLine: (line) => display.line(runLineText(line, zone)),
    onState(run) {
      const reason = reasonText(run, cli, zone)
      if (run.state === 'queued' && reason !== null && reason !== shown) {
        shown = reason
        display.line(`${run.batchCode} : ${reason}`)
      }
      if (run.state !== 'running') display.stop()
      else if (run.progress !== null) display.show(run.progress)
    },
  }
}

const texts = {
  cancelling: {
    fr: 'Annulation demandée (encore Ctrl-C pour quitter sans attendre)',
    en: 'Cancelling (Ctrl-C again to leave without waiting)',
  },
  stopping: { fr: "Arrêt : l'exécution est interrompue", en: 'Stopping: the run is interrupted' },
}
