import type { Command } from 'commander'
import { openDispatchQueue } from '../batch/dispatch-queue.ts'
import { type RunRequest, requestRun } from '../batch/request-run.ts'
import { approveHeldExchange, discardHeldExchange, type HeldDecision } from '../exchange/held-exchange.ts'
import type { Installation } from '../installation.ts'
import { author, type Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { CommandFailure } from './failure.ts'
import { findRun } from './found-run.ts'
import { livingNodes } from './living-nodes.ts'
import { withInstallation } from './with-installation.ts'

/** `run approve ID` and `run discard ID`: what becomes of an import that is held. */
export function addRunDecisions(group: Command, cli: Cli): void {
  group
    .command('approve <ID>')
    .description(cli.say(texts.approve))
    .action(
      cli.action(async (id: string) => {
        await withInstallation(cli, async (installation) => {
          const held = await findRun(installation, id)
          const { runId } = decided(await approve(installation, held.id))
          if (cli.json) cli.printJson({ held: held.id, decision: 'approved', run: runId })
          else cli.print(`${cli.say(texts.approved)} ${runId}`)
          if ((await livingNodes(installation.database.pool)).length === 0) cli.note(cli.say(texts.nobody))
        })
        return exitCodes.done
      }),
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

async function approve(installation: Installation, runId: number): Promise<HeldDecision> {
  const { database, catalogue } = installation
  const queue = await openDispatchQueue(database.pool, () => {})
  try {
    const now = await installation.now()
    const request = (wanted: RunRequest) => requestRun({ database, queue, catalogue, now }, wanted)
    return await approveHeldExchange(database, request, { runId, author: author(), trigger: 'cli' })
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
  approved: { fr: 'Approuvé : exécution demandée, numéro', en: 'Approved: run requested, number' },
  discarded: { fr: 'Abandonné : rien ne sera écrit', en: 'Discarded: nothing will be written' },
  nobody: {
    fr: "Aucun serveur n'est en marche : rien ne démarrera avant ./nocturne start",
    en: 'No server is running: nothing will start until ./nocturne start runs',
  },
}
