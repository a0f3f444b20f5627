import type { RunContext } from '../batch/run-context.ts'

/**
 * What an application adds to `CLEAN`: a duty that removes its own remains of the past (logs of imports, say) and
 * returns its counters, which appear in the run's detail. Handed to `coreApplication` where the applications are
 * listed.
 */
export type TidyExtension = (context: RunContext) => Promise<Readonly<Record<string, number>>>
