import type { Command } from 'commander'
import type { Cli } from './cli.ts'
import { addRunDecisions } from './run-decide.ts'
import { addRunLog } from './run-log.ts'
import { addRunShow } from './run-show.ts'

/** `run …`: one execution. */
export function addRunCommands(root: Command, cli: Cli): void {
  const group = root.command('run').description(cli.say(texts.description))
  addRunShow(group, cli)
  addRunLog(group, cli)
  addRunDecisions(group, cli)
}

const texts = {
  description: {
    fr: 'les exécutions : détail, journal, approbation',
    en: 'runs: detail, log, approval',
  },
}
