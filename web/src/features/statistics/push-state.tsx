import { useTexts } from '../../lib/texts.ts'
import { type Tone, WordBadge } from '../../ui/exchange/word-badge.tsx'
import type { StatisticPush } from './calls/statistics-queries.ts'
import { statisticsTexts } from './texts.ts'

const tones: Readonly<Record<StatisticPush['state'] | 'approved', Tone>> = {
  previewed: 'simulated',
  approved: 'approved',
  pending: 'held',
  sending: 'processing',
  sent: 'applied',
  failed: 'review',
  refused: 'failed',
}

export function PushState({ push }: { readonly push: StatisticPush }) {
  const texts = useTexts(statisticsTexts)
  const state = push.state === 'previewed' && push.approvedAt !== null ? 'approved' : push.state
  return <WordBadge tone={tones[state]}>{texts.states[state]}</WordBadge>
}
