import { Alert, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Batch } from '../../../../../src/api/schemas/batches.ts'
import { useDates } from '../../../lib/dates.ts'
import { paths } from '../../../lib/paths.ts'
import { useTexts } from '../../../lib/texts.ts'
import { AnchorLink } from '../../../ui/anchor-link.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { countersOf, counterTexts } from '../../../ui/counters.ts'
import { KeyValueList } from '../../../ui/key-value-list.tsx'
import { LoadingRows } from '../../../ui/loading-rows.tsx'
import { ProblemAlert } from '../../../ui/problem-alert.tsx'
import { useLaunchBatch } from '../calls/launch-batch.ts'
import { useLaunchPreview } from '../calls/launch-preview.ts'
import { launchTexts } from './texts.ts'

interface Props {
  readonly batch: Batch
  readonly opened: boolean
  readonly onClose: () => void
}

/** « Exécution du batch »: the question of the documents; for a batch that destroys, its figures and its code to type. */
export function LaunchDialog({ batch, opened, onClose }: Props) {
  const texts = useTexts(launchTexts)
  const launch = useLaunchBatch(batch.code)
  const close = () => {
    launch.reset()
    onClose()
  }
  const confirm = () => {
    if (launch.isPending) return
    launch.mutate(batch.dangerous ? { confirmation: batch.code } : {}, {
      onSuccess: ({ runId }) => {
        const words = batch.runningRun ? texts.startedAfter(batch.code) : texts.started(batch.code)
        notifications.show({
          message: (
            <>
              {words}.{' '}
              <AnchorLink to={paths.run(runId)} inherit underline="always">
                {texts.follow}
              </AnchorLink>
            </>
          ),
        })
        close()
      },
    })
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={texts.title}
      onConfirm={confirm}
      onClose={close}
      loading={launch.isPending}
      error={launch.error}
      danger={batch.dangerous}
      typedCode={batch.dangerous ? batch.code : undefined}
    >
      <Stack gap="sm">
        <Text>{texts.question(batch.code)}</Text>
        {batch.runningRun && <Text size="sm">{texts.runningNow(batch.code)}</Text>}
        {batch.dangerous && <DangerFigures code={batch.code} />}
      </Stack>
    </ConfirmDialog>
  )
}

function DangerFigures({ code }: { readonly code: string }) {
  const texts = useTexts(launchTexts)
  const words = useTexts(counterTexts)
  const dates = useDates()
  const preview = useLaunchPreview(code, true)
  if (preview.isPending) return <LoadingRows rows={3} height={32} />
  if (preview.error) return <ProblemAlert error={preview.error} />
  const counters = countersOf(preview.data.figures, words, dates)
  return (
    <Alert color="red" title={texts.dangerous}>
      {counters.length === 0 ? (
        texts.nothingCounted
      ) : (
        <KeyValueList items={counters.map(({ label, text }) => ({ label, value: text }))} />
      )}
    </Alert>
  )
}
