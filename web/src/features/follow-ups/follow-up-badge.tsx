import { useTexts } from '../../lib/texts.ts'
import { type Tone, WordBadge } from '../../ui/exchange/word-badge.tsx'
import type { FollowUpState } from './calls/follow-ups-query.ts'
import { followUpTexts } from './texts.ts'

/** By what a follow-up asks of whom. */
const tones: Readonly<Record<FollowUpState, Tone>> = {
  open: 'simulated',
  due: 'review',
  'letter-printed': 'held',
  'reminder-printed': 'applied',
  'no-address': 'failed',
  closed: 'cancelled',
}

/** State of a follow-up in words. */
export function FollowUpBadge({ state }: { readonly state: FollowUpState }) {
  const { states } = useTexts(followUpTexts)
  return <WordBadge tone={tones[state]}>{states[state]}</WordBadge>
}
