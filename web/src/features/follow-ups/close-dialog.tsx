import { Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { fieldError } from '../../lib/api-problem.ts'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useCloseFollowUp } from './calls/change-follow-up.ts'
import type { FollowUp } from './calls/follow-ups-query.ts'
import { followUpTexts } from './texts.ts'

interface Props {
  readonly opened: boolean
  readonly followUp: Pick<FollowUp, 'id' | 'version'>
  readonly onDone: () => void
  readonly onClose: () => void
}

/** Closing asks for a reason: the next person who opens the record wants to know. */
export function CloseDialog({ opened, followUp, onDone, onClose }: Props) {
  const texts = useTexts(followUpTexts)
  const close = useCloseFollowUp()
  const [reason, setReason] = useState('')
  return (
    <ConfirmDialog
      opened={opened}
      title={texts.closeTitle}
      confirmLabel={texts.close}
      cancelLabel={texts.cancel}
      loading={close.isPending}
      error={close.error}
      onClose={() => {
        close.reset()
        onClose()
      }}
      onConfirm={() => {
        const { id, version } = followUp
        if (reason.trim() !== '') close.mutate({ id, version, reason }, { onSuccess: onDone })
      }}
    >
      <Stack gap="sm">
        <Text>{texts.closeHint}</Text>
        <TextInput
          label={texts.reason}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={500}
          required
          error={fieldError(close.error, 'reason')}
          data-autofocus
        />
      </Stack>
    </ConfirmDialog>
  )
}
