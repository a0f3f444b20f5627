import { Badge } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import type { StatisticPush } from './calls/statistics-queries.ts'
import { statisticsTexts } from './texts.ts'

const colours = {
  previewed: 'gray',
  approved: 'teal',
  pending: 'blue',
  sending: 'blue',
  sent: 'green',
  failed: 'orange',
  refused: 'red',
} as const

export function PushState({ push }: { readonly push: StatisticPush }) {
  const texts = useTexts(statisticsTexts)
  const state = push.state === 'previewed' && push.approvedAt !== null ? 'approved' : push.state
  return (
    <Badge variant="light" color={colours[state]} tt="none">
      {texts.states[state]}
    </Badge>
  )
}
