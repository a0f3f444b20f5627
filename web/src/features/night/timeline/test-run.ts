import type { NightRun } from '../night-query.ts'

/** A run of a night for tests: finished at 03:00:10 after ten seconds unless told otherwise. Times are of 2026-11-21, UTC. */
export function testRun(given: Partial<NightRun> & { id: number }): NightRun {
  return {
    batchCode: 'CLEAN',
    application: 'core',
    state: 'finished',
    stateCode: 'FINISH',
    trigger: 'schedule',
    dueAt: null,
    queuedAt: at('03:00:00'),
    startedAt: at('03:00:00'),
    endedAt: at('03:00:10'),
    durationSeconds: 10,
    nodeName: 'test',
    requestedBy: null,
    parameters: {},
    attempt: 1,
    retryOf: null,
    cancelRequestedAt: null,
    cancelRequestedBy: null,
    progress: null,
    detail: null,
    error: null,
    reason: null,
    abnormallyLong: false,
    medianSeconds: null,
    ...given,
  }
}

export function at(time: string): string {
  return `2026-11-21T${time}Z`
}
