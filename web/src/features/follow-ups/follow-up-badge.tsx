import { useTexts } from '../../lib/texts.ts'
import classes from '../../ui/state-badge.module.css'
import type { FollowUpState } from './calls/follow-ups-query.ts'
import { followUpTexts } from './texts.ts'

/** The colours of the runs' states, by what a follow-up asks of whom. */
const colours: Readonly<Record<FollowUpState, string>> = {
  open: 'none',
  due: 'interrupted',
  'letter-printed': 'queued',
  'reminder-printed': 'finished',
  'no-address': 'failed',
  closed: 'none',
}

/** State of a follow-up in words. */
export function FollowUpBadge({ state }: { readonly state: FollowUpState }) {
  const { states } = useTexts(followUpTexts)
  return (
    <span className={classes.badge} data-state={colours[state]}>
      <span className={classes.dot} aria-hidden="true" />
      {states[state]}
    </span>
  )
}
