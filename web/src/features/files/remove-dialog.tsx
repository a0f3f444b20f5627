import { Text } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { tell } from '../../ui/tell.ts'
import { useRemoveFile } from './calls/change-files.ts'
import type { StoredFile } from './calls/files-query.ts'
import { filesTexts } from './texts.ts'

interface Props {
  readonly file: StoredFile | null
  readonly onClose: () => void
}

/** A file that is removed is gone: the archives keep only what was processed. */
export function RemoveDialog({ file, onClose }: Props) {
  const texts = useTexts(filesTexts)
  const remove = useRemoveFile()
  return (
    <ConfirmDialog
      opened={file !== null}
      title={texts.removeTitle}
      confirmLabel={texts.remove}
      danger
      loading={remove.isPending}
      error={remove.error}
      onClose={() => {
        remove.reset()
        onClose()
      }}
      onConfirm={() => {
        if (file)
          remove.mutate(file, {
            onSuccess: () => {
              tell(texts.removed(file.name))
              onClose()
            },
          })
      }}
    >
      <Text style={{ overflowWrap: 'anywhere' }}>{file && texts.removeQuestion(file.name)}</Text>
    </ConfirmDialog>
  )
}
