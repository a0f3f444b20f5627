import { Button, Progress, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Run } from '../../../../../src/api/schemas/runs.ts'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useTexts } from '../../../lib/texts.ts'
import { RelativeTime } from '../../../ui/moments.tsx'
import classes from './list.module.css'
import { listTexts } from './texts.ts'

interface Props {
  readonly run: Run
  /** Absent: this account may not stop it. */
  readonly onStop?: (() => void) | undefined
}

/** What is under way: how far, where, since when, and the way to stop it. */
export function RunningCell({ run, onStop }: Props) {
  const texts = useTexts(listTexts)
  const dates = useDates()
  const { progress } = run
  const total = progress?.total ?? null
  return (
    <div className={classes.running}>
      {progress && total !== null && total > 0 && (
        <Progress
          value={Math.min(100, (progress.done / total) * 100)}
          size="sm"
          className={classes.progress ?? ''}
          aria-label={texts.progressOf(run.batchCode)}
        />
      )}
      <Text size="xs" component="div">
        {progress &&
          `${progress.phase ? `${progress.phase} · ` : ''}${texts.progress(dates.number(progress.done), total === null ? null : dates.number(total))} · `}
        {run.nodeName && `${texts.runningOn(run.nodeName)} · `}
        <Link to={paths.run(run.id)} className={classes.quiet} aria-label={texts.openRun(run.batchCode)}>
          <RelativeTime at={run.startedAt} />
        </Link>
      </Text>
      {onStop && (
        <Button
          variant="default"
          size="compact-xs"
          onClick={(event) => {
            event.stopPropagation()
            onStop()
          }}
          onDoubleClick={(event) => event.stopPropagation()}
          aria-label={texts.stopOf(run.batchCode)}
        >
          {texts.stop}
        </Button>
      )}
    </div>
  )
}
