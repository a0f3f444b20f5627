import type { Command } from 'commander'
import { openDispatchQueue } from '../batch/dispatch-queue.ts'
import { livingNodes } from '../batch/living-nodes.ts'
import { type RunRequest, requestRun } from '../batch/request-run.ts'
import { approveHeldExchange, discardHeldExchange, type HeldDecision } from '../exchange/held-exchange.ts'
import type { Installation } from '../installation.ts'
import { author, type Cli } from './cli.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { CommandFailure } from './failure.ts'
import { findRun } from './found-run.ts'
import { endOfImport } from './import-end.ts'
import { followHere, watchElsewhere } from './watched-run.ts'
import { withInstallation } from './with-installation.ts'

/** `run approve ID` and `run discard ID`: what becomes of an import that is held. */
export function addRunDecisions(group: Command, cli: Cli): void {
  group
    .command('approve <ID>')
    .description(cli.say(texts.approve))
    .option('--wait', cli.say(texts.wait))
    .action(
      cli.action(async (id: string, { wait }: { wait?: boolean }) =>
        withInstallation(cli, async (installation) => {
          const held = await findRun(installation, id)
          return await approve(cli, installation, held.id, wait === true)
        }),
      ),
    )
  group
    .command('discard <ID>')
    .description(cli.say(texts.discard))
    .action(
      cli.action(async (id: string) => {
        await withInstallation(cli, async (installation) => {
          const held = await findRun(installation, id)
          const { database } = installation
          decided(await discardHeldExchange(database, { runId: held.id, author: author() }))
          if (cli.json) cli.printJson({ held: held.id, decision: 'discarded', run: null })
          else cli.print(cli.say(texts.discarded))
        })
        return exitCodes.done
      }),
    )
}

/** As with a launch: a living node applies it; where none is alive, `--wait` has it applied by this process. */
async function approve(
  cli: Cli,
  installation: Installation,
  heldId: number,
  wait: boolean,
): Promise<ExitCode> {
  const { database } = installation
  const held = { runId: heldId, author: author(), trigger: 'cli' } as const
  const nodes = await livingNodes(database.pool)
  if (wait && nodes.length === 0) {
    const run = await followHere(cli, installation, async (engine) => {
      const pinned = (request: RunRequest) => engine.requestRun({ ...request, pinnedNode: engine.nodeId })
      return decided(await approveHeldExchange(database, pinned, held)).runId!
    })
    return await endOfImport(cli, installation, run)
  }
  const runId = await withQueue(
    installation,
    async (request) => decided(await approveHeldExchange(database, request, held)).runId!,
  )
  if (wait) {
    const { run, detached } = await watchElsewhere(cli, installation, runId)
    return detached ? exitCodes.interrupted : await endOfImport(cli, installation, run)
  }
  if (cli.json) cli.printJson({ held: heldId, decision: 'approved', run: runId })
  else cli.print(`${cli.say(texts.approved)} ${runId}`)
  if (nodes.length === 0) cli.note(cli.say(texts.nobody))
  return exitCodes.done
}

async function withQueue<T>(
  installation: Installation,
  work: (request: (wanted: RunRequest) => ReturnType<typeof requestRun>) => Promise<T>,
): Promise<T> {
  const { database, catalogue } = installation
  const queue = await openDispatchQueue(database.pool, () => {})
  try {
    const now = await installation.now()
    return await work((wanted) => requestRun({ database, queue, catalogue, now }, wanted))
  } finally {
    await queue.stop()
  }
}

function decided(decision: HeldDecision): Extract<HeldDecision, { ok: true }> {
  if (decision.ok) return decision
  throw new CommandFailure(exitCodes.refused, decision.code, decision.message)
}

const texts = {
  approve: { fr: "applique l'import en attente d'une exécution", en: "apply a run's held import" },
  discard: { fr: "abandonne l'import en attente d'une exécution", en: "give up a run's held import" },
  wait: {
    fr: "attend la fin ; si aucun serveur n'est en marche, applique ici",
    en: 'wait for the end; where no server is running, apply here',
  },
  approved: { fr: 'Approuvé : exécution demandée, numéro', en: 'Approved: run requested, number' },
  discarded: { fr: 'Abandonné : rien ne sera écrit', en: 'Discarded: nothing will be written' },
  nobody: {
    fr: "Aucun serveur n'est en marche : rien ne démarrera avant ./nocturne start",
    en: 'No server is running: nothing will start until ./nocturne start runs',
  },
}
