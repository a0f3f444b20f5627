import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { fieldError } from '../../lib/api-problem.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { uiTexts } from '../../ui/texts.ts'
import type { NomenclatureItem } from './calls/items-query.ts'
import type { Nomenclature } from './calls/lists-query.ts'
import { useAddItem, useChangeItem } from './calls/save-item.ts'
import { nomenclatureTexts } from './texts.ts'

interface Props {
  readonly list: Nomenclature
  /** An item to rename, a new one, or nothing. */
  readonly opened: NomenclatureItem | 'new' | null
  /** Where a new one may lie below. */
  readonly upper: readonly NomenclatureItem[]
  readonly parentId: number | null
  readonly onClose: () => void
}

/** Adds an item, or gives one another label: codes stay, since students bear them. */
export function ItemWindow({ list, opened, upper, parentId, onClose }: Props) {
  const texts = useTexts(nomenclatureTexts)
  const { close } = useTexts(uiTexts)
  return (
    <Modal
      opened={opened !== null}
      onClose={onClose}
      title={
        opened === null || opened === 'new' ? texts.addTitle(list.label) : texts.renameTitle(opened.code)
      }
      closeButtonProps={{ 'aria-label': close }}
      centered
    >
      {opened === 'new' ? (
        <AddForm list={list} upper={upper} parentId={parentId} onClose={onClose} />
      ) : (
        opened && <RenameForm list={list} item={opened} onClose={onClose} />
      )}
    </Modal>
  )
}

function AddForm({ list, upper, parentId, onClose }: Omit<Props, 'opened'>) {
  const texts = useTexts(nomenclatureTexts)
  const add = useAddItem(list.code)
  const [code, setCode] = useState('')
  const [label, setLabel] = useState('')
  const [parent, setParent] = useState(parentId === null ? null : String(parentId))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate(
      { code, label, parentId: parent === null ? null : Number(parent) },
      {
        onSuccess: (item) => {
          tell(texts.added(item.code))
          onClose()
        },
      },
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {list.twoLevels && (
          <Select
            label={texts.parent}
            placeholder={texts.noParent}
            data={upper.map((item) => ({ value: String(item.id), label: `${item.code} – ${item.label}` }))}
            value={parent}
            onChange={setParent}
            clearable
            searchable
            error={fieldError(add.error, 'parentId')}
          />
        )}
        <TextInput
          label={texts.code}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          maxLength={50}
          required
          autoComplete="off"
          spellCheck={false}
          error={fieldError(add.error, 'code')}
          data-autofocus
        />
        <TextInput
          label={texts.label}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          maxLength={200}
          required
          error={fieldError(add.error, 'label')}
        />
        <ProblemAlert error={add.error} fields={['code', 'label', 'parentId']} />
        <FormButtons label={texts.add} loading={add.isPending} onClose={onClose} />
      </Stack>
    </form>
  )
}

interface RenameProps {
  readonly list: Nomenclature
  readonly item: NomenclatureItem
  readonly onClose: () => void
}

function RenameForm({ list, item, onClose }: RenameProps) {
  const texts = useTexts(nomenclatureTexts)
  const change = useChangeItem(list.code)
  const [label, setLabel] = useState(item.label)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(
      { id: item.id, label },
      {
        onSuccess: () => {
          tell(texts.renamed(item.code))
          onClose()
        },
      },
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={texts.label}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          maxLength={200}
          required
          error={fieldError(change.error, 'label')}
          data-autofocus
        />
        <ProblemAlert error={change.error} fields={['label']} />
        <FormButtons label={texts.save} loading={change.isPending} onClose={onClose} />
      </Stack>
    </form>
  )
}

interface ButtonsProps {
  readonly label: string
  readonly loading: boolean
  readonly onClose: () => void
}

function FormButtons({ label, loading, onClose }: ButtonsProps) {
  const texts = useTexts(nomenclatureTexts)
  return (
    <Group justify="flex-end" gap="sm">
      <Button variant="default" onClick={onClose}>
        {texts.cancel}
      </Button>
      <Button type="submit" loading={loading}>
        {label}
      </Button>
    </Group>
  )
}
