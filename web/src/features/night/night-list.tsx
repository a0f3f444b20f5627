import { Text } from '@mantine/core'
import { IconClockExclamation } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { StateBadge } from '../../ui/state-badge.tsx'
import classes from './night-list.module.css'
import type { Lane, Night, NightRun } from './night-query.ts'
import { nightTexts } from './texts.ts'
import { duesToCome, missedDues } from './timeline/dues.ts'
import { runSpan } from './timeline/time-window.ts'

/** Of the runs of one batch that went as they should, as many are listed. */
const ordinaryShown = 3

/** The night on a narrow screen: batch by batch, from top to bottom. */
export function NightList({ night }: { readonly night: Night }) {
  const textOf = useTextOf()
  return (
    <ol className={classes.lanes}>
      {night.lanes.map((lane) => (
        <li key={lane.batchCode} className={classes.lane}>
          <Text component="div" truncate>
            <AnchorLink to={paths.batch(lane.batchCode)} fw={600}>
              {lane.batchCode}
            </AnchorLink>{' '}
            <Text span size="sm" c="dimmed">
              {textOf(lane.label)}
            </Text>
          </Text>
          <LaneRuns lane={lane} nowMs={Date.parse(night.now)} />
        </li>
      ))}
    </ol>
  )
}

function LaneRuns({ lane, nowMs }: { readonly lane: Lane; readonly nowMs: number }) {
  const texts = useTexts(nightTexts)
  const dates = useDates()
  const ordinary = lane.runs.filter((run) => run.state === 'finished' && !run.abnormallyLong)
  const hidden = new Set(ordinary.slice(0, -ordinaryShown))
  const missed = missedDues(lane, nowMs)
  return (
    <ul className={classes.runs}>
      {missed.map((at) => (
        <li key={at}>
          <Link to={paths.instant(lane.batchCode, at)} className={classes.run}>
            <span className={classes.missed}>{texts.noRun}</span>
            <span>{dates.minute(at)}</span>
          </Link>
        </li>
      ))}
      {lane.runs
        .filter((run) => !hidden.has(run))
        .map((run) => (
          <RunLine key={run.id} run={run} nowMs={nowMs} />
        ))}
      {duesToCome(lane, nowMs).length > 0 && (
        <li className={classes.toCome}>
          {duesToCome(lane, nowMs).map(dates.minute).join(', ')} – {texts.toCome}
        </li>
      )}
      {hidden.size > 0 && (
        <li className={classes.more}>
          <AnchorLink to={paths.batch(lane.batchCode)} size="sm">
            {texts.more(hidden.size)}
          </AnchorLink>
        </li>
      )}
    </ul>
  )
}

function RunLine({ run, nowMs }: { readonly run: NightRun; readonly nowMs: number }) {
  const texts = useTexts(nightTexts)
  const dates = useDates()
  const { startMs, endMs } = runSpan(run, nowMs)
  return (
    <li>
      <Link to={paths.run(run.id)} className={classes.run}>
        <StateBadge state={run.state} size="sm" />
        <span>
          {dates.minute(startMs)}
          {run.startedAt !== null && run.endedAt !== null && ` – ${dates.minute(run.endedAt)}`}
        </span>
        {run.startedAt !== null && (
          <span className={classes.duration}>
            {dates.duration(
              Math.max(1, run.durationSeconds ?? Math.floor((endMs - startMs) / 1_000)) * 1_000,
            )}
          </span>
        )}
      </Link>
      {run.abnormallyLong && (
        <Text size="sm" className={classes.long ?? ''}>
          <IconClockExclamation size={14} aria-hidden="true" /> {texts.tooLong}
          {run.medianSeconds !== null &&
            ` (${texts.habit.toLowerCase()} ${dates.duration(Math.floor(run.medianSeconds) * 1_000)})`}
        </Text>
      )}
    </li>
  )
}
