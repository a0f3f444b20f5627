import { useTexts } from '../../lib/texts.ts'
import { type Tone, WordBadge } from '../../ui/exchange/word-badge.tsx'
import type { AccountState } from './calls/dossiers-query.ts'
import { dossiersTexts } from './texts.ts'

const tones: Readonly<Record<AccountState, Tone>> = {
  'to-validate': 'held',
  expired: 'cancelled',
  'expired-with-data': 'review',
  validated: 'applied',
}

export function AccountBadge({ state }: { readonly state: AccountState }) {
  const texts = useTexts(dossiersTexts)
  return <WordBadge tone={tones[state]}>{texts.accountStates[state]}</WordBadge>
}
