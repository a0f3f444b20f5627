import type { RunRecord } from '../batch/run-record.ts'
import { stateCodes } from '../batch/run-state.ts'
import type { Text } from '../platform/text.ts'
import type { Cli } from './cli.ts'
import { runLine } from './moment.ts'

/** The record with the code that users know and the line of the grid. */
export function runJson(run: RunRecord, cli: Cli, zone: string): object {
  return { ...run, code: stateCodes[run.state], text: runLine(run, cli.locale, zone) }
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
