import { Alert, Group, Paper, Stack, Title } from '@mantine/core'
import { Link } from 'react-router'
import type { Checks } from '../../../../../src/api/schemas/batches.ts'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useTexts } from '../../../lib/texts.ts'
import { KeyValueList } from '../../../ui/key-value-list.tsx'
import { DateTime } from '../../../ui/moments.tsx'
import { useNow } from '../../../ui/now.ts'
import { checkPeriod } from './check-period.ts'
import classes from './list.module.css'
import { listTexts } from './texts.ts'

interface Props {
  readonly checks: Checks
  /** The last answer failed or is old: what it said of the scheduler is no longer known. */
  readonly silent: boolean
  readonly clockAheadMs: number
}

const periodsUntilNobody = 3

/** Below the grid: who looks for what is due, since when, and what is under way. Never green out of habit. */
export function ChecksPanel({ checks, silent, clockAheadMs }: Props) {
  const texts = useTexts(listTexts).checks
  const dates = useDates()
  const now = useNow() + clockAheadMs
  const state = silent ? 'unknown' : checkState(checks, now)
  const word =
    state === 'late'
      ? texts.states.late(dates.dateTime(checks.lateSince ?? checks.nextAt ?? now))
      : texts.states[state]
  return (
    <Paper component="section" className={classes.checks ?? ''} aria-labelledby="checks-title">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} id="checks-title">
            {texts.title}
          </Title>
          <span className={classes.pulse} data-state={state} role="status">
            {word}
          </span>
        </Group>
        {state === 'nobody' && <Alert color="red">{texts.nobodyDetail}</Alert>}
        <KeyValueList
          items={[
            {
              label: texts.period,
              value: checks.periodMs === null ? '–' : checkPeriod(checks.periodMs, texts),
            },
            { label: texts.last, value: <DateTime at={checks.lastAt} /> },
            { label: texts.next, value: <DateTime at={state === 'nobody' ? null : checks.nextAt} /> },
            { label: texts.nodes, value: <Nodes checks={checks} /> },
            { label: texts.running, value: <Running checks={checks} /> },
            { label: texts.queued, value: texts.queuedRuns(checks.queued, dates.number(checks.queued)) },
          ]}
        />
      </Stack>
    </Paper>
  )
}

/** What the server said, unless the time since has made it untrue. */
function checkState(checks: Checks, now: number): Checks['state'] {
  if (checks.state === 'nobody' || checks.nextAt === null || checks.periodMs === null) return checks.state
  const lateMs = now - Date.parse(checks.nextAt)
  if (lateMs > periodsUntilNobody * checks.periodMs && checks.state !== 'checking') return 'nobody'
  return lateMs > checks.periodMs && checks.state === 'on-time' ? 'late' : checks.state
}

function Nodes({ checks }: { readonly checks: Checks }) {
  const texts = useTexts(listTexts).checks
  if (checks.nodes.length === 0) return <>{texts.noNode}</>
  return (
    <>{checks.nodes.map((node) => (node.scheduler ? texts.scheduler(node.name) : node.name)).join(', ')}</>
  )
}

function Running({ checks }: { readonly checks: Checks }) {
  const texts = useTexts(listTexts).checks
  const dates = useDates()
  if (checks.running.length === 0) return <>{texts.nothingRuns}</>
  return (
    <Stack gap={2}>
      {checks.running.map((run) => (
        <Link key={run.id} to={paths.run(run.id)} style={{ color: 'var(--mantine-color-anchor)' }}>
          {texts.runs(run.batchCode, run.nodeName ?? '–', run.startedAt ? dates.time(run.startedAt) : '–')}
        </Link>
      ))}
    </Stack>
  )
}
