import { useTexts } from '../../lib/texts.ts'
import { ExchangeBadge } from '../../ui/exchange/exchange-badge.tsx'
import { WordBadge } from '../../ui/exchange/word-badge.tsx'
import type { SyncSummary } from './calls/exchanges-query.ts'
import { needsReview } from './needs-review.ts'
import { syncTexts } from './texts.ts'

interface Props {
  readonly of: Pick<SyncSummary, 'state' | 'cancelled' | 'tally'>
}

/** Where a command file stands, in a word: done is one thing, done with lines to look at another. */
export function SyncBadge({ of }: Props) {
  const texts = useTexts(syncTexts)
  if (of.state !== 'applied') return <ExchangeBadge of={of} />
  if (of.cancelled) return <WordBadge tone="cancelled">{texts.stopped}</WordBadge>
  return needsReview(of) ? (
    <WordBadge tone="review">{texts.toReview}</WordBadge>
  ) : (
    <WordBadge tone="applied">{texts.done}</WordBadge>
  )
}
