import { Modal, Tabs } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { uiTexts } from '../../ui/texts.ts'
import type { ImportModel } from './calls/models-query.ts'
import { CodeMapping } from './code-mapping.tsx'
import { ModelForm } from './model-form.tsx'
import { modelTexts } from './texts.ts'

interface Props {
  readonly list: { readonly items: readonly ImportModel[]; readonly protectableColumns: readonly string[] }
  /** A model's code, `''`: a new one, null: closed. */
  readonly opened: string | null
  readonly editable: boolean
  readonly onClose: () => void
}

/** One model: its settings, and what the codes of its registry stand for. */
export function ModelWindow({ list, opened, editable, onClose }: Props) {
  const texts = useTexts(modelTexts)
  const { close } = useTexts(uiTexts)
  const model = list.items.find(({ code }) => code === opened)
  return (
    <Modal
      opened={opened === '' || model !== undefined}
      onClose={onClose}
      title={model ? texts.editTitle(model.code) : texts.newTitle}
      size="lg"
      closeButtonProps={{ 'aria-label': close }}
    >
      {model ? (
        <Tabs defaultValue="settings" keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="settings">{texts.settings}</Tabs.Tab>
            <Tabs.Tab value="codes">{texts.codes}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="settings">
            <ModelForm list={list} model={model} editable={editable} onClose={onClose} />
          </Tabs.Panel>
          <Tabs.Panel value="codes">
            <CodeMapping model={model.code} editable={editable} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <ModelForm list={list} model={null} editable onClose={onClose} />
      )}
    </Modal>
  )
}
