import { lazy, Suspense } from 'react'
import { Outlet } from 'react-router'

/** Not needed for the first sight of a page: what is told before it has come waits in its store. */
const Notifications = lazy(async () => ({ default: (await import('./notifications.tsx')).AppNotifications }))

/** Around every page. Notifications stand inside the router: some of them hold links. */
export function Root() {
  return (
    <>
      <Suspense fallback={null}>
        <Notifications />
      </Suspense>
      <Outlet />
    </>
  )
}
