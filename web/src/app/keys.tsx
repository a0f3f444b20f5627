import { Kbd, Modal, Table } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTexts } from '../lib/texts.ts'
import { uiTexts } from '../ui/texts.ts'
import { appTexts } from './texts.ts'

const showEvent = 'nocturne:keys'

/** Opens the list of keys from elsewhere (the user menu). */
export function showKeys(): void {
  window.dispatchEvent(new Event(showEvent))
}

/** The keys of every page: `/` searches, `?` explains. Typing in a field is left alone. */
export function Keys() {
  const texts = useTexts(appTexts)
  const { close } = useTexts(uiTexts)
  const [opened, setOpened] = useState(false)

  useEffect(() => {
    const show = () => setOpened(true)
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
      if (event.key === '?') {
        show()
      } else if (event.key === '/') {
        const search = document.querySelector<HTMLInputElement>('[data-page-search]')
        if (!search) return
        event.preventDefault()
        search.focus()
        search.select()
      }
    }
    window.addEventListener(showEvent, show)
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener(showEvent, show)
      window.removeEventListener('keydown', onKey)
    }
  }, [])

  const keys = [
    ['/', texts.keySearch],
    ['← →', texts.keyNights],
    ['p n e', texts.keyRuns],
    ['?', texts.keyHelp],
    ['Esc', texts.keyEscape],
  ] as const
  return (
    <Modal
      opened={opened}
      onClose={() => setOpened(false)}
      title={texts.keysTitle}
      closeButtonProps={{ 'aria-label': close }}
      centered
    >
      <Table highlightOnHover={false}>
        <Table.Tbody>
          {keys.map(([key, meaning]) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" w={80}>
                <Kbd>{key}</Kbd>
              </Table.Th>
              <Table.Td>{meaning}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null
  return Boolean(target?.closest('input, textarea, select, [contenteditable="true"], [role="dialog"]'))
}
