import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { IconPlayerStop } from '@tabler/icons-react'
import { useState } from 'react'
import { useDates } from '../../../lib/dates.ts'
import { useMay } from '../../../lib/roles.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { useFurthest } from '../../../ui/furthest.ts'
import { type Run, useCancelRun } from '../calls/run-query.ts'
import { useUpload } from '../calls/upload-query.ts'
import { importTexts } from '../texts.ts'
import { useRate } from './import-rate.ts'
import { Phases } from './phases.tsx'

interface Props {
  readonly run: Run
  readonly dryRun: boolean
  /** Its reading tells how many lines there are. */
  readonly uploadId: string | null
}

/** An import under way: its phases, how far it is, how fast; a way to stop it. */
export function ImportProgress({ run, dryRun, uploadId }: Props) {
  const texts = useTexts(importTexts)
  const may = useMay()
  const textOf = useTextOf()
  const { progress } = run
  // While the file is scanned, done and total are 0 and 1: nothing to show of it.
  const inFile = progress !== null && progress.phase !== 'lecture'
  const share = useFurthest(inFile && progress.total ? progress.done / progress.total : 0)
  return (
    <Stack gap="sm">
      <Phases state={run.state} phase={progress?.phase ?? null} dryRun={dryRun} />
      <Progress
        value={share * 100}
        size="lg"
        striped={run.state === 'running'}
        animated={run.state === 'running'}
        aria-label={texts.progress}
        transitionDuration={300}
      />
      <Group justify="space-between" gap="sm" mih={36}>
        <div aria-live="off">
          {inFile && progress.total !== null && (
            <Pace done={progress.done} total={progress.total} phase={progress.phase} uploadId={uploadId} />
          )}
          {run.state === 'queued' && run.reason && <Text size="sm">{textOf(run.reason)}</Text>}
        </div>
        {may('health', 'operator') && <Stop run={run} dryRun={dryRun} />}
      </Group>
      <Text size="sm" c="dimmed">
        {texts.leave}
      </Text>
    </Stack>
  )
}

interface PaceProps {
  readonly done: number
  readonly total: number
  readonly phase: string | null
  readonly uploadId: string | null
}

function Pace({ done, total, phase, uploadId }: PaceProps) {
  const texts = useTexts(importTexts)
  const dates = useDates()
  const rate = useRate(done, phase)
  const lines = useUpload(uploadId ?? '').data?.reading.lines
  const facts = [
    texts.bytesOf(dates.size(done), dates.size(total)),
    ...(lines && total > 0
      ? [texts.linesOf(dates.number(Math.round((done / total) * lines)), dates.number(lines))]
      : []),
    ...(rate === null
      ? []
      : [
          texts.perSecond(dates.size(rate)),
          ...(done < total ? [texts.remaining(dates.duration(toSeconds((total - done) / rate)))] : []),
        ]),
  ]
  return <Text size="sm">{facts.join(' · ')}</Text>
}

function Stop({ run, dryRun }: { readonly run: Run; readonly dryRun: boolean }) {
  const texts = useTexts(importTexts)
  const [asked, setAsked] = useState(false)
  const cancel = useCancelRun(run.id)
  if (run.cancelRequestedAt !== null) {
    return (
      <Text size="sm" c="dimmed">
        {texts.stopping}
      </Text>
    )
  }
  const label = dryRun ? texts.cancelSimulation : texts.cancelImport
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={16} aria-hidden="true" />}
        onClick={() => setAsked(true)}
      >
        {label}
      </Button>
      <ConfirmDialog
        opened={asked}
        title={label}
        confirmLabel={texts.cancelYes}
        cancelLabel={texts.cancelNo}
        danger
        loading={cancel.isPending}
        error={cancel.error}
        onClose={() => setAsked(false)}
        onConfirm={() => cancel.mutate(undefined, { onSuccess: () => setAsked(false) })}
      >
        <Text>{dryRun ? texts.cancelQuestionSimulation : texts.cancelQuestionImport}</Text>
      </ConfirmDialog>
    </>
  )
}

function toSeconds(seconds: number): number {
  return Math.max(1, Math.ceil(seconds)) * 1_000
}
