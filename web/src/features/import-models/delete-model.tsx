import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../../lib/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { tell } from '../../ui/tell.ts'
import { type ImportModel, useDeleteModel } from './calls/models-query.ts'
import { modelTexts } from './texts.ts'

interface Props {
  readonly model: ImportModel
  readonly onDeleted: () => void
}

/** Of a model that brought students there is no deleting: the form says so instead. */
export function DeleteModel({ model, onDeleted }: Props) {
  const texts = useTexts(modelTexts)
  const [asked, setAsked] = useState(false)
  const remove = useDeleteModel()
  if (model.students > 0) return <span />
  return (
    <>
      <Button variant="subtle" color="red" onClick={() => setAsked(true)}>
        {texts.delete}
      </Button>
      <ConfirmDialog
        opened={asked}
        title={texts.deleteTitle(model.code)}
        confirmLabel={texts.delete}
        danger
        loading={remove.isPending}
        error={remove.error}
        onClose={() => setAsked(false)}
        onConfirm={() =>
          remove.mutate(model.code, {
            onSuccess: () => {
              tell(texts.deleted(model.code))
              onDeleted()
            },
          })
        }
      >
        <Text>{texts.deleteQuestion(model.code)}</Text>
      </ConfirmDialog>
    </>
  )
}
