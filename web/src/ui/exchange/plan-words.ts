import type { Tally } from '../../../../src/api/schemas/imports.ts'
import { intlLocales, useLocale } from '../../lib/locale.ts'
import { useTexts } from '../../lib/texts.ts'
import { exchangeTexts } from './texts.ts'

export type { Tally }

/** The outcomes of a line, in the order in which they are told. Their sum is the number of lines read. */
export const outcomes = [
  'created',
  'updated',
  'unchanged',
  'partial',
  'deleted',
  'skipped',
  'rejected',
] as const

/** Those that write something. */
const written = ['created', 'updated', 'partial', 'deleted'] as const

/** How many records an import writes, or would: the number of people that it concerns. */
export function writes(tally: Tally): number {
  return written.reduce((sum, outcome) => sum + tally[outcome], 0)
}

/** « 12 créations, 340 mises à jour »; empty where nothing is written. */
export function usePlanWords(): (tally: Tally, how?: 'list' | 'sentence') => string {
  const texts = useTexts(exchangeTexts)
  const locale = useLocale()
  return (tally, how = 'list') => {
    const parts = written
      .filter((outcome) => tally[outcome] > 0)
      .map((outcome) => texts.outcomes[outcome](tally[outcome]))
    if (how === 'list') return parts.join(', ')
    return new Intl.ListFormat(intlLocales[locale], { type: 'conjunction' }).format(parts)
  }
}
