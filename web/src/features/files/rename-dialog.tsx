import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { uiTexts } from '../../ui/texts.ts'
import { useMoveFile } from './calls/change-files.ts'
import type { StoredFile } from './calls/files-query.ts'
import { filesTexts } from './texts.ts'

interface Props {
  readonly file: StoredFile | null
  readonly onClose: () => void
}

/** Another name, or another folder: `rentree/users.csv`. */
export function RenameDialog({ file, onClose }: Props) {
  const texts = useTexts(filesTexts)
  const { close } = useTexts(uiTexts)
  return (
    <Modal
      opened={file !== null}
      onClose={onClose}
      title={texts.renameTitle}
      closeButtonProps={{ 'aria-label': close }}
      centered
    >
      {file && <RenameForm file={file} onClose={onClose} />}
    </Modal>
  )
}

function RenameForm({ file, onClose }: { readonly file: StoredFile; readonly onClose: () => void }) {
  const texts = useTexts(filesTexts)
  const [to, setTo] = useState(file.name)
  const move = useMoveFile()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    move.mutate(
      { shelf: file.shelf, name: file.name, to: to.trim() },
      {
        onSuccess: () => {
          tell(texts.renamed(to.trim()))
          onClose()
        },
      },
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={texts.newName}
          description={file.shelf === 'commands' ? texts.newNameMore : undefined}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <ProblemAlert error={move.error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button
            type="submit"
            disabled={to.trim() === '' || to.trim() === file.name}
            loading={move.isPending}
          >
            {texts.rename}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
