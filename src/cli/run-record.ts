import { describeReason } from '../batch/run-reason.ts'
import type { RunRecord } from '../batch/run-record.ts'
import { stateCodes } from '../batch/run-state.ts'
import type { Text } from '../platform/text.ts'
import type { Cli } from './cli.ts'
import { runLine } from './moment.ts'

/** The record with the code that users know and the line of the grid; its reason bears its words too. */
export function runJson(run: RunRecord, cli: Cli, zone: string): object {
  return {
    ...run,
    reason: run.reason === null ? null : { ...run.reason, words: reasonText(run, cli, zone) },
    code: stateCodes[run.state],
    text: runLine(run, cli.locale, zone),
  }
}

/** Why it waits, was skipped, cancelled or interrupted; null for no reason. */
export function reasonText({ reason }: RunRecord, cli: Cli, zone: string): string | null {
  return reason === null ? null : cli.say(describeReason(reason, zone))
}

/** Why a run exists, in words. */
export const triggerWords: Readonly<Record<RunRecord['trigger'], Text>> = {
  schedule: { fr: 'programmation', en: 'schedule' },
  manual: { fr: 'lancement immédiat', en: 'immediate launch' },
  'catch-up': { fr: 'rattrapage', en: 'catch-up' },
  cli: { fr: 'ligne de commande', en: 'command line' },
  api: { fr: 'API', en: 'API' },
  file: { fr: 'dépôt de fichier', en: 'dropped file' },
  retry: { fr: 'reprise', en: 'retry' },
}
