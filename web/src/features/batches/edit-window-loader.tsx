import { Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { lazy, Suspense, useRef } from 'react'
import { useTexts } from '../../lib/texts.ts'
import { rescueFocus } from '../../ui/focus-rescue.ts'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { uiTexts } from '../../ui/texts.ts'
import { editTitle } from './edit-title.ts'
import classes from './edit-window-loader.module.css'

// A chunk of its own: most visits of the list edit nothing.
const EditWindow = lazy(async () => ({ default: (await import('./edit/edit-window.tsx')).EditWindow }))

interface Props {
  /** Empty: closed. */
  readonly code: string
  /** May be held up by a question when something is unsaved: see `useUnsavedChanges`. */
  readonly onClose: () => void
}

/** The frame of « Edition de batch », whose content is fetched at its first opening. */
export function EditWindowLoader({ code, onClose }: Props) {
  const title = useTexts(editTitle)
  const { close } = useTexts(uiTexts)
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  // The content stays while the window fades away.
  const last = useRef(code)
  if (code !== '') last.current = code
  return (
    <Modal
      opened={code !== ''}
      onClose={onClose}
      title={title.window}
      size={880}
      padding="lg"
      classNames={{ content: classes.frame ?? '' }}
      fullScreen={narrow ?? false}
      closeOnClickOutside={false}
      onExitTransitionEnd={() => rescueFocus(`[data-batch="${CSS.escape(last.current)}"]`)}
      closeButtonProps={{ 'aria-label': close }}
    >
      <Suspense fallback={<LoadingRows rows={9} height={52} />}>
        <EditWindow key={last.current} code={last.current} onClose={onClose} />
      </Suspense>
    </Modal>
  )
}
