import { Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Batch } from '../../../../../src/api/schemas/batches.ts'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useMay } from '../../../lib/roles.ts'
import { useSession } from '../../../lib/session.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { DateTime, RelativeTime } from '../../../ui/moments.tsx'
import { CheckMark } from './check-mark.tsx'
import classes from './list.module.css'
import type { ColumnName } from './list-columns.ts'
import { RecentBars } from './recent-bars.tsx'
import { RunningCell } from './running-cell.tsx'
import { listTexts } from './texts.ts'
import { VerdictBadge } from './verdict-badge.tsx'

interface Props {
  readonly batch: Batch
  readonly column: ColumnName
  readonly onStop?: ((batch: Batch) => void) | undefined
}

/** One cell of the grid. */
export function BatchCell({ batch, column, onStop }: Props) {
  const textOf = useTextOf()
  const may = useMay()
  switch (column) {
    case 'code':
      return (
        <span className={classes.code} title={textOf(batch.description)}>
          {batch.code}
        </span>
      )
    case 'label':
      return <BatchLabel batch={batch} />
    case 'enabled':
      return <CheckMark checked={batch.enabled} />
    case 'requested':
      return <CheckMark checked={batch.requested} />
    case 'schedule':
      return <>{textOf(batch.scheduleWording)}</>
    case 'lastRun':
      return <LastRun batch={batch} />
    case 'application':
      return <ApplicationName code={batch.application} />
    case 'verdict':
      return <VerdictBadge batch={batch} />
    case 'next':
      return <NextRun batch={batch} />
    case 'nextExact':
      return <DateTime at={batch.nextDueAt} />
    case 'running':
      return batch.runningRun ? (
        <RunningCell
          run={batch.runningRun}
          onStop={onStop && may(batch.application, 'operator') ? () => onStop(batch) : undefined}
        />
      ) : null
    case 'recent':
      return <RecentBars batch={batch} />
  }
}

/** The label, and why the batch will not start where it will not. */
export function BatchLabel({ batch }: { readonly batch: Batch }) {
  const texts = useTexts(listTexts)
  const textOf = useTextOf()
  const dates = useDates()
  const note = !batch.known
    ? texts.unknownBatch
    : batch.enabled
      ? null
      : texts.outSince(batch.disabledBy, batch.disabledAt && dates.dateMinute(batch.disabledAt))
  return (
    <>
      {textOf(batch.label)}
      {note && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
    </>
  )
}

/** The line that users know; it leads to the run. */
export function LastRun({ batch }: { readonly batch: Batch }) {
  const textOf = useTextOf()
  if (!batch.lastRun) return null
  return (
    <Link to={paths.run(batch.lastRun.id)} className={classes.lastRun} data-state={batch.lastRun.state}>
      {textOf(batch.lastRunWording)}
    </Link>
  )
}

export function NextRun({ batch }: { readonly batch: Batch }) {
  const { noNext } = useTexts(listTexts)
  if (batch.nextDueAt) return <RelativeTime at={batch.nextDueAt} />
  const reason = !batch.enabled ? noNext.off : batch.verdict === 'never-again' ? noNext.never : noNext.byHand
  return (
    <Text size="sm" c="dimmed" span>
      {reason}
    </Text>
  )
}

export function ApplicationName({ code }: { readonly code: string }) {
  const textOf = useTextOf()
  const { applications } = useSession()
  const application = applications.find((one) => one.code === code)
  return (
    <span className={classes.application} data-application={code}>
      {application ? textOf(application.label) : code}
    </span>
  )
}
