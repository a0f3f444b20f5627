import { Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Run } from '../../../../../src/api/schemas/runs.ts'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { countersOf, counterTexts } from '../../../ui/counters.ts'
import { DateTime } from '../../../ui/moments.tsx'
import { useNow } from '../../../ui/now.ts'
import { RunTrigger } from '../../../ui/run-trigger.tsx'
import { StateBadge } from '../../../ui/state-badge.tsx'
import classes from './history.module.css'
import { longDuration } from './long-duration.ts'
import type { RunColumn } from './run-columns.ts'
import { historyTexts } from './texts.ts'

/** One cell of the history. */
export function HistoryCell({ run, column }: { readonly run: Run; readonly column: RunColumn }) {
  switch (column) {
    case 'state':
      return <StateBadge state={run.state} size="sm" />
    case 'start':
      return <DateTime at={run.startedAt} />
    case 'end':
      return <DateTime at={run.endedAt} />
    case 'duration':
      return <RunDuration run={run} />
    case 'origin':
      return <RunTrigger trigger={run.trigger} requestedBy={run.requestedBy} />
    case 'detail':
      return <Detail run={run} />
    case 'due':
      return <DueInstant run={run} />
    case 'node':
      return <>{run.nodeName}</>
    case 'counters':
      return <Counters run={run} />
    case 'number':
      return <>{String(run.id)}</>
  }
}

/** `59min 3sec`; while it runs, for how long it has. */
function RunDuration({ run }: { readonly run: Run }) {
  const texts = useTexts(historyTexts)
  const dates = useDates()
  const now = useNow()
  if (run.durationSeconds !== null && run.startedAt !== null) {
    return <span className={classes.nowrap}>{longDuration(run.durationSeconds)}</span>
  }
  if (run.state !== 'running' || run.startedAt === null) return null
  return (
    <Text span size="sm" c="dimmed">
      {texts.runningFor(dates.duration(Math.max(0, now - Date.parse(run.startedAt))))}
    </Text>
  )
}

/** What it did or why it did not, in a line. */
function Detail({ run }: { readonly run: Run }) {
  const textOf = useTextOf()
  const why = run.error ?? (run.reason && textOf(run.reason))
  if (why) {
    return (
      <Text span size="sm" lineClamp={2} className={run.error ? (classes.error ?? '') : ''} title={why}>
        {why}
      </Text>
    )
  }
  return <Counters run={run} />
}

function Counters({ run }: { readonly run: Run }) {
  const words = useTexts(counterTexts)
  const dates = useDates()
  const counters = countersOf(run.detail, words, dates).filter(({ name }) => name !== 'stamp')
  return (
    <Text span size="sm" lineClamp={2}>
      {counters.map(({ label, text }) => `${label} ${text}`).join(' · ')}
    </Text>
  )
}

function DueInstant({ run }: { readonly run: Run }) {
  if (run.dueAt === null) return null
  return (
    <Link to={paths.instant(run.batchCode, run.dueAt)} className={classes.link}>
      <DateTime at={run.dueAt} />
    </Link>
  )
}
