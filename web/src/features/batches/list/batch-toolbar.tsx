import { Button, type ButtonProps, Group } from '@mantine/core'
import { IconHistory, IconPencil, IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react'
import { type ComponentProps, useId } from 'react'
import type { Batch } from '../../../../../src/api/schemas/batches.ts'
import { useTexts } from '../../../lib/texts.ts'
import { type LaunchStanding, useLaunchStanding } from './launch-standing.ts'
import classes from './list.module.css'
import { type ListTexts, listTexts } from './texts.ts'

interface Props {
  /** The row chosen, as it is now: captions follow it. */
  readonly batch: Batch | undefined
  readonly refreshing: boolean
  readonly onRefresh: () => void
  readonly onOpen: () => void
  readonly onHistory: () => void
  readonly onLaunch: () => void
  /** No batch of the list may be launched by this account: the button would never serve. */
  readonly mayLaunchSome: boolean
}

/** The buttons above the grid; under them, which batch they act on and why one of them does not. */
export function BatchToolbar(props: Props) {
  const { batch, refreshing } = props
  const texts = useTexts(listTexts)
  const hintId = useId()
  const standingOf = useLaunchStanding()
  const standing = batch && standingOf(batch)
  const Launch = batch?.requested ? IconPlayerStop : IconPlayerPlay
  return (
    <>
      <div className={classes.toolbar}>
        <Group gap="xs">
          <Act
            variant="default"
            busy={refreshing}
            leftSection={<IconRefresh size={16} aria-hidden="true" />}
            onClick={props.onRefresh}
          >
            {texts.refresh}
          </Act>
          <Act
            variant="default"
            disabled={!batch}
            leftSection={<IconPencil size={16} aria-hidden="true" />}
            onClick={props.onOpen}
          >
            {batch && !batch.actions.edit ? texts.consult : texts.edit}
          </Act>
          <Act
            variant="default"
            disabled={!batch}
            leftSection={<IconHistory size={16} aria-hidden="true" />}
            onClick={props.onHistory}
          >
            {texts.history}
          </Act>
        </Group>
        {props.mayLaunchSome && (
          <Act
            variant={batch?.requested ? 'default' : 'filled'}
            disabled={standing !== 'launch' && standing !== 'cancel'}
            leftSection={<Launch size={16} aria-hidden="true" />}
            onClick={props.onLaunch}
            aria-describedby={hintId}
          >
            {batch?.requested ? texts.cancelLaunch : texts.launch}
          </Act>
        )}
      </div>
      <p className={classes.hint} id={hintId} aria-live="polite">
        {hintOf(batch, standing, texts)}
      </p>
    </>
  )
}

interface ActProps extends ButtonProps {
  readonly busy?: boolean
  readonly onClick: () => void
}

/** A button that does nothing while it is at work, and keeps the focus meanwhile (a disabled one would lose it). */
function Act({
  busy = false,
  onClick,
  ...props
}: ActProps & Pick<ComponentProps<'button'>, 'aria-describedby'>) {
  return (
    <Button
      size="sm"
      {...props}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={() => {
        if (!busy) onClick()
      }}
    />
  )
}

function hintOf(batch: Batch | undefined, standing: LaunchStanding | undefined, texts: ListTexts): string {
  if (!batch) return texts.choose
  switch (standing) {
    case 'off':
      return texts.offNoLaunch(batch.code)
    case 'unknown':
      return texts.unknownNoLaunch(batch.code)
    case 'rights':
      return texts.rightsNoLaunch(batch.code)
    default:
      return texts.chosen(batch.code)
  }
}
