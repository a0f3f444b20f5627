import '@mantine/charts/styles.layer.css'
import { BarChart } from '@mantine/charts'
import { useNavigate } from 'react-router'
import type { Durations } from '../../../../../src/api/schemas/batches.ts'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useTexts } from '../../../lib/texts.ts'
import { stateCodes } from '../../../ui/state-badge.tsx'
import classes from './history.module.css'
import { longDuration } from './long-duration.ts'
import { historyTexts } from './texts.ts'

interface Props {
  readonly code: string
  readonly durations: Durations
}

type Duration = Durations['runs'][number]

/** Colours of states, the same as those of the badges' marks. */
const colours: Partial<Record<Duration['state'], string>> = {
  finished: '#2f9e62',
  failed: '#d93a3a',
  interrupted: '#d9822b',
  running: '#2f6fde',
}
const otherColour = '#8793a6'
/** The same as those of the words above the chart (history.module.css). */
const medianColour = 'var(--history-median)'
const abnormalColour = 'var(--history-abnormal)'

/** One bar a run, coloured by state, with the usual duration and the limit of the unusual as lines. */
export function DurationChart({ code, durations }: Props) {
  const texts = useTexts(historyTexts)
  const dates = useDates()
  const navigate = useNavigate()
  const states = [...new Set(durations.runs.map((run) => run.state))]
  const data = durations.runs.map((run) => ({ run, at: run.id, [run.state]: run.durationSeconds }))
  const { medianSeconds, abnormalAboveSeconds } = durations
  return (
    <figure style={{ margin: 0, height: '100%' }} aria-label={texts.chartLabel(code)} title={texts.chartHint}>
      <BarChart
        h="100%"
        data={data}
        dataKey="at"
        type="stacked"
        series={states.map((state) => ({
          name: state,
          label: stateCodes[state],
          color: colours[state] ?? otherColour,
        }))}
        withXAxis={false}
        withLegend
        legendProps={{ verticalAlign: 'bottom', height: 30 }}
        tickLine="none"
        gridAxis="x"
        valueFormatter={(seconds) => axisWords(seconds, dates.number)}
        yAxisProps={{ width: 64 }}
        barProps={{
          isAnimationActive: false,
          cursor: 'pointer',
          onClick: (bar) => {
            const { run } = bar.payload as { run: Duration }
            void navigate(paths.run(run.id))
          },
        }}
        referenceLines={[
          ...(medianSeconds === null
            ? []
            : [{ y: medianSeconds, color: medianColour, strokeDasharray: '6 4' }]),
          ...(abnormalAboveSeconds === null ||
          !durations.runs.some((run) => run.durationSeconds > abnormalAboveSeconds)
            ? []
            : [{ y: abnormalAboveSeconds, color: abnormalColour }]),
        ]}
        tooltipProps={{
          isAnimationActive: false,
          content: ({ payload }) => {
            const run = (payload?.[0]?.payload as { run: Duration } | undefined)?.run
            if (!run) return null
            return (
              <div className={classes.tooltip}>
                {stateCodes[run.state]} – {dates.dateTime(run.startedAt)}
                <br />
                {longDuration(run.durationSeconds)}
              </div>
            )
          },
        }}
      />
    </figure>
  )
}

/** Ticks of the axis have no room for seconds beside minutes. */
function axisWords(seconds: number, number: (value: number) => string): string {
  return seconds < 60 ? `${number(seconds)} s` : `${number(Math.round(seconds / 6) / 10)} min`
}
