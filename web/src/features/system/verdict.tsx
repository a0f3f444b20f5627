import { Alert } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import type { SystemState } from '../../../../src/api/schemas/system.ts'
import { useTexts } from '../../lib/texts.ts'
import { schedulerHealth } from './node-health.ts'
import { systemTexts } from './texts.ts'

/** The page in one sentence; the worst comes first. */
export function Verdict({ system, now }: { system: SystemState; now: number }) {
  const texts = useTexts(systemTexts)
  const scheduler = schedulerHealth(system.nodes, now)
  const faults = system.findings.filter(({ level }) => level !== 'ok')
  const errors = faults.some(({ level }) => level === 'error')
  if (scheduler === 'none') return <Bad color="red" title={texts.noScheduler} />
  if (scheduler === 'late') return <Bad color="red" title={texts.schedulerLate} />
  if (faults.length > 0)
    return <Bad color={errors ? 'red' : 'orange'} title={texts.attention(faults.length)} />
  return <Alert color="green" icon={<IconCircleCheck aria-hidden="true" />} title={texts.allWell} />
}

function Bad({ color, title }: { color: 'red' | 'orange'; title: string }) {
  return <Alert color={color} icon={<IconAlertTriangle aria-hidden="true" />} title={title} />
}
