import { Modal } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { uiTexts } from '../../ui/texts.ts'
import type { MotiveList } from './calls/motives-query.ts'
import { MotiveForm } from './motive-form.tsx'
import { motiveTexts } from './texts.ts'

interface Props {
  readonly list: MotiveList
  readonly opened: number | 'new' | null
  readonly editable: boolean
  readonly onClose: () => void
}

/** One motive: what it is, how it is reminded of, and the mail as it would be read. */
export function MotiveWindow({ list, opened, editable, onClose }: Props) {
  const texts = useTexts(motiveTexts)
  const { close } = useTexts(uiTexts)
  const motive = list.items.find(({ id }) => id === opened) ?? null
  return (
    <Modal
      opened={opened === 'new' || motive !== null}
      onClose={onClose}
      title={motive?.label ?? texts.newTitle}
      size="70rem"
      closeButtonProps={{ 'aria-label': close }}
    >
      <MotiveForm
        key={opened ?? ''}
        motive={motive}
        defaults={list.defaults}
        placeholders={list.placeholders}
        editable={editable}
        onClose={onClose}
      />
    </Modal>
  )
}
