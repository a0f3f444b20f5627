import type { Issue } from '../messages/issue.ts'
import type { ImportCounters } from './log-text.ts'
import { counterLines, errorLogText, treatedLine, treatedLines } from './log-text.ts'

/** Messages that the body of the mail holds at most (health.md 3.9-6). */
export const mailedMessages = 200

/** `startedAt` is worded in the establishment's zone: `02/03/2026 05:00`. */
export function mailSubject(model: string, startedAt: string, counters: ImportCounters): string {
  const subject = `Calcium - Import scolarité ${model} du ${startedAt} : ${treatedLines(counters)} lignes, ${counters.rejected} rejets`
  // A header of a mail is one line, whatever the label of the model.
  return subject.replace(/[\r\n]+/g, ' ')
}

/**
 * Counters, then the first 200 errors. `errors` may hold just those: `errorCount` is how many there are.
 * `rejectsLink` leads, behind the login, to the rejected lines, which are never attached; null when there are none.
 */
export function mailBody(
  counters: ImportCounters,
  errors: readonly Issue[],
  errorCount: number,
  rejectsLink: string | null,
): string {
  const shown = errors.filter((issue) => issue.severity === 'error').slice(0, mailedMessages)
  const parts = [`${counterLines(counters).join('\n')}\n${treatedLine(counters)}\n`]
  if (shown.length > 0) parts.push(errorLogText(shown))
  if (errorCount > shown.length)
    parts.push(`… et ${errorCount - shown.length} autres messages, dans le fichier erreuLogs.\n`)
  if (rejectsLink !== null) parts.push(`Lignes non prises en compte (après connexion) : ${rejectsLink}\n`)
  return parts.join('\n')
}
