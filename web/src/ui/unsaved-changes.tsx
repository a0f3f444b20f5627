import { useEffect } from 'react'
import { useBlocker } from 'react-router'
import { useTexts } from '../lib/texts.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { uiTexts } from './texts.ts'

/** Asks before a link, « back » or the tab's ✕ throws away what is not saved. */
export function UnsavedChanges({ unsaved }: { readonly unsaved: boolean }) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => unsaved && currentLocation.pathname !== nextLocation.pathname,
  )
  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsaved])
  return <UnsavedQuestion blocker={blocker} />
}

/** The question alone, for who decides otherwise what is held up. */
export function UnsavedQuestion({ blocker }: { readonly blocker: ReturnType<typeof useBlocker> }) {
  const texts = useTexts(uiTexts)
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
