import {
  countOutcomes,
  type FeedOutcome,
  type RejectedRecord,
  type TakenRecord,
} from '../../health/feeding/feed-outcome.ts'
import type { Locale } from '../../platform/text.ts'
import { problem } from '../problem.ts'
import type { FeedAnswer } from '../schemas/health-feeding.ts'
import { unfoundProblem } from '../student-problem.ts'

/** A list: one outcome each, in the order of the request. */
export function feedAnswer(outcomes: readonly FeedOutcome[], locale: Locale): FeedAnswer {
  return {
    ...countOutcomes(outcomes),
    items: outcomes.map((one) =>
      one.outcome === 'rejected'
        ? { outcome: one.outcome, id: null, path: one.path, message: one.message[locale] }
        : { outcome: one.outcome, id: one.id, path: null, message: null },
    ),
  }
}

/** A single record; throws the problem of one that is not taken. */
export function takenRecord(outcome: FeedOutcome): TakenRecord {
  if (outcome.outcome === 'rejected') throw rejectionProblem(outcome)
  return outcome
}

function rejectionProblem({ path, message, unfound }: RejectedRecord) {
  if (unfound !== undefined) return unfoundProblem(unfound, path)
  return problem('INVALID_FIELDS', { detail: message, errors: [{ path, message }] })
}
