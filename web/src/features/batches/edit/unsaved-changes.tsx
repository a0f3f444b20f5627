import { useEffect, useRef } from 'react'
import { useBlocker } from 'react-router'

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
