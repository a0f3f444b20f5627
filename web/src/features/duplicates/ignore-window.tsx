import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { fieldError } from '../../lib/api-problem.ts'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { rescueFocus } from '../../ui/focus-rescue.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { uiTexts } from '../../ui/texts.ts'
import { useDecide } from './calls/decide-pair.ts'
import type { DuplicatePair } from './calls/groups-query.ts'
import { duplicateTexts } from './texts.ts'

interface Props {
  readonly pair: DuplicatePair | null
  readonly onClose: () => void
}

/** Not one person: why. */
export function IgnoreWindow({ pair, onClose }: Props) {
  const texts = useTexts(duplicateTexts)
  const { close } = useTexts(uiTexts)
  return (
    <Modal
      opened={pair !== null}
      onClose={onClose}
      title={texts.ignoreTitle}
      closeButtonProps={{ 'aria-label': close }}
      onExitTransitionEnd={() => rescueFocus()}
      centered
    >
      {pair && <ReasonForm pair={pair} onClose={onClose} />}
    </Modal>
  )
}

function ReasonForm({ pair, onClose }: { readonly pair: DuplicatePair; readonly onClose: () => void }) {
  const texts = useTexts(duplicateTexts)
  const navigate = useNavigate()
  const decide = useDecide()
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    decide.mutate(
      { id: pair.id, decision: 'ignore', reason, version: pair.version },
      {
        onSuccess: () => {
          tell(texts.done.ignore)
          onClose()
          void navigate(paths.duplicates())
        },
      },
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text>{texts.ignoreHint}</Text>
        <Textarea
          label={texts.ignoreReason}
          description={texts.ignoreReasonHint}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          minLength={3}
          maxLength={500}
          autosize
          minRows={2}
          required
          error={fieldError(decide.error, 'reason')}
          data-autofocus
        />
        <ProblemAlert error={decide.error} fields={['reason']} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={decide.isPending} disabled={reason.trim().length < 3}>
            {texts.ignore}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
