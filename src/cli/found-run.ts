import { unknownRun } from '../batch/batch-refusal.ts'
import { readRun } from '../batch/read-run.ts'
import type { RunRecord } from '../batch/run-record.ts'
import type { Installation } from '../installation.ts'
import { badUsage, refusedByEngine } from './failure.ts'

export function parseRunId(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw badUsage({
    fr: `Un numéro d'exécution est attendu, pas ${text}`,
    en: `A run number is expected, not ${text}`,
  })
}

/** The run of this number; fails the command when there is none. */
export async function findRun(installation: Installation, text: string): Promise<RunRecord> {
  const id = parseRunId(text)
  const run = await readRun(installation.database.pool, id)
  if (run === null) throw refusedByEngine(unknownRun(id).refusal)
  return run
}
