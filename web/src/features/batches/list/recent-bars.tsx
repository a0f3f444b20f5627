import { Link } from 'react-router'
import type { Batch } from '../../../../../src/api/schemas/batches.ts'
import type { RunState } from '../../../../../src/api/schemas/runs.ts'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useTexts } from '../../../lib/texts.ts'
import { stateCodes } from '../../../ui/state-badge.tsx'
import classes from './list.module.css'
import { listTexts } from './texts.ts'

const letters: Readonly<Record<RunState, string>> = {
  queued: 'Q',
  running: 'R',
  finished: 'F',
  failed: 'E',
  interrupted: 'I',
  cancelled: 'C',
  skipped: 'S',
}

const lowest = 4
const highest = 26

/**
 * The last runs as bars, lettered and coloured by state, as high as they took long: drift is seen at a glance.
 * Reached with the mouse or by a screen reader; not with Tab, which has thirty rows to cross.
 */
export function RecentBars({ batch }: { readonly batch: Batch }) {
  const texts = useTexts(listTexts)
  const dates = useDates()
  if (batch.recent.length === 0) return null
  const longest = Math.max(1, ...batch.recent.map((run) => run.durationSeconds ?? 0))
  return (
    <ol className={classes.bars} aria-label={texts.recentRuns(batch.code)}>
      {batch.recent.map((run) => {
        const seconds = run.durationSeconds
        const height = lowest + ((seconds ?? 0) / longest) * (highest - lowest)
        const duration = seconds === null ? texts.notStarted : dates.duration(seconds * 1_000)
        const words = texts.recentRun(String(run.id), stateCodes[run.state], duration)
        return (
          <li key={run.id}>
            <Link
              to={paths.run(run.id)}
              tabIndex={-1}
              className={classes.bar}
              data-state={run.state}
              aria-label={words}
              title={words}
            >
              <span className={classes.column} style={{ height }} />
              <span aria-hidden="true">{letters[run.state]}</span>
            </Link>
          </li>
        )
      })}
    </ol>
  )
}
