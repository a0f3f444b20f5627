import { Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useNavigate } from 'react-router'
import type { RunPageData } from '../../../../src/api/schemas/runs.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useApproveRun, useCancelRun, useDiscardRun } from './calls/run-acts.ts'
import { RepeatDialog } from './repeat-dialog.tsx'
import { runTexts } from './texts.ts'

export type RunQuestion = 'cancel' | 'again' | 'approve' | 'discard'

interface Props {
  readonly page: RunPageData
  /** Null: nothing is asked. */
  readonly question: RunQuestion | null
  readonly onClose: () => void
}

/** The question that an act on the run asks. */
export function RunDialogs({ page, question, onClose }: Props) {
  return (
    <>
      <CancelDialog page={page} opened={question === 'cancel'} onClose={onClose} />
      <RepeatDialog page={page} opened={question === 'again'} onClose={onClose} />
      <ApproveDialog page={page} opened={question === 'approve'} onClose={onClose} />
      <DiscardDialog page={page} opened={question === 'discard'} onClose={onClose} />
    </>
  )
}

interface DialogProps {
  readonly page: RunPageData
  readonly opened: boolean
  readonly onClose: () => void
}

/** Says what remains: nothing of what waits, what was recorded of what has begun. */
function CancelDialog({ page, opened, onClose }: DialogProps) {
  const texts = useTexts(runTexts)
  const { run } = page
  const cancel = useCancelRun(String(run.id))
  const running = run.state === 'running'
  const close = () => {
    cancel.reset()
    onClose()
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={running ? texts.stopTitle : texts.cancelTitle}
      onClose={close}
      danger={running}
      loading={cancel.isPending}
      error={cancel.error}
      onConfirm={() => {
        if (cancel.isPending) return
        cancel.mutate(undefined, {
          onSuccess: ({ state }) => {
            notifications.show({ message: state === 'cancelled' ? texts.cancelled : texts.stopAsked })
            close()
          },
        })
      }}
    >
      <Stack gap="xs">
        <Text>{running ? texts.stopQuestion(run.batchCode) : texts.cancelQuestion(run.batchCode)}</Text>
        <Text size="sm" c="dimmed">
          {running ? texts.stopDetail : texts.cancelDetail}
        </Text>
      </Stack>
    </ConfirmDialog>
  )
}

function ApproveDialog({ page, opened, onClose }: DialogProps) {
  const texts = useTexts(runTexts)
  const navigate = useNavigate()
  const approve = useApproveRun(String(page.run.id))
  const close = () => {
    approve.reset()
    onClose()
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={texts.approveTitle}
      onClose={close}
      confirmLabel={texts.approve}
      loading={approve.isPending}
      error={approve.error}
      onConfirm={() => {
        if (approve.isPending) return
        approve.mutate(undefined, {
          onSuccess: ({ runId }) => {
            notifications.show({ message: texts.approved })
            close()
            void navigate(paths.run(runId))
          },
        })
      }}
    >
      {texts.approveQuestion}
    </ConfirmDialog>
  )
}

function DiscardDialog({ page, opened, onClose }: DialogProps) {
  const texts = useTexts(runTexts)
  const discard = useDiscardRun(String(page.run.id))
  const close = () => {
    discard.reset()
    onClose()
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={texts.discardTitle}
      onClose={close}
      confirmLabel={texts.discard}
      danger
      loading={discard.isPending}
      error={discard.error}
      onConfirm={() => {
        if (discard.isPending) return
        discard.mutate(undefined, {
          onSuccess: () => {
            notifications.show({ message: texts.discarded })
            close()
          },
        })
      }}
    >
      {texts.discardQuestion}
    </ConfirmDialog>
  )
}
