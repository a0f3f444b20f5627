import { Notifications } from '@mantine/notifications'
import { Outlet } from 'react-router'

/** Around every page. Notifications stand inside the router: some of them hold links. */
export function Root() {
  return (
    <>
      <Notifications position="bottom-right" />
      <Outlet />
    </>
  )
}
