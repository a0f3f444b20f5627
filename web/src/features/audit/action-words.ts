import { useTexts } from '../../lib/texts.ts'
import { auditTexts } from './texts.ts'

/** The words for an action; its code where none are known (a batch of the university may have its own). */
export function useActionWords(): (action: string) => string {
  const { actions } = useTexts(auditTexts)
  const known: Readonly<Record<string, string>> = actions
  return (action) => (Object.hasOwn(known, action) ? (known[action] ?? action) : action)
}
