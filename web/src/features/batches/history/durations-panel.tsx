import { Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { Durations } from '../../../../../src/api/schemas/batches.ts'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useTexts } from '../../../lib/texts.ts'
import { AnchorLink } from '../../../ui/anchor-link.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { LoadingRows } from '../../../ui/loading-rows.tsx'
import { DateTime } from '../../../ui/moments.tsx'
import { StateBadge } from '../../../ui/state-badge.tsx'
import { useDurations } from '../calls/durations-query.ts'
import classes from './history.module.css'
import { longDuration } from './long-duration.ts'
import { historyTexts } from './texts.ts'

// Charts are heavy: they come when there is something to draw.
const DurationChart = lazy(async () => ({
  default: (await import('./duration-chart.tsx')).DurationChart,
}))

/** How long the last runs took: drawn, or as a table for whoever does not see or point. */
export function DurationsPanel({ code }: { readonly code: string }) {
  const texts = useTexts(historyTexts)
  const dates = useDates()
  const query = useDurations(code)
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const median = query.data?.medianSeconds ?? null
  const abnormal = query.data?.abnormalAboveSeconds ?? null
  return (
    <Paper component="section" aria-labelledby="durations-title" className={classes.durations ?? ''}>
      <div className={classes.head}>
        <Title order={2} id="durations-title">
          {texts.durations}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={texts.view}
          value={view}
          onChange={(next) => setView(next === 'table' ? 'table' : 'chart')}
          data={[
            { value: 'chart', label: texts.chart },
            { value: 'table', label: texts.table },
          ]}
        />
      </div>
      <Stack gap="xs">
        <Group gap="lg">
          <Text size="sm" c="dimmed">
            {texts.durationsDetail}
          </Text>
          {median !== null && (
            <Text size="sm" className={classes.median ?? ''}>
              {texts.median(dates.duration(median * 1_000))}
            </Text>
          )}
          {abnormal !== null && (
            <Text size="sm" className={classes.abnormal ?? ''}>
              {texts.abnormal(dates.duration(abnormal * 1_000))}
            </Text>
          )}
        </Group>
        <div className={classes.chart}>
          {query.isPending ? (
            <LoadingRows rows={5} height={46} />
          ) : !query.data ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.data.runs.length === 0 ? (
            <Text c="dimmed">{texts.noDurations}</Text>
          ) : view === 'chart' ? (
            <Suspense fallback={<LoadingRows rows={5} height={46} />}>
              <DurationChart code={code} durations={query.data} />
            </Suspense>
          ) : (
            <DurationTable durations={query.data} />
          )}
        </div>
      </Stack>
    </Paper>
  )
}

function DurationTable({ durations }: { readonly durations: Durations }) {
  const texts = useTexts(historyTexts)
  const limit = durations.abnormalAboveSeconds ?? Number.POSITIVE_INFINITY
  return (
    <section
      className={classes.scroll}
      style={{ maxHeight: '100%', overflowY: 'auto' }}
      aria-label={texts.durations}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{texts.headers.number}</th>
            <th scope="col">{texts.headers.state}</th>
            <th scope="col">{texts.started}</th>
            <th scope="col">{texts.durationOf}</th>
          </tr>
        </thead>
        <tbody>
          {durations.runs.toReversed().map((run) => (
            <tr key={run.id}>
              <td>
                <AnchorLink to={paths.run(run.id)} aria-label={texts.openRun(String(run.id))}>
                  {String(run.id)}
                </AnchorLink>
              </td>
              <td>
                <StateBadge state={run.state} size="sm" />
              </td>
              <td>
                <DateTime at={run.startedAt} />
              </td>
              <td>
                {longDuration(run.durationSeconds)}
                {run.durationSeconds > limit && (
                  <Text span size="sm" className={classes.error ?? ''}>
                    {' '}
                    – {texts.abnormalRun}
                  </Text>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
