import { Text } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { tell } from '../../ui/tell.ts'
import { type FollowUpEdition, useCancelEdition } from './calls/editions-query.ts'
import { followUpTexts } from './texts.ts'

interface Props {
  readonly edition: FollowUpEdition | null
  readonly onClose: () => void
}

/** « Annuler cette édition » after a misprint: says how many follow-ups go back. */
export function CancelEditionDialog({ edition, onClose }: Props) {
  const texts = useTexts(followUpTexts)
  const cancel = useCancelEdition()
  return (
    <ConfirmDialog
      opened={edition !== null}
      title={texts.undoTitle}
      confirmLabel={texts.undoConfirm}
      cancelLabel={texts.keepIt}
      danger
      loading={cancel.isPending}
      error={cancel.error}
      onClose={() => {
        cancel.reset()
        onClose()
      }}
      onConfirm={() => {
        if (edition)
          cancel.mutate(edition.id, {
            onSuccess: ({ restored, closed, followed }) => {
              tell(texts.undone(restored, closed, followed))
              onClose()
            },
          })
      }}
    >
      <Text style={{ overflowWrap: 'anywhere' }}>
        {edition && texts.undoQuestion(edition.objects, edition.fileName)}
      </Text>
    </ConfirmDialog>
  )
}
