import { causeWords, type RejectionCause } from '../classify-response.ts'

/** What a synchronisation made of a form; kept with it (`form.last_sync`). */
export type SurveyOutcome =
  | {
      readonly state: 'done'
      readonly runId: number
      /** Whether every response was read, not the new ones alone. */
      readonly full: boolean
      /** received = inserted + updated + unchanged + all that are rejected. */
      readonly received: number
      readonly inserted: number
      readonly updated: number
      readonly unchanged: number
      readonly rejected: Readonly<Partial<Record<RejectionCause, number>>>
    }
  | { readonly state: 'failed'; readonly runId: number; readonly error: string }

export function rejectedCount({
  rejected,
}: {
  rejected: Readonly<Partial<Record<RejectionCause, number>>>
}): number {
  return Object.values(rejected).reduce((sum, count) => sum + count, 0)
}

/** The line of a survey in the log of a run. */
export function outcomeWords(surveyId: number, outcome: SurveyOutcome & { state: 'done' }): string {
  const { full, received, inserted, updated, unchanged } = outcome
  const rejects = Object.entries(outcome.rejected) as [RejectionCause, number][]
  const causes = rejects.map(([cause, count]) => `${causeWords[cause]} : ${count}`).join(', ')
  return `enquête ${surveyId}${full ? ' (lecture complète)' : ''} : ${received} reçues, ${inserted} ajoutées, ${updated} mises à jour, ${unchanged} inchangées, ${rejectedCount(outcome)} rejetées${causes && ` (${causes})`}`
}
