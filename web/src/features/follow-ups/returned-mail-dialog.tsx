import { Text } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useNoteReturnedMail } from './calls/change-follow-up.ts'
import { followUpTexts } from './texts.ts'

interface Props {
  readonly opened: boolean
  readonly studentId: number
  readonly onDone: () => void
  readonly onClose: () => void
}

/** « NPAI »: the envelope came back. */
export function ReturnedMailDialog({ opened, studentId, onDone, onClose }: Props) {
  const texts = useTexts(followUpTexts)
  const note = useNoteReturnedMail()
  return (
    <ConfirmDialog
      opened={opened}
      title={texts.noteReturnedTitle}
      confirmLabel={texts.noteReturned}
      cancelLabel={texts.cancel}
      loading={note.isPending}
      error={note.error}
      onClose={() => {
        note.reset()
        onClose()
      }}
      onConfirm={() => note.mutate(studentId, { onSuccess: onDone })}
    >
      <Text>{texts.noteReturnedHint}</Text>
    </ConfirmDialog>
  )
}
