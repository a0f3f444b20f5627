import { Button, Group } from '@mantine/core'
import { Link } from 'react-router'
import type { Batch } from '../../../../../src/api/schemas/batches.ts'
import { paths } from '../../../lib/paths.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { BatchLabel, LastRun, NextRun } from './batch-cell.tsx'
import { CheckMark } from './check-mark.tsx'
import { useLaunchStanding } from './launch-standing.ts'
import classes from './list.module.css'
import { RunningCell } from './running-cell.tsx'
import { listTexts } from './texts.ts'
import { VerdictBadge } from './verdict-badge.tsx'

interface Props {
  readonly batches: readonly Batch[]
  readonly onOpen: (code: string) => void
  readonly onLaunch: (batch: Batch) => void
  readonly onStop: (batch: Batch) => void
}

/** The same batches where a table has no room: nothing to choose, each has its own buttons. */
export function BatchCards({ batches, onOpen, onLaunch, onStop }: Props) {
  return (
    <ul className={classes.cards}>
      {batches.map((batch) => (
        <BatchCard key={batch.code} batch={batch} onOpen={onOpen} onLaunch={onLaunch} onStop={onStop} />
      ))}
    </ul>
  )
}

function BatchCard({ batch, onOpen, onLaunch, onStop }: Omit<Props, 'batches'> & { readonly batch: Batch }) {
  const texts = useTexts(listTexts)
  const textOf = useTextOf()
  const standing = useLaunchStanding()(batch)
  const running = batch.runningRun
  return (
    <li
      className={classes.card}
      data-off={!batch.enabled || !batch.known || undefined}
      data-batch={batch.code}
    >
      <Group justify="space-between" gap="xs">
        <span className={classes.code}>{batch.code}</span>
        <VerdictBadge batch={batch} />
      </Group>
      <div>
        <BatchLabel batch={batch} />
      </div>
      <dl className={classes.facts}>
        <dt>{texts.headers.enabled}</dt>
        <dd>
          <CheckMark checked={batch.enabled} />
        </dd>
        <dt>{texts.headers.requested}</dt>
        <dd>
          <CheckMark checked={batch.requested} />
        </dd>
        <dt>{texts.headers.schedule}</dt>
        <dd>{textOf(batch.scheduleWording)}</dd>
        <dt>{texts.headers.next}</dt>
        <dd>
          <NextRun batch={batch} />
        </dd>
        <dt>{texts.headers.lastRun}</dt>
        <dd>{batch.lastRun ? <LastRun batch={batch} /> : texts.neverRan}</dd>
      </dl>
      {running && (
        <RunningCell run={running} onStop={standing !== 'rights' ? () => onStop(batch) : undefined} />
      )}
      <Group gap="xs">
        <Button variant="default" size="xs" onClick={() => onOpen(batch.code)}>
          {batch.actions.edit ? texts.edit : texts.consult}
        </Button>
        <Button variant="default" size="xs" component={Link} to={paths.batch(batch.code)}>
          {texts.history}
        </Button>
        {standing !== 'rights' && (
          <Button
            size="xs"
            variant={batch.requested ? 'default' : 'filled'}
            disabled={standing === 'off' || standing === 'unknown'}
            onClick={() => onLaunch(batch)}
          >
            {batch.requested ? texts.cancelLaunch : texts.launch}
          </Button>
        )}
      </Group>
    </li>
  )
}
