import { Tooltip } from '@mantine/core'
import { Link } from 'react-router'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useTexts } from '../../../lib/texts.ts'
import type { Lane } from '../night-query.ts'
import { nightTexts } from '../texts.ts'
import { Bar } from './bar.tsx'
import { missedDues } from './dues.ts'
import { placeRuns } from './place-runs.ts'
import type { TimeWindow } from './time-window.ts'
import classes from './timeline.module.css'

interface Props {
  readonly lane: Lane
  readonly window: TimeWindow
  readonly nowMs: number
  readonly trackPx: number
}

const missedPx = 24

/** What one batch did: its due marks, and a bar for each run. */
export function LaneTrack({ lane, window, nowMs, trackPx }: Props) {
  const texts = useTexts(nightTexts)
  const dates = useDates()
  const x = (at: string) => ((Date.parse(at) - window.fromMs) / (window.toMs - window.fromMs)) * trackPx
  const inside = (at: string) => x(at) >= 0 && x(at) <= trackPx
  const missed = missedDues(lane, nowMs)
  return (
    <ul className={classes.track} aria-label={texts.laneOf(lane.batchCode)}>
      {lane.due.filter(inside).map((at) => (
        <li key={at} className={classes.due} style={{ left: x(at) }} aria-hidden="true" />
      ))}
      {apart(missed.filter(inside), x).map((at) => (
        <li key={`missed ${at}`}>
          <Tooltip label={texts.dueMark(lane.batchCode, dates.time(at))}>
            <Link
              to={paths.instant(lane.batchCode, at)}
              className={classes.missed}
              style={{ left: x(at) - missedPx / 2, width: missedPx }}
              aria-label={texts.dueMark(lane.batchCode, dates.time(at))}
            >
              <span className={classes.letter} data-letter="?" />
            </Link>
          </Tooltip>
        </li>
      ))}
      {placeRuns(lane.runs, window, nowMs, trackPx).map((bar) => (
        <Bar key={bar.runs[0].id} bar={bar} nowMs={nowMs} />
      ))}
    </ul>
  )
}

/** Of marks that would lie upon each other, the first: the table has them all. */
function apart(instants: readonly string[], x: (at: string) => number): string[] {
  const kept: string[] = []
  for (const at of instants) {
    const last = kept.at(-1)
    if (last === undefined || x(at) - x(last) >= missedPx) kept.push(at)
  }
  return kept
}
