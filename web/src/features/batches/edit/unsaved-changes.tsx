import { useEffect, useRef } from 'react'
import { useBlocker } from 'react-router'
import { useTexts } from '../../../lib/texts.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { editTexts } from './texts.ts'

/**
 * Holds up whatever leaves the window while something is unsaved: its own buttons, Escape, « back », a link, the tab's
 * ✕. `letGo` is called once it has been saved.
 */
export function useUnsavedChanges(unsaved: boolean) {
  const held = useRef(unsaved)
  held.current = unsaved
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      held.current &&
      (currentLocation.pathname !== nextLocation.pathname ||
        editedIn(currentLocation.search) !== editedIn(nextLocation.search)),
  )
  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent) => {
      if (held.current) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsaved])
  return {
    blocker,
    letGo() {
      held.current = false
    },
  }
}

function editedIn(search: string): string | null {
  return new URLSearchParams(search).get('edit')
}

export function UnsavedQuestion({ blocker }: { readonly blocker: ReturnType<typeof useBlocker> }) {
  const texts = useTexts(editTexts)
  return (
    <ConfirmDialog
      opened={blocker.state === 'blocked'}
      title={texts.leaveTitle}
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
      confirmLabel={texts.leave}
      cancelLabel={texts.stay}
      danger
    >
      {texts.leaveQuestion}
    </ConfirmDialog>
  )
}
