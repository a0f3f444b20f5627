import type { Text } from '../../platform/text.ts'
import type { UnfoundReason } from '../students/find-student.ts'
import { unfoundWords } from '../students/unfound-words.ts'

/** What became of one record that another system sent. */
export type FeedOutcome = TakenRecord | RejectedRecord

export interface TakenRecord {
  readonly outcome: 'created' | 'updated' | 'unchanged'
  readonly id: number
}

export interface RejectedRecord {
  readonly outcome: 'rejected'
  /** The member at fault. */
  readonly path: string
  readonly message: Text
  /** Where it is the student who is not found. */
  readonly unfound?: UnfoundReason
}

export function rejected(path: string, message: Text): RejectedRecord {
  return { outcome: 'rejected', path, message }
}

export function rejectedStudent(unfound: UnfoundReason): RejectedRecord {
  return { ...rejected('student', unfoundWords[unfound]), unfound }
}

/** The same reference twice in one request: which of the two counts is not for us to say. */
export const givenTwice: RejectedRecord = rejected('reference', {
  fr: 'Cette référence figure déjà plus haut dans la demande',
  en: 'This reference stands higher up in the request already',
})

export function countOutcomes(
  outcomes: readonly FeedOutcome[],
): Readonly<Record<FeedOutcome['outcome'], number>> {
  const count = (wanted: FeedOutcome['outcome']) => outcomes.filter((one) => one.outcome === wanted).length
  return {
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
  }
}

/** For the audit trail: what was written, by number, and how many were not taken. */
export function feedDetail(outcomes: readonly FeedOutcome[]) {
  const idsOf = (wanted: 'created' | 'updated') =>
    outcomes.flatMap((one) => (one.outcome === wanted ? [one.id] : []))
  return {
    created: idsOf('created'),
    updated: idsOf('updated'),
    rejected: countOutcomes(outcomes).rejected,
  }
}
