import { Menu } from '@mantine/core'
import { Link } from 'react-router'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useTexts } from '../../../lib/texts.ts'
import { StateBadge, stateCodes } from '../../../ui/state-badge.tsx'
import type { NightRun } from '../night-query.ts'
import { nightTexts } from '../texts.ts'
import type { PlacedBar } from './place-runs.ts'
import { RunTooltip } from './run-tooltip.tsx'
import { useRunWords } from './run-words.ts'
import { runSpan } from './time-window.ts'
import classes from './timeline.module.css'

interface Props {
  readonly bar: PlacedBar
  readonly nowMs: number
}

/** A run, or several ordinary ones side by side: where it lies, its state by colour and letter, a way to it. */
export function Bar({ bar, nowMs }: Props) {
  const { leftPx, waitFromPx, habitPx } = bar
  return (
    <li>
      {waitFromPx < leftPx && (
        <span
          className={classes.wait}
          style={{ left: waitFromPx, width: leftPx - waitFromPx }}
          aria-hidden="true"
        />
      )}
      {bar.runs.length === 1 ? (
        <OneRun run={bar.runs[0]} bar={bar} nowMs={nowMs} />
      ) : (
        <Several bar={bar} nowMs={nowMs} />
      )}
      {habitPx !== null && <span className={classes.habit} style={{ left: habitPx }} aria-hidden="true" />}
    </li>
  )
}

function OneRun({ run, bar, nowMs }: Props & { readonly run: NightRun }) {
  const words = useRunWords()(run, nowMs)
  return (
    <RunTooltip title={`${run.batchCode} – ${stateCodes[run.state]}`} words={words}>
      <Link
        to={paths.run(run.id)}
        className={classes.bar}
        style={{ left: bar.leftPx, width: bar.widthPx }}
        data-state={run.state}
        data-long={run.abnormallyLong || undefined}
        aria-label={words.spoken}
      >
        <span
          className={classes.letter}
          data-letter={`${stateCodes[run.state][0]}${run.abnormallyLong ? ' !' : ''}`}
        />
      </Link>
    </RunTooltip>
  )
}

function Several({ bar, nowMs }: Props) {
  const texts = useTexts(nightTexts)
  const dates = useDates()
  const [first] = bar.runs
  const last = bar.runs.at(-1) ?? first
  const from = dates.minute(runSpan(first, nowMs).startMs)
  const to = dates.minute(runSpan(last, nowMs).endMs)
  const state = bar.runs.some((run) => run.state === 'finished') ? 'finished' : first.state
  return (
    <Menu position="bottom-start" shadow="md">
      <Menu.Target>
        <button
          type="button"
          className={classes.bar}
          style={{ left: bar.leftPx, width: bar.widthPx }}
          data-state={state}
          data-several
          aria-label={texts.clusterLabel(first.batchCode, texts.cluster(bar.runs.length), from, to)}
        >
          <span className={classes.letter} data-letter={`${stateCodes[state][0]}×${bar.runs.length}`} />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={classes.several}>
        {bar.runs.map((run) => (
          <Menu.Item
            key={run.id}
            component={Link}
            to={paths.run(run.id)}
            rightSection={<StateBadge state={run.state} size="sm" />}
          >
            {dates.time(run.startedAt ?? run.dueAt ?? run.queuedAt)}
            {run.durationSeconds !== null && ` – ${dates.duration(run.durationSeconds * 1_000)}`}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
