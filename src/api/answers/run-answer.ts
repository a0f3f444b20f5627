import { Temporal } from 'temporal-polyfill'
import { describeReason } from '../../batch/run-reason.ts'
import type { RunRecord } from '../../batch/run-record.ts'
import { stateCodes } from '../../batch/run-state.ts'
import { durationSeconds } from '../../batch/schedule/duration.ts'
import type { ApplicationCode } from '../schemas/common.ts'
import type { Run } from '../schemas/runs.ts'
import { spaced } from './spaced.ts'

/**
 * A run as the API tells of it: the record, the word that users know, the duration in whole seconds, the reason in
 * words. `zone` is the establishment's.
 */
export function runAnswer(run: RunRecord, zone: string): Run {
  return {
    ...run,
    application: run.application as ApplicationCode,
    stateCode: stateCodes[run.state],
    durationSeconds: runSeconds(run),
    parameters: { ...run.parameters },
    detail: run.detail === null ? null : { ...run.detail },
    reason: run.reason === null ? null : spaced(describeReason(run.reason, zone)),
  }
}

/** How long it took; null until it has ended, and for a run that never began. */
export function runSeconds(run: Pick<RunRecord, 'startedAt' | 'endedAt'>): number | null {
  if (run.startedAt === null || run.endedAt === null) return null
  return durationSeconds(Temporal.Instant.from(run.startedAt), Temporal.Instant.from(run.endedAt))
}

/** How long it has taken so far, or took. */
export function secondsSoFar(
  run: Pick<RunRecord, 'startedAt' | 'endedAt'>,
  now: Temporal.Instant,
): number | null {
  if (run.startedAt === null) return null
  const end = run.endedAt === null ? now : Temporal.Instant.from(run.endedAt)
  return durationSeconds(Temporal.Instant.from(run.startedAt), end)
}
