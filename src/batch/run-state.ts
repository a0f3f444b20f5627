/**
 * The life of a run:
 *
 *     queued ──> running ──> finished | failed | interrupted | cancelled
 *        └─────> cancelled | skipped
 *
 * A final state is never overwritten; the table `batch_run` has the same list in a CHECK.
 */
export const runStates = [
  'queued',
  'running',
  'finished',
  'failed',
  'interrupted',
  'cancelled',
  'skipped',
] as const
export type RunState = (typeof runStates)[number]

/** Why a run exists. */
export const triggers = ['schedule', 'manual', 'catch-up', 'cli', 'api', 'file', 'retry'] as const
export type Trigger = (typeof triggers)[number]

/** Those by which somebody asks for a launch: « Lancement immédiat » is ✓ while such a run waits or runs. */
export const requestTriggers = ['manual', 'cli', 'api'] as const satisfies readonly Trigger[]
export type RequestTrigger = (typeof requestTriggers)[number]

/** The words that users have known for years, on screen and on the command line. */
export const stateCodes: Readonly<Record<RunState, string>> = {
  queued: 'QUEUED',
  running: 'RUNNING',
  finished: 'FINISH',
  failed: 'ERROR',
  interrupted: 'INTERRUPT',
  cancelled: 'CANCELLED',
  skipped: 'SKIPPED',
}

export function isFinal(state: RunState): boolean {
  return state !== 'queued' && state !== 'running'
}
