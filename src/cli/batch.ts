import type { Command } from 'commander'
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
}

const texts = {
  description: {
    fr: 'les batches : liste, lancement, programmation, historique',
    en: 'batches: list, launch, schedule, history',
  },
}
