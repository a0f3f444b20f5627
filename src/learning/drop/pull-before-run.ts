import type { RunContext } from '../../batch/run-context.ts'
import type { PullReport } from '../../exchange/drop/pull-report.ts'
import { pullLearningDrop } from './drop-place.ts'

/**
 * What every run of a tool begins with, planned or asked for (learning.md 3.1): what was dropped is among the command
 * files. A pull that fails is a warning: the run goes on with the files that are there. Null then.
 */
export async function pullBeforeRun(
  context: Pick<RunContext, 'database' | 'settings' | 'clock' | 'place' | 'log' | 'signal'>,
): Promise<PullReport | null> {
  const { log, signal } = context
  try {
    const report = await pullLearningDrop(context, log, signal)
    if (report.outcome !== 'pulled') log.warn(`répertoire de dépôt : ${report.message.fr}`)
    return report
  } catch (error) {
    // A run that is told to stop finds out by itself.
    if (!signal.aborted) log.warn(`répertoire de dépôt : récupération impossible (${wordsOf(error)})`)
    return null
  }
}

/** The system's code says enough, and has no path or value in it. */
function wordsOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.name : error))
}
