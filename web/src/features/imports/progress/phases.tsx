import { VisuallyHidden } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useTexts } from '../../../lib/texts.ts'
import type { RunState } from '../../../ui/state-badge.tsx'
import { importTexts } from '../texts.ts'
import classes from './phases.module.css'

interface Props {
  readonly state: RunState
  /** As the run names it; null before the first. */
  readonly phase: string | null
  readonly dryRun: boolean
}

/** What an import goes through, in order; the names are those that the run reports. */
const order = ['queue', 'lecture', 'import', 'rapport'] as const

export function Phases({ state, phase, dryRun }: Props) {
  const texts = useTexts(importTexts)
  const now = state === 'queued' ? 0 : Math.max(1, (order as readonly (string | null)[]).indexOf(phase))
  return (
    <ol className={classes.phases}>
      {order.map((name, index) => {
        const stage = index < now ? 'done' : index === now ? 'now' : 'next'
        return (
          <li
            key={name}
            className={classes.phase}
            data-stage={stage}
            aria-current={stage === 'now' ? 'step' : undefined}
          >
            <span className={classes.mark} aria-hidden="true">
              {stage === 'done' ? <IconCheck size={14} stroke={3} /> : index + 1}
            </span>
            {name === 'import' && dryRun ? texts.phases.simulation : texts.phases[name]}
            {stage === 'done' && <VisuallyHidden> ({texts.phaseDone})</VisuallyHidden>}
          </li>
        )
      })}
    </ol>
  )
}
