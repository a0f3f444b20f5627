import { VisuallyHidden } from '@mantine/core'
import type { RunState } from '../../../src/batch/run-state.ts'
import { useTexts } from '../lib/texts.ts'
import classes from './state-badge.module.css'
import { uiTexts } from './texts.ts'

export type { RunState }

/** The codes that users have known for years; the same in both languages. */
export const stateCodes: Readonly<Record<RunState, string>> = {
  queued: 'QUEUED',
  running: 'RUNNING',
  finished: 'FINISH',
  failed: 'ERROR',
  interrupted: 'INTERRUPT',
  cancelled: 'CANCELLED',
  skipped: 'SKIPPED',
}

interface Props {
  readonly state: RunState
  /** `sm` in dense tables. */
  readonly size?: 'sm' | 'md'
}

/** State of a run: its code, a colour for the eye in a hurry, and a word for who listens. */
export function StateBadge({ state, size = 'md' }: Props) {
  const { states } = useTexts(uiTexts)
  return (
    <span className={classes.badge} data-state={state} data-size={size} title={states[state]}>
      <span className={classes.dot} aria-hidden="true" />
      {stateCodes[state]}
      <VisuallyHidden> ({states[state]})</VisuallyHidden>
    </span>
  )
}
