import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { IconPlayerStop } from '@tabler/icons-react'
import { useState } from 'react'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { useFurthest } from '../../../ui/furthest.ts'
import { type Run, useCancelRun } from '../calls/run-query.ts'
import { syncTexts } from '../texts.ts'

/** A file under way: how far it is, and a way to stop it, which says what will remain. */
export function RunProgress({ run }: { readonly run: Run }) {
  const texts = useTexts(syncTexts)
  const textOf = useTextOf()
  const { progress } = run
  const share = useFurthest(progress?.total ? progress.done / progress.total : 0)
  return (
    <Stack gap="sm">
      <Text fw={600}>{run.state === 'queued' ? texts.waitsTurn : (progress?.phase ?? texts.starting)}</Text>
      <Progress
        value={share * 100}
        size="lg"
        striped={run.state === 'running'}
        animated={run.state === 'running'}
        aria-label={texts.progress}
        transitionDuration={300}
      />
      <Group justify="space-between" gap="sm" mih={36}>
        <Text size="sm" c="dimmed">
          {run.state === 'queued' && run.reason ? textOf(run.reason) : texts.leave}
        </Text>
        <Stop run={run} />
      </Group>
    </Stack>
  )
}

function Stop({ run }: { readonly run: Run }) {
  const texts = useTexts(syncTexts)
  const [asked, setAsked] = useState(false)
  const cancel = useCancelRun(run.id)
  if (run.cancelRequestedAt !== null)
    return (
      <Text size="sm" c="dimmed">
        {texts.stopping}
      </Text>
    )
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={16} aria-hidden="true" />}
        onClick={() => setAsked(true)}
      >
        {texts.stop}
      </Button>
      <ConfirmDialog
        opened={asked}
        title={texts.stop}
        confirmLabel={texts.stopYes}
        cancelLabel={texts.stopNo}
        danger
        loading={cancel.isPending}
        error={cancel.error}
        onClose={() => setAsked(false)}
        onConfirm={() => cancel.mutate(undefined, { onSuccess: () => setAsked(false) })}
      >
        <Text>{texts.stopQuestion}</Text>
      </ConfirmDialog>
    </>
  )
}
