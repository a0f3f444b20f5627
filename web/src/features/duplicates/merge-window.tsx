import { Button, Group, Modal, Stack, Stepper } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { rescueFocus } from '../../ui/focus-rescue.ts'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { uiTexts } from '../../ui/texts.ts'
import type { DuplicatePair, ReviewedGroup, ReviewedRecord } from './calls/groups-query.ts'
import { type RecordSide, type RecordValueName, useMerge, useMergePreview } from './calls/merge-records.ts'
import { ConfirmStep, RecordStep, ValuesStep } from './merge-steps.tsx'
import { duplicateTexts } from './texts.ts'

interface Props {
  readonly group: ReviewedGroup
  readonly pair: DuplicatePair | null
  readonly onClose: () => void
}

/** Merging in three steps: which record is kept, which values, and what will happen. Nothing is done before the last. */
export function MergeWindow({ group, pair, onClose }: Props) {
  const texts = useTexts(duplicateTexts)
  const { close } = useTexts(uiTexts)
  const both = pair ? group.records.filter(({ id }) => id === pair.a || id === pair.b) : []
  return (
    <Modal
      opened={pair !== null}
      onClose={onClose}
      title={texts.mergeTitle}
      size="xl"
      closeButtonProps={{ 'aria-label': close }}
      onExitTransitionEnd={() => rescueFocus()}
    >
      {both.length === 2 && <Steps records={both} onClose={onClose} />}
    </Modal>
  )
}

function Steps({
  records,
  onClose,
}: {
  readonly records: readonly ReviewedRecord[]
  readonly onClose: () => void
}) {
  const texts = useTexts(duplicateTexts)
  const navigate = useNavigate()
  const [step, setStep] = useState(0)
  const [keptId, setKeptId] = useState(() => fuller(records).id)
  const [values, setValues] = useState<Partial<Record<RecordValueName, RecordSide>>>({})
  const [samePerson, setSamePerson] = useState(false)
  const kept = records.find(({ id }) => id === keptId)!
  const absorbed = records.find(({ id }) => id !== keptId)!
  const request = { keptId: kept.id, absorbedId: absorbed.id, values }
  const preview = useMergePreview(request, step > 0)
  const merge = useMerge()
  const confirm = () => {
    if (!preview.data) return
    merge.mutate(
      { ...request, fingerprint: preview.data.fingerprint, samePerson: true },
      {
        onSuccess: () => {
          tell(texts.done.merge)
          onClose()
          void navigate(paths.merges())
        },
        // What changed is read again before it is confirmed again.
        onError: () => setSamePerson(false),
      },
    )
  }
  const refused = (preview.data?.refusals.length ?? 0) > 0
  return (
    <Stack gap="lg">
      <Stepper active={step} size="sm" allowNextStepsSelect={false} onStepClick={setStep}>
        <Stepper.Step label={texts.steps.record} />
        <Stepper.Step label={texts.steps.values} />
        <Stepper.Step label={texts.steps.confirm} />
      </Stepper>
      {step === 0 && (
        <RecordStep
          records={records}
          keptId={keptId}
          onKeep={(id) => {
            setKeptId(id)
            setValues({})
          }}
        />
      )}
      {step > 0 && preview.error && (
        <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
      )}
      {step > 0 && preview.isPending && <LoadingRows rows={4} height={36} />}
      {step === 1 && preview.data && (
        <ValuesStep
          preview={preview.data}
          kept={kept}
          absorbed={absorbed}
          chosen={values}
          onChoose={(name, side) => setValues((before) => ({ ...before, [name]: side }))}
        />
      )}
      {step === 2 && preview.data && (
        <ConfirmStep
          preview={preview.data}
          kept={kept}
          absorbed={absorbed}
          samePerson={samePerson}
          onSamePerson={setSamePerson}
        />
      )}
      <ProblemAlert error={merge.error} />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={step === 0 ? onClose : () => setStep(step - 1)}>
          {step === 0 ? texts.cancel : texts.back}
        </Button>
        {step < 2 ? (
          <Button onClick={() => setStep(step + 1)} disabled={step > 0 && !preview.data}>
            {texts.next}
          </Button>
        ) : (
          <Button
            color="red"
            onClick={confirm}
            loading={merge.isPending}
            disabled={!samePerson || refused || preview.isFetching || !preview.data}
          >
            {texts.mergeNow}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

/** Proposed to be kept: the record with more consultations, then the one seen last, then the older one. */
function fuller(records: readonly ReviewedRecord[]): ReviewedRecord {
  return records.toSorted(
    (one, other) =>
      other.holds.consultations - one.holds.consultations ||
      (other.lastContact ?? '').localeCompare(one.lastContact ?? '') ||
      one.id - other.id,
  )[0]!
}
