import type { RunContext } from '../../batch/run-context.ts'
import { pullBeforeRun } from '../drop/pull-before-run.ts'

/**
 * Brings in what was dropped, before any run (learning.md 3.1). What hinders it is told and does not hinder the run, which
 * has the files that are there already.
 */
// biome-ignore lint/suspicious/noExplicitAny: whatever its parameters are
export async function pullFirst(context: RunContext<any>): Promise<void> {
  await pullBeforeRun(context)
}
