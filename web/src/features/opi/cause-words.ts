import { useTexts } from '../../lib/texts.ts'
import { causeTexts } from './cause-texts.ts'

/** A cause in words, and what to do about it; its code where none are known. */
export function useCauseWords(): (cause: string) => { readonly title: string; readonly todo: string } {
  const known: Readonly<Record<string, { readonly title: string; readonly todo: string }>> =
    useTexts(causeTexts)
  return (cause) => known[cause] ?? { title: cause, todo: '' }
}
