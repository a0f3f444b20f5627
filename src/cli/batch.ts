import type { Command } from 'commander'
import { applications } from '../applications.ts'
import { buildCatalogue, canonicalCode } from '../batch/catalogue.ts'
import { addBatchCancel } from './batch-cancel.ts'
import { addBatchEnable } from './batch-enable.ts'
import { addBatchHistory } from './batch-history.ts'
import { addBatchList } from './batch-list.ts'
import { addBatchNext } from './batch-next.ts'
import { addBatchRun } from './batch-run.ts'
import { addBatchSchedule } from './batch-schedule.ts'
import { addBatchShow } from './batch-show.ts'
import type { Cli } from './cli.ts'

/** `batch …`: the grid, its buttons and its windows. */
export function addBatchCommands(root: Command, cli: Cli): void {
  const group = root.command('batch').description(cli.say(texts.description))
  addBatchList(group, cli)
  addBatchShow(group, cli)
  addBatchRun(group, cli)
  addBatchCancel(group, cli)
  addBatchEnable(group, cli)
  addBatchSchedule(group, cli)
  addBatchHistory(group, cli)
  addBatchNext(group, cli)
  for (const command of group.commands) takeAliases(command)
}

/** Whoever knows a batch by another of its names may type that one. */
function takeAliases(command: Command): void {
  const canonical = (name: string) => canonicalCode(buildCatalogue(applications), name)
  for (const argument of command.registeredArguments)
    if (argument.name() === 'CODE') argument.argParser(canonical)
  for (const option of command.options) if (option.long === '--confirm') option.argParser(canonical)
}

const texts = {
  description: {
    fr: 'les batches : liste, lancement, programmation, historique',
    en: 'batches: list, launch, schedule, history',
  },
}
