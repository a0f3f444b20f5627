import type { ImportSummary } from '../../../../src/api/schemas/imports.ts'
import { useTexts } from '../../lib/texts.ts'
import { usePlanWords } from './plan-words.ts'
import { exchangeTexts } from './texts.ts'

/** What a file came to, in a list: « 12 créations, 3 rejets ». */
export function ExchangeFigures({
  of: { tally, state },
}: {
  readonly of: Pick<ImportSummary, 'tally' | 'state'>
}) {
  const texts = useTexts(exchangeTexts)
  const planWords = usePlanWords()
  if (state === 'processing' || state === 'refused' || state === 'failed' || tally.lines === 0) return null
  const parts = [
    planWords(tally) || texts.outcomes.unchanged(tally.unchanged),
    ...(tally.rejected > 0 ? [texts.outcomes.rejected(tally.rejected)] : []),
  ]
  return <>{parts.join(', ')}</>
}
