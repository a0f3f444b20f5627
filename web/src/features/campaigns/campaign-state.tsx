import { Badge } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import type { CampaignState as State } from './calls/campaigns-queries.ts'
import { campaignsTexts } from './texts.ts'

const colors: Readonly<Record<State, string>> = {
  upcoming: 'blue',
  waiting: 'orange',
  'in-service': 'green',
  closed: 'gray',
  archived: 'gray',
  destroyed: 'dark',
}

export function CampaignState({ state }: { readonly state: State }) {
  const texts = useTexts(campaignsTexts)
  return (
    <Badge color={colors[state]} variant="light" tt="none">
      {texts.states[state]}
    </Badge>
  )
}
