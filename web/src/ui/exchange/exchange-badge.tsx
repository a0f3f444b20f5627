import type { ImportSummary } from '../../../../src/api/schemas/imports.ts'
import { useTexts } from '../../lib/texts.ts'
import { exchangeTexts } from './texts.ts'
import { WordBadge } from './word-badge.tsx'

interface Props {
  readonly of: Pick<ImportSummary, 'state' | 'cancelled'>
}

/** Where an import stands, in a word; the colour only helps. */
export function ExchangeBadge({ of: { state, cancelled } }: Props) {
  const texts = useTexts(exchangeTexts)
  const shown = state === 'failed' && cancelled ? 'cancelled' : state
  return <WordBadge tone={shown}>{texts.states[shown]}</WordBadge>
}
