import { useTexts } from '../../../lib/texts.ts'
import { stateCodes } from '../../../ui/state-badge.tsx'
import { uiTexts } from '../../../ui/texts.ts'
import type { Night, NightRun } from '../night-query.ts'
import { nightTexts } from '../texts.ts'
import { missedDues } from './dues.ts'
import { runSpan } from './time-window.ts'
import classes from './timeline.module.css'

/** What the letters and marks mean; only those that this night shows. */
export function Legend({ night }: { readonly night: Night }) {
  const texts = useTexts(nightTexts)
  const { states } = useTexts(uiTexts)
  const runs = night.lanes.flatMap((lane) => lane.runs)
  const shown = (Object.keys(stateCodes) as (keyof typeof stateCodes)[]).filter((state) =>
    runs.some((run) => run.state === state),
  )
  const nowMs = Date.parse(night.now)
  return (
    <ul className={classes.legend} aria-label={texts.legend}>
      {shown.map((state) => (
        <li key={state}>
          <span className={classes.key} data-state={state} aria-hidden="true">
            {stateCodes[state][0]}
          </span>
          {states[state]}
        </li>
      ))}
      {night.lanes.some((lane) => lane.due.length > 0) && (
        <li>
          <span className={classes.dueKey} aria-hidden="true" />
          {texts.legendDue}
        </li>
      )}
      {night.lanes.some((lane) => missedDues(lane, nowMs).length > 0) && (
        <li>
          <span className={classes.missedKey} aria-hidden="true">
            ?
          </span>
          {texts.legendMissed}
        </li>
      )}
      {runs.some((run) => run.abnormallyLong) && (
        <li>
          <span className={classes.key} data-state="finished" data-long aria-hidden="true">
            !
          </span>
          {texts.tooLong.toLowerCase()}
        </li>
      )}
      {runs.some((run) => run.abnormallyLong && run.medianSeconds !== null) && (
        <li>
          <span className={classes.habitKey} aria-hidden="true" />
          {texts.legendHabit}
        </li>
      )}
      {runs.some((run) => waitedLong(run, nowMs)) && (
        <li>
          <span className={classes.waitKey} aria-hidden="true" />
          {texts.legendWait}
        </li>
      )}
    </ul>
  )
}

/** Long enough for the wait to be seen. */
function waitedLong(run: NightRun, nowMs: number): boolean {
  const { askedMs, startMs } = runSpan(run, nowMs)
  return startMs - askedMs > 5 * 60_000
}
