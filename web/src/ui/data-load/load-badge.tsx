import { useTexts } from '../../lib/texts.ts'
import { ExchangeBadge } from '../exchange/exchange-badge.tsx'
import { WordBadge } from '../exchange/word-badge.tsx'
import type { LoadSummary } from './loads-query.ts'
import { loadTexts } from './texts.ts'

/** Where a load stands, in a word: done is one thing, done with lines to look at another. */
export function LoadBadge({ of }: { readonly of: Pick<LoadSummary, 'state' | 'cancelled' | 'tally'> }) {
  const texts = useTexts(loadTexts)
  if (of.state !== 'applied') return <ExchangeBadge of={of} />
  if (of.cancelled) return <WordBadge tone="cancelled">{texts.stopped}</WordBadge>
  return of.tally.rejected + of.tally.skipped > 0 ? (
    <WordBadge tone="review">{texts.toReview}</WordBadge>
  ) : (
    <WordBadge tone="applied">{texts.loaded}</WordBadge>
  )
}
