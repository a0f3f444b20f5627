import { Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Batch } from '../../../../../src/api/schemas/batches.ts'
import { useTexts } from '../../../lib/texts.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { type Cancellation, useCancelLaunch } from '../calls/cancel-launch.ts'
import { launchTexts } from './texts.ts'

interface Props {
  /** As it is now: while the question is asked, what waited may start. */
  readonly batch: Batch
  readonly opened: boolean
  readonly onClose: () => void
  /** `request`: cancel what was asked for. `run`: stop what is under way. */
  readonly what: 'request' | 'run'
}

/** Cancels a launch that waits. Once it has started, that can no longer be; stopping it can, and is another question. */
export function CancelDialog({ batch, opened, onClose, what }: Props) {
  const texts = useTexts(launchTexts)
  const cancel = useCancelLaunch(batch.code)
  const started = what === 'request' && isRequest(batch.runningRun)
  const stops = what === 'run' || started
  const runId = stops ? batch.runningRun?.id : batch.waitingRun
  const close = () => {
    cancel.reset()
    onClose()
  }
  const confirm = () => {
    if (cancel.isPending) return
    if (runId === null || runId === undefined) {
      notifications.show({ message: texts.noRequest(batch.code) })
      close()
      return
    }
    cancel.mutate(runId, {
      onSuccess: ({ state }: Cancellation) => {
        notifications.show({
          message: state === 'cancelled' ? texts.cancelled(batch.code) : texts.stopping(batch.code),
        })
        close()
      },
    })
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={stops ? texts.stopTitle : texts.cancelTitle}
      onConfirm={confirm}
      onClose={close}
      loading={cancel.isPending}
      error={cancel.error}
      danger={stops}
    >
      <Stack gap="xs">
        {started && <Text>{texts.alreadyStarted(batch.code)}</Text>}
        <Text>{stops ? texts.stopQuestion(batch.code) : texts.cancelQuestion(batch.code)}</Text>
        {stops && (
          <Text size="sm" c="dimmed">
            {texts.stopDetail}
          </Text>
        )}
      </Stack>
    </ConfirmDialog>
  )
}

/** « Lancement immédiat » stands for this run, not for one that waits beside it. */
function isRequest(run: Batch['runningRun']): boolean {
  return run !== null && (run.trigger === 'manual' || run.trigger === 'cli' || run.trigger === 'api')
}
