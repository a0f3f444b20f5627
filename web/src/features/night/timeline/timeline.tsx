import { useElementSize } from '@mantine/hooks'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { AnchorLink } from '../../../ui/anchor-link.tsx'
import { isCurrent, type Night } from '../night-query.ts'
import { nightTexts } from '../texts.ts'
import { LaneTrack } from './lane-track.tsx'
import { Legend } from './legend.tsx'
import { busyHours, hourMarks, wholeNight } from './time-window.ts'
import classes from './timeline.module.css'

interface Props {
  readonly night: Night
  readonly whole: boolean
}

/** Until the first measure: what a wide screen gives. */
const usualPx = 900

/** The night from left to right, one lane a batch. */
export function Timeline({ night, whole }: Props) {
  const texts = useTexts(nightTexts)
  const dates = useDates()
  const textOf = useTextOf()
  const { ref, width } = useElementSize()
  const trackPx = width || usualPx
  const window = whole ? wholeNight(night) : busyHours(night)
  const nowMs = Date.parse(night.now)
  const x = (ms: number) => ((ms - window.fromMs) / (window.toMs - window.fromMs)) * trackPx
  const marks = hourMarks(window, Date.parse(night.from), trackPx)
  const nowShown = isCurrent(night) && nowMs >= window.fromMs && nowMs <= window.toMs
  return (
    <div>
      <div className={classes.frame}>
        <div className={classes.axis} aria-hidden="true">
          <div ref={ref} className={classes.hours}>
            {marks.map((ms) => (
              <span key={ms} className={classes.hour} style={{ left: x(ms) }}>
                {dates.minute(ms)}
              </span>
            ))}
            {days(window.fromMs, marks, dates.date).map((ms) => (
              <span key={ms} className={classes.day} style={{ left: x(ms) }}>
                {dates.day(ms)}
              </span>
            ))}
          </div>
        </div>
        <div className={classes.lanes}>
          <div className={classes.lines} aria-hidden="true">
            {marks.map((ms) => (
              <span
                key={ms}
                className={classes.line}
                style={{ left: x(ms) }}
                data-midnight={dates.minute(ms) === '00:00' || undefined}
              />
            ))}
            {nowShown && (
              <span className={classes.now} style={{ left: x(nowMs) }}>
                <span className={classes.nowLabel} data-side={x(nowMs) > trackPx - 90 ? 'left' : 'right'}>
                  {texts.now}
                </span>
              </span>
            )}
          </div>
          <ol className={classes.list}>
            {night.lanes.map((lane) => (
              <li key={lane.batchCode} className={classes.lane}>
                <div className={classes.name}>
                  <AnchorLink to={paths.batch(lane.batchCode)} fw={600} size="sm">
                    {lane.batchCode}
                  </AnchorLink>
                  <span className={classes.label} title={textOf(lane.label)}>
                    {textOf(lane.label)}
                  </span>
                </div>
                <LaneTrack lane={lane} window={window} nowMs={nowMs} trackPx={trackPx} />
              </li>
            ))}
          </ol>
        </div>
      </div>
      <Legend night={night} />
    </div>
  )
}

/** Where a day's name belongs: at the left edge, and where another day begins. */
function days(fromMs: number, marks: readonly number[], dateOf: (ms: number) => string): number[] {
  const shown = [fromMs]
  for (const ms of marks) {
    const last = shown.at(-1)
    if (last !== undefined && dateOf(last) !== dateOf(ms)) shown.push(ms)
  }
  return shown
}
